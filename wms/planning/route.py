"""The shortest tour of one picker through a block of aisles with a front and a back cross aisle.

The tour begins and ends at the depot. It is found exactly, in time linear in the number of
aisles: by aisle, the shortest partial tour of each state is kept (see `subtours`).

Source: Ratliff and Rosenthal (1983); the depot is treated as one more place to visit, which the
paper's section 4 allows for any place in an aisle or at a corner.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from wms.planning.subtours import LAST, ON, START, STATES, Within
from wms.planning.travel import Floor, Spot, walk_mm

_FAR = 1 << 60
Step = tuple[int, Within, int, int]
"""The state before, the way within the aisle, the edges to the next one at front and back."""


@dataclass(frozen=True, slots=True)
class Tour:
    """`stops` in the order of the walk, without the depot; `length_mm` from depot to depot."""

    stops: tuple[Spot, ...]
    length_mm: int


def length_mm(floor: Floor, depot: Spot, stops: Iterable[Spot]) -> int:
    """Return the length of the shortest tour from the depot through all stops."""
    wanted = set(stops)
    if not wanted:
        return 0
    aisles, outside_mm = _aisles(floor, depot, wanted)
    if len(aisles) == 1:
        return _up_and_down_mm(aisles[0][1]) + outside_mm
    return _solved(floor, aisles)[0] + outside_mm


def tour(floor: Floor, depot: Spot, stops: Iterable[Spot]) -> Tour:
    """Return the shortest tour from the depot through all stops; equal stops are one.

    Of its two directions it is the one that comes to the left end of the floor first.
    """
    wanted = set(stops)
    if not wanted:
        return Tour((), 0)
    aisles, outside_mm = _aisles(floor, depot, wanted)
    entry = _inside(floor, depot)
    if len(aisles) == 1:
        walk = sorted(wanted, key=lambda spot: (spot < entry, abs(spot.y_mm - entry.y_mm)))
        return Tour(_from_left(walk), _up_and_down_mm(aisles[0][1]) + outside_mm)
    length, ways = _solved(floor, aisles)
    walk = _circuit(_edges(floor, aisles, ways), entry)
    order = dict.fromkeys(spot for spot in walk if spot in wanted)
    return Tour(_from_left(list(order)), length + outside_mm)


def onward(floor: Floor, here: Spot, depot: Spot, stops: Iterable[Spot]) -> Tour:
    """Return a walk from `here` through all stops to the depot.

    It follows the shortest closed tour through all of them in its better direction; it is no
    proven optimum, for it ends elsewhere than it began.
    """
    wanted = set(stops)
    at_once = [here] if here in wanted else []
    closed = tour(floor, here, wanted | {_inside(floor, depot)})
    round_trip = [spot for spot in closed.stops if spot in wanted and spot != here]
    ways = (at_once + round_trip, at_once + round_trip[::-1])
    walked = [walk_mm(floor, [here, *way, depot]) for way in ways]
    best = min((0, 1), key=lambda n: walked[n])
    return Tour(tuple(ways[best]), walked[best])


def _from_left(stops: list[Spot]) -> tuple[Spot, ...]:
    return tuple(stops if stops[0] <= stops[-1] else stops[::-1])


def _inside(floor: Floor, spot: Spot) -> Spot:
    return Spot(spot.x_mm, min(max(spot.y_mm, floor.front_mm), floor.back_mm))


def _aisles(
    floor: Floor, depot: Spot, stops: Iterable[Spot]
) -> tuple[list[tuple[int, list[int]]], int]:
    """Return (x, the different y upwards) of each aisle with stops, and what is walked outside."""
    entry = _inside(floor, depot)
    ys: dict[int, set[int]] = defaultdict(set)
    for spot in (*stops, entry):
        ys[spot.x_mm].add(spot.y_mm)
    return [(x, sorted(ys[x])) for x in sorted(ys)], 2 * abs(depot.y_mm - entry.y_mm)


def _up_and_down_mm(ys: Sequence[int]) -> int:
    """Return the tour within one aisle, which need not come to its ends."""
    return 2 * (ys[-1] - ys[0])


def _costs(floor: Floor, ys: Sequence[int]) -> tuple[int, int, int, int, int]:
    """Return what each way within an aisle costs, in the order of `Within`."""
    whole = floor.aisle_mm
    gap = max((above - below for below, above in pairwise(ys)), default=0)
    return (
        whole,
        2 * whole,
        2 * (ys[-1] - floor.front_mm),
        2 * (floor.back_mm - ys[0]),
        2 * (whole - gap),
    )


def _solved(
    floor: Floor, aisles: Sequence[tuple[int, Sequence[int]]]
) -> tuple[int, list[tuple[Within, int, int]]]:
    """Return the least length over two aisles or more, and of each the way within it and the edges
    to the next."""
    best = [_FAR] * len(STATES)
    best[STATES.index(START)] = 0
    history: list[list[Step]] = []
    for (x, ys), (next_x, _) in pairwise(aisles):
        best, steps = _stepped(best, _costs(floor, ys), next_x - x)
        history.append(steps)
    costs = _costs(floor, aisles[-1][1])
    closed = ((state, way) for state in range(len(STATES)) for way in LAST[state])
    length, state, way = min((best[state] + costs[way], state, way) for state, way in closed)
    ways = [(way, 0, 0)]
    for steps in reversed(history):
        state, way, front, back = steps[state]
        ways.append((way, front, back))
    return length, ways[::-1]


def _stepped(
    best: Sequence[int], costs: Sequence[int], pitch_mm: int
) -> tuple[list[int], list[Step]]:
    """Return by state at the next aisle the least length, and how it came about."""
    reached = [_FAR] * len(STATES)
    steps: list[Step] = [(0, Within.PASS, 0, 0)] * len(STATES)
    for state, length in enumerate(best):
        if length == _FAR:
            continue
        for way, following, front, back in ON[state]:
            total = length + costs[way] + (front + back) * pitch_mm
            if total < reached[following]:
                reached[following] = total
                steps[following] = (state, way, front, back)
    return reached, steps


def _edges(
    floor: Floor,
    aisles: Sequence[tuple[int, Sequence[int]]],
    ways: Sequence[tuple[Within, int, int]],
) -> Mapping[Spot, list[Spot]]:
    """Return the tour as a multigraph: to each place, those to which one walks from there."""
    edges: dict[Spot, list[Spot]] = defaultdict(list)

    def join(one: Spot, other: Spot, times: int) -> None:
        if one != other:
            edges[one] += [other] * times
            edges[other] += [one] * times

    for n, (x, ys) in enumerate(aisles):
        way, front, back = ways[n]
        for below, above, times in _walked(floor, ys, way):
            join(Spot(x, below), Spot(x, above), times)
        if n + 1 < len(aisles):
            next_x = aisles[n + 1][0]
            join(Spot(x, floor.front_mm), Spot(next_x, floor.front_mm), front)
            join(Spot(x, floor.back_mm), Spot(next_x, floor.back_mm), back)
    return edges


def _walked(floor: Floor, ys: Sequence[int], way: Within) -> list[tuple[int, int, int]]:
    """Return (from, to, how often) of the parts of an aisle that are walked."""
    parts = list(pairwise([floor.front_mm, *ys, floor.back_mm]))
    match way:
        case Within.PASS:
            return [(*part, 1) for part in parts]
        case Within.FRONT:
            parts = parts[:-1]
        case Within.BACK:
            parts = parts[1:]
        case Within.GAP:
            gap = max(parts[1:-1], key=lambda part: part[1] - part[0], default=None)
            parts = [part for part in parts if part != gap]
        case Within.TWICE:
            pass
    return [(*part, 2) for part in parts]


def _circuit(edges: Mapping[Spot, list[Spot]], start: Spot) -> list[Spot]:
    """Return a closed walk over every edge once (Hierholzer 1873)."""
    left = {spot: list(others) for spot, others in edges.items()}
    stack, walk = [start], []
    while stack:
        here = stack[-1]
        if left.get(here):
            there = left[here].pop()
            left[there].remove(here)
            stack.append(there)
        else:
            walk.append(stack.pop())
    return walk[::-1]
