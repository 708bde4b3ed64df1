"""Which stock an order gets. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Need:
    """`quantity` pieces of an item for an order line."""

    line_id: int
    item_id: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Offer:
    """`free` pieces of an item in a bin; `expires_on` None never expires.

    `is_far` tells that the item is picked from a face and these lie elsewhere.
    """

    quant_id: int
    item_id: int
    location_id: int
    free: int
    expires_on: date | None = None
    is_far: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    line_id: int
    quant_id: int
    quantity: int


def choose(
    needs: Sequence[Need], offers: Iterable[Offer], today: date
) -> tuple[list[Choice], list[Need]]:
    """Return which quants serve `needs`, and what of them cannot be served.

    What lies on the item's face comes first. Then first expired, first out; among equal dates the
    fewest stops: a bin where the order stops anyway, then one bin that holds enough (the fullest
    last, so that remnants are used up), then the fewest bins by taking the fullest first. Goods
    that expire today or before are no offer. Greedy over lines, so the number of stops has no
    proven bound.
    """
    by_item: dict[int, list[Offer]] = defaultdict(list)
    for offer in offers:
        if offer.free > 0 and (offer.expires_on is None or offer.expires_on > today):
            by_item[offer.item_id].append(offer)
    left = {o.quant_id: o.free for found in by_item.values() for o in found}
    stops: set[int] = set()
    chosen: list[Choice] = []
    missing: list[Need] = []
    for need in sorted(needs, key=lambda n: (len(by_item[n.item_id]), n.line_id)):
        open_quantity = need.quantity
        while open_quantity and (best := _best(by_item[need.item_id], left, stops, open_quantity)):
            taken = min(open_quantity, left[best.quant_id])
            chosen.append(Choice(need.line_id, best.quant_id, taken))
            left[best.quant_id] -= taken
            stops.add(best.location_id)
            open_quantity -= taken
        if open_quantity:
            missing.append(Need(need.line_id, need.item_id, open_quantity))
    return chosen, missing


def _best(
    offers: Sequence[Offer], left: dict[int, int], stops: set[int], wanted: int
) -> Offer | None:
    def rank(offer: Offer) -> tuple[bool, date, bool, bool, int, int]:
        free = left[offer.quant_id]
        enough = free >= wanted
        return (
            offer.is_far,
            offer.expires_on or date.max,
            offer.location_id not in stops,
            not enough,
            free if enough else -free,
            offer.quant_id,
        )

    open_offers = [offer for offer in offers if left[offer.quant_id] > 0]
    return min(open_offers, key=rank, default=None)


@dataclass(frozen=True, slots=True)
class Counted:
    """An order line with its counters, all in pieces; see `models.OrderLine`."""

    id: int
    item_id: int
    ordered: int
    picked: int
    packed: int
    short: int
    surplus: int


@dataclass(frozen=True, slots=True)
class Step:
    """How a line comes to be ordered `ordered` times; `line_id` 0 is a new line.

    Fewer pieces: `unshort` were not to be had anyhow, `unpick` need not be picked, `back` were
    picked and go back, `packed` are in a parcel already. More: `kept` of those that were to go
    back stay after all, `more` are to be picked.
    """

    line_id: int
    item_id: int
    ordered: int
    unshort: int = 0
    unpick: int = 0
    back: int = 0
    packed: int = 0
    kept: int = 0
    more: int = 0


def rewrite(lines: Sequence[Counted], wanted: Sequence[tuple[int, int]]) -> list[Step]:
    """Return what makes an order's `lines` into the `wanted` ones, (item id, pieces) each.

    Lines of one item are matched in their order; what is not wanted any more is ordered 0 times.
    Lines that stay as they are have no step.
    """
    own: dict[int, list[Counted]] = defaultdict(list)
    for line in lines:
        own[line.item_id].append(line)
    steps = []
    for item_id, quantity in wanted:
        known = own[item_id].pop(0) if own[item_id] else None
        steps.append(_step(known or Counted(0, item_id, 0, 0, 0, 0, 0), quantity))
    steps += [_step(line, 0) for rest in own.values() for line in rest]
    return [step for step in steps if step is not None]


def _step(line: Counted, ordered: int) -> Step | None:
    more = ordered - line.ordered
    if not more:
        return None
    if more > 0:
        kept = min(more, line.surplus)
        return Step(line.id, line.item_id, ordered, kept=kept, more=more - kept)
    shares = spread(
        -more,
        (
            line.short,
            line.ordered - line.picked - line.short,
            line.picked - line.packed,
            line.packed,
        ),
    )
    return Step(line.id, line.item_id, ordered, *shares)


def spread(pieces: int, rooms: Iterable[int]) -> list[int]:
    """Return how many of `pieces` each of `rooms` takes, the first ones first."""
    shares = []
    for room in rooms:
        shares.append(min(pieces, max(room, 0)))
        pieces -= shares[-1]
    return shares
