"""A wave that is played before it is released; when work that goes on like this will be done."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from wms.picking.rules import Pace, finish
from wms.planning.simulate import Crew, Walk, simulate, walk_seconds

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def crew(pickers: int = 1, benches: int = 1) -> Crew:
    return Crew(pickers, benches, 1000, pick_seconds=10, walk_seconds=60, pack_seconds=50)


WALKS = st.lists(
    st.tuples(st.integers(1, 4), st.integers(0, 10**6), st.integers(1, 30)), max_size=12
)


def walks_of(drawn: list[tuple[int, int, int]]) -> list[Walk]:
    found, n = [], 0
    for orders, length, lines in drawn:
        found.append(Walk(tuple(range(n, n + orders)), length, lines))
        n += orders
    return found


def test_one_walk_is_picked_and_its_orders_packed_one_after_the_other() -> None:
    result = simulate([Walk((1, 2), 30_000, 3)], crew())
    assert result.picked_seconds == 60 + 30 + 30
    assert result.ready_seconds == {1: 170, 2: 220}
    assert result.packed_seconds == 220
    assert result.queue == 1, "the second waits while the first is packed"


def test_two_pickers_and_two_benches_do_it_side_by_side() -> None:
    walks = [Walk((1,), 0, 1), Walk((2,), 0, 1)]
    assert simulate(walks, crew(2, 2)).ready_seconds == {1: 120, 2: 120}
    assert simulate(walks, crew(1, 1)).ready_seconds == {1: 120, 2: 190}


def test_nothing_takes_no_time() -> None:
    result = simulate([], crew())
    assert (result.picked_seconds, result.packed_seconds, result.queue) == (0, 0, 0)


@given(WALKS, st.integers(1, 5), st.integers(1, 5))
def test_no_order_is_lost_and_no_crew_beats_its_own_work(
    drawn: list[tuple[int, int, int]], pickers: int, benches: int
) -> None:
    walks, team = walks_of(drawn), crew(pickers, benches)
    result = simulate(walks, team)
    orders = [order for walk in walks for order in walk.orders]
    assert sorted(result.ready_seconds) == orders
    work = sum(walk_seconds(walk, team) for walk in walks)
    assert result.picked_seconds >= max(
        [-(-work // pickers), *(walk_seconds(walk, team) for walk in walks)], default=0
    )
    assert result.packed_seconds * benches >= len(orders) * team.pack_seconds
    assert result.queue <= len(orders)


@given(WALKS)
def test_more_benches_are_never_slower(drawn: list[tuple[int, int, int]]) -> None:
    walks = walks_of(drawn)
    assert simulate(walks, crew(2, 2)).packed_seconds >= simulate(walks, crew(2, 3)).packed_seconds


def test_the_end_is_told_at_the_pace_of_now_and_not_guessed_from_too_little() -> None:
    assert finish(30, Pace(10, timedelta(minutes=10)), NOON) == NOON + timedelta(minutes=30)
    assert finish(30, Pace(4, timedelta(minutes=10)), NOON) is None
    assert finish(30, Pace(10, timedelta()), NOON) is None
