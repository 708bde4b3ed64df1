"""Which orders one picker takes on one walk. Pure, simple and quick; no optimum is claimed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stops:
    """An order and the walking numbers (`location.sequence`) of the bins where it stops."""

    order_id: int
    sequences: tuple[int, ...]


def group(orders: Sequence[Stops], capacity: int) -> list[list[int]]:
    """Return groups of at most `capacity` order ids; `orders` come most urgent first.

    Each group begins with the most urgent order left and takes those whose stops lie nearest
    to stops that it has already, so urgency decides who goes and nearness who goes along.
    """
    left = list(orders)
    groups: list[list[int]] = []
    while left:
        seed = left.pop(0)
        chosen, stops = [seed.order_id], set(seed.sequences)
        while left and len(chosen) < capacity:
            nearest = min(left, key=lambda order: _detour(order, stops))
            left.remove(nearest)
            chosen.append(nearest.order_id)
            stops |= set(nearest.sequences)
        groups.append(chosen)
    return groups


def _detour(order: Stops, stops: set[int]) -> int:
    """Return how far an order's stops lie, in sum, from the nearest stop of the walk."""
    return sum(min(abs(one - other) for other in stops) if stops else 0 for one in order.sequences)
