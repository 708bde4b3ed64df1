"""Where did an error arise: between which moments, and by which moves it may have come. Pure.

The rule. A *look* is a moment when somebody saw how many pieces of one kind lie loose in one bin:
a count, a pick that found too few, a correction by hand. A look agrees with the books or not; a
count that is booked makes books and bin agree from then on, whatever it found. The error arose
after the last look that agreed and before the first that did not: between those two moments and
nowhere else, as far as anybody looked. Before the first look of all nobody knows; then the answer
says so.

Only moves of these pieces into or out of this bin between the two moments can have been wrong.
They are ranked by what speaks for each, never shown as guilty:

- the same item is wrong the other way round, by as many pieces, in another bin, and the two spans
  overlap: pieces went to or came from there without the books (`MIRROR`);
- something that was found about the order or delivery of the move, such as a failed check, a wrong
  piece that came back, a delivery over or short (`HINT`);
- the move is of exactly as many pieces as are wrong (`SAME`);
- the move was corrected by hand later (`CORRECTED`);
- the move touched these pieces in that time (`TOUCHED`): it may have been of more or fewer pieces
  than were booked. That holds for all of them, so it weighs least.

A pick that found too few and a count after it that found all is no error of the books: the pieces
were there, and the answer says that they were found again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

COUNT, SHORT, ADJUST = "count", "short", "adjust"
MIRROR, HINT, SAME, CORRECTED, TOUCHED = "mirror", "hint", "same", "corrected", "touched"
WEIGHTS: Mapping[str, int] = {MIRROR: 6, HINT: 4, SAME: 3, CORRECTED: 3, TOUCHED: 1}


@dataclass(frozen=True, slots=True, order=True)
class Kind:
    """Pieces of one item and lot in one bin."""

    location_id: int
    item_id: int
    lot_id: int


@dataclass(frozen=True, slots=True)
class Look:
    """What somebody saw at a moment: `difference` to the books, None where it is not known how
    much; `settles` tells that books and bin agree afterwards."""

    at: datetime
    what: str
    difference: int | None
    settles: bool
    number: int = 0

    @property
    def agrees(self) -> bool:
        return self.difference == 0


@dataclass(frozen=True, slots=True)
class Span:
    """An error arose after `after` (None: nobody looked before) and before `before`.

    `difference` is what the bin had more (or, below 0, fewer) than the books; None while nobody
    knows. `is_open` tells that it was not set right yet; `was_found` that all was there.
    """

    kind: Kind
    after: datetime | None
    before: datetime
    seen_by: str
    difference: int | None = None
    is_open: bool = True
    was_found: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A move that touched the pieces in the span; `pieces` are what came (or, below 0, went)."""

    number: int
    at: datetime
    pieces: int
    document: tuple[str, int] = ("", 0)
    is_corrected: bool = False


@dataclass(frozen=True, slots=True)
class Ranked:
    """A move with what speaks for it; the more `weight`, the sooner it is looked into."""

    candidate: Candidate
    weight: int
    reasons: tuple[str, ...]


def spans(kind: Kind, looks: Iterable[Look]) -> list[Span]:
    """Return the spans in which errors of one kind arose, the newest first."""
    found: list[Span] = []
    agreed: datetime | None = None
    pending: Span | None = None
    for look in sorted(looks, key=lambda one: (one.at, one.number)):
        if look.difference is None and look.what == COUNT:
            continue
        if pending is None and not look.agrees:
            pending = Span(kind, agreed, look.at, look.what, look.difference)
        if (pending is not None and look.what == COUNT and look.settles) or (
            pending is not None and look.settles
        ):
            found.append(_ended(pending, look))
            pending = None
        if look.settles:
            agreed = look.at
    return ([pending] if pending else []) + found[::-1]


def _ended(span: Span, look: Look) -> Span:
    """Return a span that a look has set right: what it found is what was wrong."""
    is_same = span.before == look.at and span.seen_by == look.what
    return Span(
        span.kind,
        span.after,
        span.before,
        span.seen_by,
        look.difference,
        is_open=False,
        was_found=look.agrees and not is_same,
    )


def last_agreed(looks: Iterable[Look]) -> datetime | None:
    """Return when books and bin were last known to agree, None where they never were."""
    return max((look.at for look in looks if look.settles), default=None)


def ranked(
    span: Span,
    candidates: Iterable[Candidate],
    *,
    hinted: Iterable[tuple[str, int]] = (),
    others: Sequence[Span] = (),
) -> list[Ranked]:
    """Return the moves that may have been wrong, the likeliest first, then the newest.

    `hinted` are documents about which something was found; `others` the spans of the same item in
    other bins.
    """
    documents = set(hinted)
    mirrored = any(_mirrors(span, other) for other in others)
    found = [_weighed(span, one, documents, mirrored) for one in candidates]
    return sorted(found, key=lambda one: (-one.weight, -one.candidate.number))


def _weighed(span: Span, one: Candidate, documents: set[tuple[str, int]], mirrored: bool) -> Ranked:
    wrong = span.difference
    checks = (
        (MIRROR, mirrored and wrong is not None and abs(one.pieces) >= abs(wrong)),
        (HINT, one.document in documents),
        (SAME, bool(wrong) and abs(one.pieces) == abs(wrong or 0)),
        (CORRECTED, one.is_corrected),
        (TOUCHED, True),
    )
    reasons = tuple(name for name, holds in checks if holds)
    return Ranked(one, sum(WEIGHTS[name] for name in reasons), reasons)


def _mirrors(one: Span, other: Span) -> bool:
    """Tell whether two bins are wrong by as many pieces the other way round, at one time."""
    if one.kind == other.kind or one.kind.item_id != other.kind.item_id:
        return False
    if not one.difference or other.difference != -one.difference:
        return False
    begins = [span.after for span in (one, other) if span.after is not None]
    return max(begins, default=min(one.before, other.before)) <= min(one.before, other.before)
