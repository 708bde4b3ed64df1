"""Restore what a rendered screen says from its rows, as a person with good eyes would.

Used by everyone who works a station from outside: simulated people, transcripts, tests.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from stations.layout import CUT, GUARD, MARKS, unwrap
from wms.terminal.wire import Tone

_PROGRESS = re.compile(r"(.*) (\d+)/(\d+)")
_STATUS = re.compile(r"#(\d+) ?(.*)")
_KEY = re.compile(r"F(\d+) (.*)")
_TONES = {mark: Tone(name) for name, mark in MARKS.items()}


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What the rows say; `cut` tells that lines are missing, `typed` is the input row.

    `keys` are named in the order drawn, `places` says which function key each of them is.
    """

    title: str
    progress: tuple[int, int] | None
    tone: Tone
    message: str
    lines: dict[str, str]
    prompt: str
    keys: list[str]
    no: int
    status: str
    typed: str = ""
    cut: bool = False
    places: dict[str, int] = field(default_factory=dict)


class _Part(StrEnum):
    TITLE = "title"
    MESSAGE = "message"
    LINE = "line"
    PROMPT = "prompt"
    KEYS = "keys"
    TYPED = "typed"


@dataclass
class _Sorted:
    """Rows by the part of the screen that they belong to."""

    columns: int
    part: _Part = _Part.TITLE
    rows: dict[_Part, list[str]] = field(default_factory=lambda: {part: [] for part in _Part})
    lines: list[list[str]] = field(default_factory=list)
    cut: bool = False

    def take(self, row: str) -> None:
        if row == CUT:
            self.cut = True
        elif row.startswith(" ") or self._goes_on():
            self._current().append(row)
        elif row:
            self._begin(row)

    def _goes_on(self) -> bool:
        """Keys that are broken over rows have no indentation; a full row says so."""
        keys = self.rows[_Part.KEYS]
        return self.part is _Part.KEYS and len(keys[-1]) >= self.columns

    def _current(self) -> list[str]:
        return self.lines[-1] if self.part is _Part.LINE else self.rows[self.part]

    def _begin(self, row: str) -> None:
        self.part = _part_of(row, self.part)
        if self.part is _Part.LINE:
            self.lines.append([])
        self._current().append(row)


def _part_of(row: str, before: _Part) -> _Part:
    if before is _Part.TITLE and row.split(" ")[0] in _TONES:
        return _Part.MESSAGE
    if row.startswith("> "):
        return _Part.PROMPT
    if _KEY.match(row):
        return _Part.KEYS
    return _Part.TYPED if row.startswith("= ") else _Part.LINE


def read_back(rows: Sequence[str], columns: int | None = None) -> ReadBack:
    """Return the meaning of rendered `rows`, given as wide as the terminal (or say `columns`).

    :raises ValueError: these are not rows of a screen; says what is missing.
    """
    width = columns or max(map(len, rows), default=0)
    status = _STATUS.fullmatch(rows[-1].rstrip()) if rows else None
    if status is None:
        raise ValueError("the last row is not a status row such as '#12 ok'")
    parts = _Sorted(width)
    parts.rows[_Part.TITLE].append(rows[0].rstrip())
    for row in rows[1:-1]:
        parts.take(row.rstrip())
    return _read(parts, int(status[1]), status[2])


def _read(parts: _Sorted, no: int, status: str) -> ReadBack:
    rows, width = parts.rows, parts.columns
    title, progress = _title(rows[_Part.TITLE], width)
    message = rows[_Part.MESSAGE]
    places = _places(rows[_Part.KEYS], width)
    return ReadBack(
        title=title,
        progress=progress,
        tone=_TONES[message[0][0]] if message else Tone.NEUTRAL,
        message=unwrap(message, width, 2, 2),
        lines=_lines(parts.lines, width),
        prompt=unwrap(rows[_Part.PROMPT], width, 2, 2),
        keys=list(places),
        no=no,
        status=status,
        typed=unwrap(rows[_Part.TYPED], width, 2, 2),
        cut=parts.cut,
        places=places,
    )


def _title(rows: list[str], columns: int) -> tuple[str, tuple[int, int] | None]:
    found = _PROGRESS.fullmatch(rows[0]) if len(rows[0]) == columns else None
    if found is None:
        return unwrap(rows, columns, 0, 1), None
    rest = unwrap(rows[1:], columns, 1, 1)
    return f"{found[1].strip()} {rest}".strip(), (int(found[2]), int(found[3]))


def _lines(entries: list[list[str]], columns: int) -> dict[str, str]:
    """Return values by label; values under one label stand on lines of their own."""
    lines: dict[str, str] = {}
    for rows in entries:
        text = unwrap(rows, columns, 0, 1).removeprefix(GUARD)
        label, _, value = f"{text} ".partition(": ")
        label, value = label.strip(), value.strip()
        lines[label] = f"{lines[label]}\n{value}" if label in lines else value
    return lines


def _places(rows: list[str], columns: int) -> dict[str, int]:
    joined = unwrap(rows, columns, 0, 0, separator="  ")
    found = [match for item in re.split(" {2,}", joined) if (match := _KEY.fullmatch(item))]
    return {match[2]: int(match[1]) for match in found}
