"""How far it is to walk between two places of one rectangular block of aisles.

Aisles run along y, side by side along x; one can change the aisle only at the front or at the
back. Who stands in an aisle reaches both of its sides. An aisle is known by its x. Only a depot
may lie outside the block, before its front or behind its back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

END_MM = 1_000
"""How far a cross aisle lies before the first place of an aisle, and behind its last."""


class Spot(NamedTuple):
    """Where somebody stands."""

    x_mm: int
    y_mm: int


@dataclass(frozen=True, slots=True)
class Floor:
    """The y of the two cross aisles; `front_mm` is not above `back_mm`."""

    front_mm: int
    back_mm: int

    @property
    def aisle_mm(self) -> int:
        """Return the length of an aisle from cross aisle to cross aisle."""
        return self.back_mm - self.front_mm


def floor_of(spots: Iterable[Spot]) -> Floor:
    """Return the floor whose aisles hold all of `spots`."""
    ys = [spot.y_mm for spot in spots] or [0]
    return Floor(min(ys) - END_MM, max(ys) + END_MM)


def distance_mm(floor: Floor, one: Spot, other: Spot) -> int:
    """Return the length of the shortest way; a place outside the block is left by its own aisle."""
    if one.x_mm == other.x_mm:
        return abs(one.y_mm - other.y_mm)
    across = abs(one.x_mm - other.x_mm)
    ends = (floor.front_mm, floor.back_mm)
    return across + min(abs(one.y_mm - end) + abs(other.y_mm - end) for end in ends)


def walk_mm(floor: Floor, spots: Sequence[Spot]) -> int:
    """Return the length of a walk that visits `spots` in their order."""
    return sum(distance_mm(floor, one, other) for one, other in pairwise(spots))
