"""Which function key each key of a screen is (pure): drawn and pressed by the same rule.

Fingers learn places. So well-known keys lie at the same place on every screen, and nothing else
ever lies where BACK does; the other keys of a screen fill the places that are left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

BACK = "BACK"
WELL_KNOWN: Mapping[str, int] = {
    "SKIP": 1,
    "SHORT": 2,
    "QTY": 3,
    "FULL": 4,
    "DONE": 5,
    "REPRINT": 6,
    BACK: 8,
}
MOST = 12
"""Function keys of a terminal; a key that finds no place cannot be pressed and is not shown."""


def places(keys: Sequence[str]) -> dict[int, str]:
    """Return the name of the key at each place (1 is F1), lowest first; a name counts once."""
    names = dict.fromkeys(keys)
    taken = {WELL_KNOWN[name]: name for name in names if name in WELL_KNOWN}
    free = [n for n in range(1, MOST + 1) if n not in taken and n != WELL_KNOWN[BACK]]
    others = [name for name in names if name not in WELL_KNOWN]
    return dict(sorted({**taken, **dict(zip(free, others, strict=False))}.items()))
