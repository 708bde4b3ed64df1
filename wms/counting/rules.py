"""What a count decides: which lot a piece is of, where missing pieces leave the books. Pure.

A count settles what nobody knew: pieces that a picker did not find were held as `short`, so they
are the first to leave; those that are left over were found after all and become good again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from wms.errors import Refused
from wms.text import T

SHORT = "short"
"""The reason of a hold that a count settles."""

NO_LOT = 0
MOST = 99_999
"""More pieces of one kind than anybody counts in one bin; what is more was a slip."""


HAND_SECONDS = 60
"""So long a piece may be in somebody's hand when its move is booked already, or not yet."""

REASONS = ("FOUND", "LOST", "BROKEN", "MIXED UP", "SLIP")
"""Why the books are put right without a count."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one worker may book alone: a difference of up to `pieces`, or up to `percent` of what
    the books say, whichever is more. Without `by_another` there is no limit."""

    by_another: bool = False
    pieces: int = 0
    percent: int = 0

    def are_passed(self, differences: Iterable[int | None], books: int) -> bool:
        """Tell whether differences, by kind, are in sum beyond the limit of a bin in which the
        books know so many pieces. What nobody can know is counted again anyway."""
        total = sum(abs(n) for n in differences if n is not None)
        return self.by_another and total > self.pieces and total * 100 > self.percent * books


NO_LIMITS = Limits()


def limits(config: Mapping[str, Any]) -> Limits:
    """Return the limits that a site's settings say."""
    given = config["counting"]
    return Limits(given["recount_by_another"], given["limit_pieces"], given["limit_percent"])


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


Kinds = Mapping[tuple[int, int], int | None]
"""What a count found more (or fewer), by (item, lot); kinds without a difference are left out."""


def is_decided(own: Kinds, earlier: Sequence[Kinds]) -> bool:
    """Tell whether a count beyond the limit is believed: it agrees with one before, or is the
    third of the bin."""
    return len(earlier) >= 2 or own in earlier


@dataclass(frozen=True, slots=True)
class Course:
    """The books of one kind in a bin: what they said when the count began, what they say now, and
    (when, pieces more or fewer) of the changes since about then, oldest first."""

    begun_at: datetime
    expected: int
    now: int
    changes: tuple[tuple[datetime, int], ...] = ()

    def levels(self, first_at: datetime, last_at: datetime) -> list[int]:
        """Return what the books said from `first_at` until a hand's time after `last_at`: a piece
        may be taken so long before its move is booked. What came is looked for a hand's time
        before, too: a piece may be set down so long after the scan of its bin."""
        level, changes = self._from_begin()
        within, is_open = [level], False
        hand = timedelta(seconds=HAND_SECONDS)
        for at, pieces in changes:
            level += pieces
            if not is_open and at < (first_at - hand if pieces > 0 else first_at):
                within = [level]
            elif at <= last_at + hand:
                within.append(level)
                is_open = True
        return within

    def _from_begin(self) -> tuple[int, tuple[tuple[datetime, int], ...]]:
        """Leave out the changes that `expected` has in it; at one instant only sums tell which."""
        start = level = self.now - sum(pieces for _, pieces in self.changes)
        cut = 0
        for n, (at, pieces) in enumerate(self.changes, 1):
            level += pieces
            if at <= self.begun_at and level == self.expected:
                start, cut = level, n
        return start, self.changes[cut:]


def difference(found: int, levels: Sequence[int]) -> int | None:
    """Return how many pieces more (or fewer) were found than the books say, or None when that
    cannot be known.

    `levels` are what the books said while this kind was counted, give or take a hand's time. Was it
    one, the difference is exact, whatever moved before or later. Where pieces moved in between
    nobody knows which of them the counter saw: what agrees with the books at one of those moments
    is right, for anything else somebody must count again.
    """
    if len(set(levels)) == 1:
        return found - levels[0]
    return 0 if found in levels else None


def settlement(difference: int | None, stood: Stood) -> Settlement:
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


def classes(picks: Mapping[int, int]) -> dict[int, str]:
    """Return the class of items by how often each was picked: `A` make up four fifths of all picks,
    `B` those up to nineteen twentieths, `C` the rest.

    Source: the usual ABC analysis after Pareto, with the shares 80, 95 and 100 percent.
    """
    total, before = sum(picks.values()), 0
    found = {}
    for item, count in sorted(picks.items(), key=lambda row: (-row[1], row[0])):
        found[item] = (
            "A" if before * 100 < 80 * total else "B" if before * 100 < 95 * total else "C"
        )
        before += count
    return found


def signed(text: str) -> int:
    """Return the pieces that are more (`+2`) or fewer (`-2`).

    :raises Refused: it says neither, or no number.
    """
    plain = text.strip()
    sign = {"+": 1, "-": -1}.get(plain[:1])
    if sign is None:
        words = T("{text} says neither more nor fewer", text=plain[:12])
        raise Refused("count.sign", words, T("Give +2 for two more, -2 for two fewer"))
    return sign * quantity(plain[1:])
