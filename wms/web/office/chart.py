"""Where the bars of a plot stand, with their axis. Pure: numbers in, places in pixels out.

A plot and the table beside it are made from the same marks, so they cannot say different things.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LEFT, RIGHT, TOP, BOTTOM = 44, 12, 22, 26
HEIGHT = 200
"""Of the area of bars, without what stands around it."""

SLOT, FILLED = 30, 22
"""The width of a column with the room around it, and of the column alone."""

ROW, THICK = 30, 16
NAMES, LENGTH, BEYOND = 150, 200, 88
"""Of bars that lie: the room for names, for the longest bar, for what it says behind it."""

LONGEST_NAME = 22


@dataclass(frozen=True, slots=True)
class Mark:
    """One value: its name, how much, how that is said, where it opens to. `further` is a second
    value beyond the first, such as the ninth decile beyond the median."""

    name: str
    value: int
    said: str
    href: str = ""
    further: int = 0
    further_said: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle for a mark, and where its end and its further end are."""

    mark: Mark
    x: int
    y: int
    width: int
    height: int
    further: int = 0


@dataclass(frozen=True, slots=True)
class Plot:
    """Bars with the lines of their axis: (value, place)."""

    width: int
    height: int
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[int, int], ...]


def ticks(most: int, *, at_most: int = 4) -> list[int]:
    """Return round numbers from 0 to at least `most`: steps of 1, 2 or 5 times a power of ten."""
    step = 1
    while True:
        for factor in (1, 2, 5):
            if step * factor * at_most >= max(most, 1):
                width = step * factor
                return [width * n for n in range(-(-max(most, 1) // width) + 1)]
        step *= 10


def columns(marks: Sequence[Mark]) -> Plot:
    """Return upright bars side by side, in the order of their marks."""
    scale = ticks(max((mark.value for mark in marks), default=0))
    top, floor = scale[-1], TOP + HEIGHT
    bars = []
    for number, mark in enumerate(marks):
        tall = _length(mark.value, top, HEIGHT)
        x = LEFT + number * SLOT + (SLOT - FILLED) // 2
        bars.append(Bar(mark, x, floor - tall, FILLED, tall))
    lines = tuple((value, floor - _length(value, top, HEIGHT)) for value in scale)
    width = LEFT + max(len(marks), 6) * SLOT + RIGHT
    return Plot(width, floor + BOTTOM, tuple(bars), lines)


def rows(marks: Sequence[Mark]) -> Plot:
    """Return bars that lie below each other, with a whisker to `further` where there is one."""
    scale = ticks(max((max(mark.value, mark.further) for mark in marks), default=0))
    top = scale[-1]
    bars = []
    for number, mark in enumerate(marks):
        y = TOP + number * ROW + (ROW - THICK) // 2
        further = NAMES + _length(mark.further, top, LENGTH) if mark.further else 0
        bars.append(Bar(mark, NAMES, y, _length(mark.value, top, LENGTH), THICK, further))
    lines = tuple((value, NAMES + _length(value, top, LENGTH)) for value in scale)
    return Plot(NAMES + LENGTH + BEYOND, TOP + len(marks) * ROW + BOTTOM, tuple(bars), lines)


def _length(value: int, top: int, most: int) -> int:
    """Return how long a value is drawn; what is not nothing can be seen."""
    return max(value * most // top, 2) if value > 0 else 0


def shortened(name: str) -> str:
    """Return a name as long as it can be written beside a bar."""
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"
