"""Parameters of a ZPL command: comma-separated words, each with a default when left out.

Source: Zebra ZPL II programming guide, "Basic ZPL exercises": a parameter left empty keeps its
default.
"""

from __future__ import annotations

import re

MAX_SIDE_DOTS = 4000


class ZplFault(ValueError):  # noqa: N818 - a finding about somebody's label, not our defect
    """A command that cannot be carried out; the text says which part is wrong."""


def word(params: bytes, place: int, default: str) -> str:
    """Return the parameter at `place` (0 is the first), or the default when it is empty."""
    words = params.decode("latin-1").split(",")
    return (words[place].strip() if place < len(words) else "") or default


def number(params: bytes, place: int, default: int) -> int:
    """Return the whole number at `place`.

    :raises ZplFault: something else stands there.
    """
    found = word(params, place, str(default))
    if not re.fullmatch(r"-?\d{1,7}", found):
        raise ZplFault(f"parameter {place + 1} is {found!r}, not a number")
    return int(found)


def size(width: int, height: int) -> tuple[int, int]:
    """Return the size in dots.

    :raises ZplFault: no printer has such a label.
    """
    if not (0 < width <= MAX_SIDE_DOTS and 0 < height <= MAX_SIDE_DOTS):
        raise ZplFault(f"{width} x {height} dots is no size")
    return width, height
