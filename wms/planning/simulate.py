"""Play a wave before it is released: walks go to pickers, what they bring queues at the benches.

Nothing is random: everybody works at the same steady pace, so the same wave plays the same way and
two waves can be compared. It tells when things would be done if nothing went wrong, not a promise.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Walk:
    """Orders of one walk, its length and how many lines are picked on it."""

    orders: tuple[int, ...]
    length_mm: int
    lines: int


@dataclass(frozen=True, slots=True)
class Crew:
    """Who is there, and how long things take.

    `walk_seconds` are for totes and hand-over, once a walk; `pack_seconds` are of one order.
    """

    pickers: int
    benches: int
    mm_per_second: int
    pick_seconds: int
    walk_seconds: int
    pack_seconds: int


@dataclass(frozen=True, slots=True)
class Simulated:
    """Seconds from the release: until all is picked, until all is packed, until each order is.

    `queue` is the most orders that wait at the benches at one time.
    """

    picked_seconds: int
    packed_seconds: int
    ready_seconds: Mapping[int, int]
    queue: int


def walk_seconds(walk: Walk, crew: Crew) -> int:
    """Return how long one walk takes."""
    walking = -(-walk.length_mm // crew.mm_per_second)
    return crew.walk_seconds + walking + walk.lines * crew.pick_seconds


def simulate(walks: Sequence[Walk], crew: Crew) -> Simulated:
    """Return what becomes of `walks`, taken up in their order by whoever is free first."""
    arrivals = _pick(walks, crew)
    ready: dict[int, int] = {}
    benches = [0] * max(crew.benches, 1)
    begins: list[int] = []
    for arrived, order in arrivals:
        begin = max(arrived, heapq.heappop(benches))
        ready[order] = begin + crew.pack_seconds
        begins.append(begin)
        heapq.heappush(benches, ready[order])
    picked = max((at for at, _ in arrivals), default=0)
    packed = max(ready.values(), default=0)
    return Simulated(picked, packed, ready, _longest(arrivals, begins))


def _pick(walks: Sequence[Walk], crew: Crew) -> list[tuple[int, int]]:
    """Return (when it comes to the benches, order), the first ones first."""
    pickers = [0] * max(crew.pickers, 1)
    arrivals = []
    for walk in walks:
        end = heapq.heappop(pickers) + walk_seconds(walk, crew)
        heapq.heappush(pickers, end)
        arrivals += [(end, order) for order in walk.orders]
    return sorted(arrivals, key=lambda arrival: arrival[0])


def _longest(arrivals: Sequence[tuple[int, int]], begins: Sequence[int]) -> int:
    """Return the most that waited at one time: come, and not begun."""
    changes = [(at, 1) for at, _ in arrivals] + [(at, -1) for at in begins]
    waiting = longest = 0
    for _, change in sorted(changes):
        waiting += change
        longest = max(longest, waiting)
    return longest
