"""What a count decides: which lot a piece is of, where missing pieces leave the books. Pure.

A count settles what nobody knew: pieces that a picker did not find were held as `short`, so they
are the first to leave; those that are left over were found after all and become good again.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from wms.errors import Refused
from wms.text import T

SHORT = "short"
"""The reason of a hold that a count settles."""

NO_LOT = 0
MOST = 99_999
"""More pieces of one kind than anybody counts in one bin; what is more was a slip."""


@dataclass(frozen=True, slots=True)
class Stood:
    """Loose pieces of one kind in the bin now; promised ones are not among `free_good`."""

    short_held: int = 0
    free_good: int = 0
    other_held: int = 0


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a counted kind becomes, in pieces: `from_…` leave the books, `surplus` enters them,
    `freed` become good again, `left` should leave but are promised or have gone meanwhile."""

    from_short: int = 0
    from_good: int = 0
    from_other: int = 0
    surplus: int = 0
    freed: int = 0
    left: int = 0

    @property
    def missing(self) -> int:
        return self.from_short + self.from_good + self.from_other


def difference(expected: int, found: int, now: int) -> int | None:
    """Return how many pieces more (or fewer) were found than the books say, or None when that
    cannot be known.

    `expected` stood in the books when the count began, `now` at its end. Where pieces moved
    meanwhile nobody knows whether the counter saw them: what agrees with either is right, for
    anything else somebody must count again.
    """
    if now == expected:
        return found - expected
    return 0 if found in (expected, now) else None


def settle(difference: int | None, stood: Stood) -> Settlement:
    """Return how `difference` (found less expected, in pieces) is put right; with None nothing
    is touched, and something is left to be counted again.

    Pieces held for another reason, such as damage, leave last: they were seen by somebody.
    """
    if difference is None:
        return Settlement(left=1)
    missing = max(-difference, 0)
    from_short = min(missing, stood.short_held)
    from_good = min(missing - from_short, stood.free_good)
    from_other = min(missing - from_short - from_good, stood.other_held)
    return Settlement(
        from_short,
        from_good,
        from_other,
        surplus=max(difference, 0),
        freed=stood.short_held - from_short,
        left=missing - from_short - from_good - from_other,
    )


def lot_without_label(tracks_lot: bool, lots_here: Collection[int]) -> int | None:
    """Return the lot of a piece whose code names none, or None when somebody must say it.

    `lots_here` are the lots of the item that the ledger knows in this bin.
    """
    if not tracks_lot and not any(lots_here):
        return NO_LOT
    return next(iter(lots_here)) if len(lots_here) == 1 else None


def quantity(text: str) -> int:
    """Return the pieces that somebody keyed in.

    :raises Refused: not a whole number, or more than anybody counts.
    """
    plain = text.strip()
    if not (plain.isascii() and plain.isdigit()) or len(plain) > 8 or int(plain) > MOST:
        raise Refused(
            "count.quantity",
            T("{text} is no number of pieces", text=plain[:12])
            if plain
            else T("The number of pieces is missing"),
            T("Give a number from 0 to {most}", most=MOST),
            field="quantity",
        )
    return int(plain)
