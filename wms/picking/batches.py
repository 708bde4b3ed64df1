"""Ask what planning needs to know of orders with promised stock, and let it decide the walks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from wms.layout.ground import Ground, ground
from wms.picking.loads import goods_of
from wms.picking.rules import Cart, totes_needed
from wms.planning import batch, bound
from wms.planning.batch import Batch, Order
from wms.planning.budget import Looks
from wms.planning.route import tour
from wms.planning.travel import Spot
from wms.stock.promises import Promised

Given = Mapping[int, Sequence[tuple[Promised, int]]]
"""By order id what is promised to it, each with its order line."""

LOOKS = 20_000
"""How many joins of walks are tried for one plan; about a second's work."""


@dataclass(frozen=True, slots=True)
class Batched:
    """The walks of a plan, how long they are together, and what no plan can undercut."""

    ground: Ground
    orders: Mapping[int, Order]
    batches: Sequence[Batch]
    planned_mm: int
    least_mm: int


def batched(
    conn: Connection,
    warehouse_id: int,
    given: Given,
    urgency: Mapping[int, int],
    *,
    cart: Cart,
    method: str = "savings",
) -> Batched:
    """Return the walks for orders, which come most urgent first."""
    places = {p.location_id for promised in given.values() for p, _ in promised}
    floor = ground(conn, warehouse_id, places)
    orders = planning_orders(conn, floor, given, urgency, cart=cart)
    return decided(floor, list(orders.values()), cart, method)


def decided(floor: Ground, orders: Sequence[Order], cart: Cart, method: str) -> Batched:
    """Return the walks for orders over a known floor."""
    if method == "single":
        found = batch.single(floor.floor, floor.depot, orders)
    else:
        found = batch.savings(floor.floor, floor.depot, orders, cart.capacity, Looks(LOOKS))
    least = bound.least_mm(floor.floor, floor.depot, orders, cart.capacity)
    total = sum(walk.tour.length_mm for walk in found)
    return Batched(floor, {order.id: order for order in orders}, found, total, least)


def planning_orders(
    conn: Connection, floor: Ground, given: Given, urgency: Mapping[int, int], *, cart: Cart
) -> dict[int, Order]:
    """Return the orders as planning sees them."""
    goods = goods_of(conn, given)
    return {
        order_id: Order(
            order_id,
            tuple(sorted({floor.spots[p.location_id] for p, _ in promised})),
            totes_needed(goods[order_id], cart),
            goods[order_id].weight_grams,
            goods[order_id].volume_mm3,
            urgency.get(order_id, 0),
        )
        for order_id, promised in given.items()
    }


def walk_of(floor: Ground, location_ids: set[int]) -> tuple[dict[int, int], int]:
    """Return by location its turn on the shortest walk from 1, and the walk's length in mm."""
    found = tour(floor.floor, floor.depot, [floor.spots[i] for i in location_ids])
    return turns(floor, location_ids, found.stops), found.length_mm


def turns(floor: Ground, location_ids: set[int], stops: Sequence[Spot]) -> dict[int, int]:
    """Return by location its turn from 1 when `stops` are walked; bins of one spot in a row."""
    place = {spot: n for n, spot in enumerate(stops)}
    in_order = sorted(location_ids, key=lambda i: (place[floor.spots[i]], i))
    return {location_id: n for n, location_id in enumerate(in_order, 1)}
