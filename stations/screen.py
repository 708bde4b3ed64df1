"""Draw a screen as rows of text, for a terminal of 20 x 16 or any other size.

The order of rows is fixed, because people learn where to look and programs read it back
(`stations.readback`): title, message, lines, prompt, keys, what is being typed, status.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from stations.keys import places
from stations.layout import CUT, GUARD, MARKS, clean, wrap, wrap_words
from wms.terminal.wire import Screen, Tone

_LOOKS_LIKE_OTHER_ROW = re.compile(rf"[-*!X>=#]( |$)|F\d+ |[{GUARD}{CUT}]")


class Look(StrEnum):
    """How a row is drawn; the terminal chooses the colours."""

    PLAIN = "plain"
    TITLE = "title"
    PROMPT = "prompt"
    NEUTRAL = "neutral"
    DONE = "done"
    ATTENTION = "attention"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the terminal; `text` has exactly as many characters as there are columns."""

    text: str
    look: Look = Look.PLAIN


def render(
    screen: Screen, status: str, typed: str = "", columns: int = 20, rows: int = 16
) -> list[Row]:
    """Return exactly `rows` rows; lines are left out first when there is no room for all.

    `status` is what follows the number on the last row; `typed` is never shown of a secret.
    """
    head = _title(screen, columns)
    prompt = wrap(screen.prompt, columns, "> ", "  ") if clean(screen.prompt) else []
    foot = [*_keys(screen, columns), *_typed(screen, typed, columns)]
    room = rows - len(head) - len(foot) - 1
    prompt = _shorten(prompt, room)
    message = _shorten(_message(screen, columns), room - len(prompt))
    lines = _lines(screen, columns, room - len(prompt) - len(message))
    pad = [""] * (room - len(prompt) - len(message) - len(lines))
    drawn = [
        *_rows(head, Look.TITLE),
        *_rows(message, Look(screen.tone.value)),
        *_rows(lines, Look.PLAIN),
        *_rows(prompt, Look.PROMPT),
        *_rows([*pad, *foot], Look.PLAIN),
    ][: rows - 1]
    last = Row(clean(f"#{screen.no} {status}"))
    return [Row(row.text[:columns].ljust(columns), row.look) for row in [*drawn, last]]


def plain(rows: Sequence[Row]) -> list[str]:
    """Return the texts alone."""
    return [row.text for row in rows]


def _rows(texts: Sequence[str], look: Look) -> list[Row]:
    return [Row(text, look) for text in texts]


def _title(screen: Screen, columns: int) -> list[str]:
    if screen.progress is None:
        return wrap(screen.title, columns, "", " ")
    progress = f"{screen.progress[0]}/{screen.progress[1]}"
    left, words = "", clean(screen.title).split()
    while words and len(left) + len(words[0]) + len(progress) + 2 <= columns:
        left = f"{left} {words.pop(0)}".strip()
    first = left + progress.rjust(columns - len(left))
    return [first, *(wrap(" ".join(words), columns, " ", " ") if words else [])]


def _message(screen: Screen, columns: int) -> list[str]:
    if screen.tone is Tone.NEUTRAL and not clean(screen.message):
        return []
    return wrap(screen.message, columns, f"{MARKS[screen.tone.value]} ", "  ")


def _lines(screen: Screen, columns: int, room: int) -> list[str]:
    entries = [wrap(text, columns, "", " ") for text in map(_line, screen.lines) if text]
    cut = sum(map(len, entries)) > room
    while entries and sum(map(len, entries)) > room - cut:
        entries.pop()
    rows = [row for entry in entries for row in entry]
    return [*rows, CUT] if cut and room > len(rows) else rows


def _line(line: tuple[str, str]) -> str:
    label, value = clean(line[0]), clean(line[1])
    text = f"{label}: {value}".strip() if label else value
    return GUARD + text if _LOOKS_LIKE_OTHER_ROW.match(text) else text


def _keys(screen: Screen, columns: int) -> list[str]:
    names = [f"F{n} {clean(key)}" for n, key in places(screen.keys).items()]
    return wrap_words(names, columns, "  ") if names else []


def _typed(screen: Screen, typed: str, columns: int) -> list[str]:
    shown = "*" * len(typed) if screen.secret else typed
    if len(shown) > columns - 3:
        shown = CUT + shown[-(columns - 4) :]
    return [f"= {shown}"] if typed else []


def _shorten(rows: list[str], room: int) -> list[str]:
    """Cut what cannot be shown even without any line; the end of the text goes first."""
    if len(rows) <= room:
        return rows
    kept = rows[: max(room, 0)]
    return [*kept[:-1], kept[-1][:-1].ljust(2) + CUT] if kept else []
