"""The states of a tour that is built aisle by aisle, from left to right.

A partial tour is known by what touches the front and the back end of its last aisle: nothing,
an odd or an even number of edges, and whether both ends hang together. Two partial tours in the
same state can be completed in the same ways, so only the shortest of each is kept.

Source: H. D. Ratliff and A. S. Rosenthal, "Order-picking in a rectangular warehouse: a solvable
case of the traveling salesman problem", Operations Research 31 (1983), sections 2 and 3.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

NOTHING, ODD, EVEN = 0, 1, 2


class State(NamedTuple):
    """`front` and `back` are NOTHING, ODD or EVEN; `joined` matters where both are touched."""

    front: int
    back: int
    joined: bool


class Within(IntEnum):
    """How an aisle is walked: through once or twice, into it from an end, or from both ends."""

    PASS = 0
    TWICE = 1
    FRONT = 2
    BACK = 3
    GAP = 4


START = State(NOTHING, NOTHING, False)
CLOSED = (
    State(EVEN, NOTHING, False),
    State(NOTHING, EVEN, False),
    State(EVEN, EVEN, True),
)
"""In these states a tour may end: it hangs together, and every vertex has an even degree."""


def within(state: State, way: Within) -> State:
    """Return the state after the aisle is walked in a way."""
    front, back, joined = state
    match way:
        case Within.PASS:
            return State(_odd(front), _odd(back), True)
        case Within.TWICE:
            return State(front or EVEN, back or EVEN, True)
        case Within.FRONT:
            return State(front or EVEN, back, joined)
        case Within.BACK:
            return State(front, back or EVEN, joined)
        case Within.GAP:
            return State(front or EVEN, back or EVEN, joined)


def _odd(touched: int) -> int:
    return EVEN if touched == ODD else ODD


def across(state: State) -> list[tuple[int, int, State]]:
    """Return (edges at the front, edges at the back, state at the next aisle) of all useful ways
    to the next aisle: degrees become even, and no part of the tour is left behind."""
    found = []
    for front in _edges(state.front):
        for back in _edges(state.back):
            lost_front = state.front and not front and not (state.joined and back)
            lost_back = state.back and not back and not (state.joined and front)
            if (front or back) and not lost_front and not lost_back:
                both = bool(front and back)
                found.append((front, back, State(front, back, state.joined and both)))
    return found


def _edges(touched: int) -> tuple[int, ...]:
    """Return how many edges may leave a vertex: ODD and EVEN are the least numbers of edges."""
    return {NOTHING: (0,), ODD: (1,), EVEN: (0, 2)}[touched]


def _reachable() -> tuple[State, ...]:
    known, todo = {START}, [START]
    while todo:
        state = todo.pop()
        for way in Within:
            for _, _, following in across(within(state, way)):
                if following not in known:
                    known.add(following)
                    todo.append(following)
    return tuple(sorted(known))


STATES = _reachable()
"""In which a tour may arrive at an aisle."""
ON = tuple(
    tuple(
        (way, STATES.index(to), front, back)
        for way in Within
        for front, back, to in across(within(state, way))
    )
    for state in STATES
)
"""By state: (way within the aisle, next state, edges at the front, edges at the back)."""
LAST = tuple(tuple(way for way in Within if within(state, way) in CLOSED) for state in STATES)
"""By state: the ways within the last aisle that close the tour."""
