"""Which carton, and whose pieces: decided from plain data.

Whether boxes fit in a box exactly is hard; here every piece must fit by itself in some
orientation, and all of them must leave some of the volume free. The person at the bench sees
what really fits and says FULL.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Carton:
    """An empty carton; sizes are inner ones, `max_weight_grams` 0 means unlimited."""

    id: int
    code: str
    length_mm: int
    width_mm: int
    height_mm: int
    tare_grams: int
    max_weight_grams: int

    @property
    def volume_mm3(self) -> int:
        return self.length_mm * self.width_mm * self.height_mm


@dataclass(frozen=True, slots=True)
class Content:
    """`quantity` pieces of an item; sizes and weight are of one piece, weight 0 is unknown."""

    item_id: int
    sku: str
    length_mm: int
    width_mm: int
    height_mm: int
    weight_grams: int
    quantity: int

    @property
    def volume_mm3(self) -> int:
        return self.length_mm * self.width_mm * self.height_mm


@dataclass(frozen=True, slots=True)
class Proposal:
    """Take this carton; `pieces` of them should fit."""

    carton: Carton
    pieces: int


def propose(
    contents: Sequence[Content], cartons: Iterable[Carton], *, fill_percent: int
) -> Proposal | None:
    """Return the smallest carton that takes everything, else the one that takes most of it.

    None means that no piece fits in any carton.
    """
    wanted = sum(content.quantity for content in contents)
    by_size = sorted(cartons, key=lambda carton: (carton.volume_mm3, carton.code))
    takes = [(carton, pieces_in(carton, contents, fill_percent)) for carton in by_size]
    for carton, pieces in takes:
        if pieces == wanted:
            return Proposal(carton, pieces)
    most = max((pieces for _, pieces in takes), default=0)
    return next((Proposal(carton, n) for carton, n in takes if n == most and n), None)


def pieces_in(carton: Carton, contents: Iterable[Content], fill_percent: int) -> int:
    """Return how many of the pieces a carton takes when the largest are put in first."""
    volume_left = carton.volume_mm3 * fill_percent // 100
    weight_left = carton.max_weight_grams or None
    count = 0
    for content in sorted(contents, key=lambda c: (-c.volume_mm3, c.sku)):
        if not fits(carton, content):
            continue
        taken = min(content.quantity, volume_left // content.volume_mm3)
        if weight_left is not None and content.weight_grams:
            taken = min(taken, weight_left // content.weight_grams)
            weight_left -= taken * content.weight_grams
        volume_left -= taken * content.volume_mm3
        count += taken
    return count


def fits(carton: Carton, content: Content) -> bool:
    """Tell whether one piece fits in the empty carton in some orientation."""
    inner = sorted((carton.length_mm, carton.width_mm, carton.height_mm))
    outer = sorted((content.length_mm, content.width_mm, content.height_mm))
    return all(a <= b for a, b in zip(outer, inner, strict=True))


def spread(quantity: int, rooms: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Share `quantity` out over (line id, room) in their order; return (line id, share).

    What does not find room is left out: the sum of the shares is then less than `quantity`.
    """
    shares = []
    for line_id, room in rooms:
        share = min(quantity, room)
        if share > 0:
            shares.append((line_id, share))
            quantity -= share
    return shares
