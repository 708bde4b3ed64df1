"""Which orders one picker takes on one walk: savings of joined tours under a cart's capacity.

Two walks from the same depot are never longer joined than apart, so every join that fits saves
walking or costs nothing; the best are done first. No plan is worse than one walk an order, how
near it comes to the best is told by `bound`.

Orders of different urgency never share a walk: an urgent order does not wait for pieces that
could wait themselves.

Source: G. Clarke and J. W. Wright, "Scheduling of vehicles from a central depot to a number of
delivery points", Operations Research 12 (1964); with the savings of joined walks computed anew
after each join: M. B. M. de Koster, E. S. van der Poort and M. Wolters, "Efficient orderbatching
methods in warehouses", International Journal of Production Research 37 (1999), C&W(ii).
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from wms.planning.route import Tour, length_mm, tour
from wms.planning.travel import Floor, Spot


@dataclass(frozen=True, slots=True)
class Order:
    """An order that is to be picked whole; a smaller `urgency` is more urgent."""

    id: int
    stops: tuple[Spot, ...]
    totes: int = 1
    weight_grams: int = 0
    volume_mm3: int = 0
    urgency: int = 0


@dataclass(frozen=True, slots=True)
class Capacity:
    """What a cart takes; 0 is no limit. An order that is too much by itself goes alone."""

    orders: int = 0
    totes: int = 0
    weight_grams: int = 0
    volume_mm3: int = 0

    def holds(self, load: Load) -> bool:
        """Tell whether a cart takes a load."""
        mine = (self.orders, self.totes, self.weight_grams, self.volume_mm3)
        return all(not most or much <= most for most, much in zip(mine, load.parts, strict=True))


@dataclass(frozen=True, slots=True)
class Load:
    """What is on a cart, in the order of `Capacity`: orders, totes, grams, mm3."""

    parts: tuple[int, int, int, int] = (0, 0, 0, 0)

    def plus(self, other: Load) -> Load:
        """Return both loads on one cart."""
        one, two = self.parts, other.parts
        return Load((one[0] + two[0], one[1] + two[1], one[2] + two[2], one[3] + two[3]))


@dataclass(frozen=True, slots=True)
class Batch:
    """Orders of one walk, the most urgent and first given first, and their shortest tour."""

    orders: tuple[int, ...]
    tour: Tour


@dataclass(frozen=True, slots=True)
class _Walk:
    orders: tuple[int, ...]
    stops: frozenset[Spot]
    load: Load
    length_mm: int


def load_of(order: Order) -> Load:
    """Return what one order puts on a cart."""
    return Load((1, order.totes, order.weight_grams, order.volume_mm3))


def savings(
    floor: Floor,
    depot: Spot,
    orders: Sequence[Order],
    capacity: Capacity,
    should_stop: Callable[[], bool],
) -> list[Batch]:
    """Return the walks for `orders`, the most urgent first.

    When `should_stop()` says so, the walks that are left are joined as they come, unweighed.
    """
    place = {order.id: n for n, order in enumerate(orders)}
    found: list[Batch] = []
    by_urgency = sorted(orders, key=lambda order: order.urgency)
    for _, group in groupby(by_urgency, key=lambda order: order.urgency):
        walks = _joined(floor, depot, list(group), capacity, should_stop)
        for walk in sorted(walks, key=lambda w: min(place[o] for o in w.orders)):
            members = tuple(sorted(walk.orders, key=place.__getitem__))
            found.append(Batch(members, tour(floor, depot, walk.stops)))
    return found


def single(floor: Floor, depot: Spot, orders: Sequence[Order]) -> list[Batch]:
    """Return one walk for each order, the most urgent first."""
    by_urgency = sorted(orders, key=lambda order: order.urgency)
    return [Batch((order.id,), tour(floor, depot, order.stops)) for order in by_urgency]


def _joined(
    floor: Floor,
    depot: Spot,
    orders: Sequence[Order],
    capacity: Capacity,
    should_stop: Callable[[], bool],
) -> list[_Walk]:
    def joined(one: _Walk, other: _Walk) -> _Walk:
        stops = one.stops | other.stops
        length = length_mm(floor, depot, stops)
        return _Walk(one.orders + other.orders, stops, one.load.plus(other.load), length)

    walks: dict[int, _Walk] = {}
    heap: list[tuple[int, int, int, _Walk]] = []
    coming = [_alone(floor, depot, order) for order in orders]
    number = 0
    while coming:
        walk = coming.pop(0)
        for n, other in walks.items():
            if capacity.holds(walk.load.plus(other.load)):
                if should_stop():
                    return _filled([*walks.values(), walk, *coming], capacity, joined)
                both = joined(other, walk)
                saved = other.length_mm + walk.length_mm - both.length_mm
                heapq.heappush(heap, (-saved, n, number, both))
        walks[number] = walk
        number += 1
        while heap and not coming:
            _, one, two, both = heapq.heappop(heap)
            if one in walks and two in walks:
                del walks[one], walks[two]
                coming.append(both)
    return list(walks.values())


def _alone(floor: Floor, depot: Spot, order: Order) -> _Walk:
    length = length_mm(floor, depot, order.stops)
    return _Walk((order.id,), frozenset(order.stops), load_of(order), length)


def _filled(
    walks: Iterable[_Walk], capacity: Capacity, joined: Callable[[_Walk, _Walk], _Walk]
) -> list[_Walk]:
    """Return the walks put together first fit, in their order."""
    filled: list[_Walk] = []
    for walk in walks:
        for n, other in enumerate(filled):
            if capacity.holds(other.load.plus(walk.load)):
                filled[n] = joined(other, walk)
                break
        else:
            filled.append(walk)
    return filled
