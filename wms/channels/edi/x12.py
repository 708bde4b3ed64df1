"""Take an X12 interchange apart into segments: bytes in, segments out, no file and no clock.

Which characters separate is said by the interchange's own first segment, ISA, whose length is
fixed: the character after `ISA` separates elements, the last element is the component separator,
and what follows it ends segments. Senders get the last two wrong in known ways, which are
accepted and said (`Tokenizer.oddities`); what cannot be told is an error with its place.

Source: ASC X12.5, Interchange Control Structures (ISA); X12.6, Application Control Structure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

ISA_ELEMENTS = 16
MAX_HEADER_CHARS = 4096
MAX_SEGMENT_CHARS = 64 * 1024
LINE_ENDS = "\r\n"
_NAME = re.compile(r"[A-Z][A-Z0-9]{1,2}", re.ASCII)


class X12Error(ValueError):
    """What was given is no X12; `segment` counts from 1 where it stands."""

    def __init__(self, words: str, segment: int = 0) -> None:
        super().__init__(f"segment {segment}: {words}" if segment else words)
        self.words = words
        self.segment = segment


@dataclass(frozen=True, slots=True)
class Separators:
    """Characters that separate; `component` may be "" where the sender gave none."""

    element: str = "*"
    component: str = ":"
    segment: str = "~"


@dataclass(frozen=True, slots=True)
class Segment:
    """`elements[0]` is the first after the name; `number` counts the interchange's from 1."""

    name: str
    elements: tuple[str, ...]
    number: int = 0

    def at(self, place: int) -> str:
        """Return the element that the standard numbers `place` (from 1), "" without one."""
        return self.elements[place - 1] if 0 < place <= len(self.elements) else ""


class Tokenizer:
    """Feed it text in pieces of any size; it gives the segments that are complete by then.

    A file may hold several interchanges, each with separators of its own.
    """

    def __init__(self) -> None:
        self.separators: Separators | None = None
        self.oddities: list[str] = []
        self._text = ""
        self._header = ""
        self._number = 0

    def feed(self, text: str) -> list[Segment]:
        """Take more text and return the segments that it completes.

        :raises X12Error: it is no X12.
        """
        self._text += text
        return list(self._segments(is_over=False))

    def close(self) -> list[Segment]:
        """Say that no more text follows; return the segments that were held back.

        :raises X12Error: the text breaks off.
        """
        found = list(self._segments(is_over=True))
        if self._text.strip():
            raise X12Error("it breaks off: no segment terminator follows", self._number + 1)
        return found

    def _segments(self, *, is_over: bool) -> Iterator[Segment]:
        while True:
            if self.separators is None and not self._begin(is_over=is_over):
                return
            raw = self._next()
            if raw is None:
                return
            segment = self._parsed(raw)
            yield segment
            if segment.name == "IEA":
                self.separators = None

    def _begin(self, *, is_over: bool) -> bool:
        """Find the separators of the next interchange; tell whether they are known now."""
        self._text = self._text.lstrip("\ufeff \t\r\n")
        if not self._text:
            return False
        if not "ISA".startswith(self._text[:3]):
            raise X12Error("an interchange begins with ISA", self._number + 1)
        if not (is_over or len(self._text) >= MAX_HEADER_CHARS or _is_told(self._text)):
            return False
        self._number = 0
        self.separators, self.oddities, length = separators(self._text)
        self._header, self._text = self._text[:length], self._text[length:]
        return True

    def _next(self) -> str | None:
        assert self.separators is not None
        if self._header:
            raw, self._header = self._header, ""
            return raw
        end = self._text.find(self.separators.segment)
        if end > MAX_SEGMENT_CHARS or (end < 0 and len(self._text) > MAX_SEGMENT_CHARS):
            words = f"no segment terminator within {MAX_SEGMENT_CHARS} characters"
            raise X12Error(words, self._number + 1)
        if end < 0:
            return None
        raw, self._text = self._text[:end], self._text[end + 1 :]
        return raw

    def _parsed(self, raw: str) -> Segment:
        assert self.separators is not None
        self._number += 1
        name, *elements = raw.lstrip(LINE_ENDS + " \t").split(self.separators.element)
        if not _NAME.fullmatch(name):
            clean = "".join(c if c.isprintable() else "?" for c in name[:12])
            raise X12Error(f"no segment is called {clean!r}", self._number)
        if name == "ISA":
            elements = [*elements[:15], self.separators.component]
        return Segment(name, tuple(elements), self._number)


def separators(text: str) -> tuple[Separators, list[str], int]:
    """Return the separators of the interchange that `text` begins with, what is odd about them,
    and how long its ISA is with its end.

    :raises X12Error: they cannot be told.
    """
    element = text[3:4]
    if not element or element.isalnum() or element in LINE_ENDS + " ":
        raise X12Error(f"ISA is followed by {element!r}, which separates no elements", 1)
    parts = text[:MAX_HEADER_CHARS].split(element, ISA_ELEMENTS)
    if len(parts) <= ISA_ELEMENTS:
        words = f"ISA has {len(parts) - 1} elements, {ISA_ELEMENTS} are needed"
        raise X12Error(words, 1)
    _check_elements(parts, element)
    header = sum(len(part) + 1 for part in parts[:ISA_ELEMENTS])
    found, said, tail = _ends(element, parts[ISA_ELEMENTS])
    return found, said, header + tail


def _check_elements(parts: list[str], element: str) -> None:
    for place, part in enumerate(parts[1:ISA_ELEMENTS], 1):
        if any(c in LINE_ENDS for c in part) or len(part) > 35:
            words = f"ISA has {place} elements, {ISA_ELEMENTS} are needed"
            raise X12Error(f"{words}, separated by {element!r}", 1)


def _ends(element: str, rest: str) -> tuple[Separators, list[str], int]:
    """Return the separators, by what stands between ISA and the next segment, and how long that
    is."""
    match = re.search(rf"(?:GS|TA1|IEA){re.escape(element)}", rest)
    if match and element in rest[: match.start()]:
        words = f"ISA has more than {ISA_ELEMENTS} elements"
        raise X12Error(words, 1)
    if match is None or match.start() > 6:
        clean = "".join(c if c.isprintable() else "?" for c in rest[:12])
        raise X12Error(f"ISA ends in {clean!r}: GS is to follow a separator and a terminator", 1)
    tail, after = rest[: match.start()], rest[match.start() :]
    marks = tail.strip(LINE_ENDS)
    if len(marks) > 2:
        words = f"ISA ends in {marks!r}: a component separator and a terminator are needed"
        raise X12Error(words, 1)
    if not marks:
        raise X12Error("ISA names no component separator and no segment terminator", 1)
    said: list[str] = []
    component, terminator = _chosen(element, tail, marks, after, said)
    return Separators(element, component, terminator), said, match.start()


def _chosen(element: str, tail: str, marks: str, after: str, said: list[str]) -> tuple[str, str]:
    """Choose (component separator, segment terminator): what ISA says, unless what follows shows
    that the sender uses another character."""
    second = marks[1:2] or (tail[1:2] if tail[1:2] in tuple(LINE_ENDS) else "")
    candidates = [mark for mark in (marks[1:2], marks[0], "~", second) if mark]
    for mark in candidates:
        if not _ends_first(after, element, mark):
            continue
        if mark == second and second != marks[0]:
            return marks[0], mark
        if mark == marks[0] == marks[1:2]:
            said.append(f"ISA uses {mark!r} as component separator and as terminator")
            return "", mark
        if mark == marks[0]:
            said.append(f"ISA names no component separator: {mark!r} ends segments")
            return "", mark
        said.append(f"ISA says that {second or marks[0]!r} ends segments, but {mark!r} does")
        return marks[0], mark
    raise X12Error("the segment after ISA has no end that ISA names", 2)


def _ends_first(after: str, element: str, mark: str) -> bool:
    """Tell whether `mark` ends the segment after ISA: another one, or nothing, follows it."""
    if mark == element:
        return False
    first, found, rest = after.partition(mark)
    rest = rest.lstrip(LINE_ENDS + " \t")
    follows = re.match(rf"[A-Z][A-Z0-9]{{1,2}}{re.escape(element)}", rest)
    return bool(found) and "\n" not in first.strip(LINE_ENDS) and (not rest or bool(follows))


def _is_told(text: str) -> bool:
    """Tell whether enough was read to see the segments after ISA."""
    element = text[3:4]
    return bool(element) and text.count(element) > ISA_ELEMENTS + 8 and len(text) > 220


def joined(segments: Iterator[Segment] | list[Segment], by: Separators) -> str:
    """Return segments as text, the inverse of the tokenizer."""
    rows = (by.element.join((one.name, *one.elements)) for one in segments)
    return "".join(row + by.segment for row in rows)
