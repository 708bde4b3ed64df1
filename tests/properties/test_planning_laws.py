"""Laws of planning: the tour is the shortest, joining saves, the bound is below every plan."""

from __future__ import annotations

from itertools import combinations, permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from wms.planning.batch import Capacity, Load, Order, load_of, savings, single
from wms.planning.bound import gap_percent, least_mm
from wms.planning.budget import Looks
from wms.planning.route import length_mm, onward, tour
from wms.planning.travel import Floor, Spot, distance_mm, walk_mm

FLOOR = Floor(0, 12)
SPOTS = st.builds(Spot, st.sampled_from((0, 3, 5, 6, 14)), st.integers(0, 12))
DEPOTS = st.builds(Spot, st.sampled_from((0, 4, 6, 20)), st.integers(-5, 12))
ORDERS = st.lists(
    st.tuples(st.lists(SPOTS, min_size=1, max_size=3), st.integers(1, 3), st.integers(0, 9)),
    min_size=1,
    max_size=9,
).map(
    lambda rows: [
        Order(n, tuple(stops), totes, grams, grams * 2, n % 2)
        for n, (stops, totes, grams) in enumerate(rows)
    ]
)
CAPACITIES = st.builds(
    Capacity, st.integers(0, 4), st.integers(3, 8), st.integers(0, 20), st.integers(0, 40)
)


@given(SPOTS, SPOTS, SPOTS)
def test_walking_is_a_metric(one: Spot, other: Spot, third: Spot) -> None:
    assert distance_mm(FLOOR, one, other) == distance_mm(FLOOR, other, one)
    assert (distance_mm(FLOOR, one, other) == 0) == (one == other)
    detour = distance_mm(FLOOR, one, third) + distance_mm(FLOOR, third, other)
    assert distance_mm(FLOOR, one, other) <= detour


@given(DEPOTS, st.lists(SPOTS, min_size=1, max_size=6))
@settings(max_examples=300, deadline=None)
def test_the_tour_is_as_short_as_the_best_of_all_orders(depot: Spot, stops: list[Spot]) -> None:
    found = tour(FLOOR, depot, stops)
    best = min(walk_mm(FLOOR, [depot, *way, depot]) for way in permutations(set(stops)))
    assert sorted(found.stops) == sorted(set(stops))
    assert walk_mm(FLOOR, [depot, *found.stops, depot]) == found.length_mm == best
    assert length_mm(FLOOR, depot, stops) == best


@given(DEPOTS, st.lists(SPOTS, max_size=6), SPOTS)
@settings(max_examples=100, deadline=None)
def test_one_more_stop_never_shortens_a_tour(depot: Spot, stops: list[Spot], more: Spot) -> None:
    assert length_mm(FLOOR, depot, stops) <= length_mm(FLOOR, depot, [*stops, more])


@given(SPOTS, DEPOTS, st.lists(SPOTS, max_size=6))
@settings(max_examples=100, deadline=None)
def test_the_rest_of_a_walk_visits_all_and_ends_at_the_depot(
    here: Spot, depot: Spot, stops: list[Spot]
) -> None:
    rest = onward(FLOOR, here, depot, stops)
    assert sorted(rest.stops) == sorted(set(stops))
    assert rest.length_mm == walk_mm(FLOOR, [here, *rest.stops, depot])
    home = max(distance_mm(FLOOR, spot, depot) for spot in (here, *stops))
    assert rest.length_mm <= length_mm(FLOOR, depot, [here, *stops]) + home


@given(DEPOTS, ORDERS, CAPACITIES, st.sampled_from((0, 3, 10_000)))
@settings(max_examples=150, deadline=None)
def test_a_plan_takes_every_order_once_and_loads_no_cart_too_much(
    depot: Spot, orders: list[Order], capacity: Capacity, looks: int
) -> None:
    known = {order.id: order for order in orders}
    batches = savings(FLOOR, depot, orders, capacity, Looks(looks))
    assert sorted(o for batch in batches for o in batch.orders) == sorted(known)
    for batch in batches:
        load = Load()
        for order_id in batch.orders:
            load = load.plus(load_of(known[order_id]))
        assert len(batch.orders) == 1 or capacity.holds(load)
        assert len({known[order_id].urgency for order_id in batch.orders}) == 1
        wanted = {spot for order_id in batch.orders for spot in known[order_id].stops}
        assert set(batch.tour.stops) == wanted
    urgency = [known[batch.orders[0]].urgency for batch in batches]
    assert urgency == sorted(urgency)


@given(DEPOTS, ORDERS, CAPACITIES, st.sampled_from((0, 3, 10_000)))
@settings(max_examples=150, deadline=None)
def test_a_plan_is_not_below_its_bound_and_not_above_one_order_a_walk(
    depot: Spot, orders: list[Order], capacity: Capacity, looks: int
) -> None:
    batches = savings(FLOOR, depot, orders, capacity, Looks(looks))
    planned = sum(batch.tour.length_mm for batch in batches)
    alone = sum(batch.tour.length_mm for batch in single(FLOOR, depot, orders))
    least = least_mm(FLOOR, depot, orders, capacity)
    assert least <= planned <= alone
    assert gap_percent(planned, least) >= 0


@given(DEPOTS, ORDERS.map(lambda orders: orders[:5]), CAPACITIES)
@settings(max_examples=60, deadline=None)
def test_no_plan_at_all_is_below_the_bound(
    depot: Spot, orders: list[Order], capacity: Capacity
) -> None:
    best = _best(depot, tuple(orders), capacity)
    assert least_mm(FLOOR, depot, orders, capacity) <= best


def _best(depot: Spot, orders: tuple[Order, ...], capacity: Capacity) -> int:
    """Return the least walking of all ways to put whole orders on carts."""
    if not orders:
        return 0
    first, others = orders[0], orders[1:]
    found = []
    for size in range(len(others) + 1):
        for along in combinations(others, size):
            load = load_of(first)
            for order in along:
                load = load.plus(load_of(order))
            if along and not capacity.holds(load):
                continue
            stops = {spot for order in (first, *along) for spot in order.stops}
            rest = tuple(order for order in others if order not in along)
            found.append(length_mm(FLOOR, depot, stops) + _best(depot, rest, capacity))
    return min(found)
