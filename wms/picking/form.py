"""Make a cluster: orders on one cart, a pick for each promise, in the order of the planned walk."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from wms.layout import faces
from wms.layout.faces import FaceRow
from wms.layout.ground import Ground
from wms.orders.allocate import FOR
from wms.orders.models import Order, OrderLine
from wms.picking import follow
from wms.picking.batches import Given, walk_of
from wms.picking.models import Cluster, ClusterOrder, ClusterPlan, Pick
from wms.stock import freed, promises
from wms.stock.promises import Promised

BEHIND = 1_000_000
"""Is added to the turn of picks that no planned walk knows of."""

_LINES = select(OrderLine.id, OrderLine.order_id).where(
    OrderLine.order_id.in_(bindparam("order_ids", expanding=True))
)
_CLUSTER = insert(Cluster).returning(Cluster.id)
_NAME = (
    update(Cluster).where(Cluster.id == bindparam("cluster_id")).values(reference=bindparam("name"))
)
_PLAN = insert(ClusterPlan)
_ORDERS = insert(ClusterOrder)
_PICKS = insert(Pick)
_RELEASED = (
    update(Order).where(Order.id == bindparam("order_id")).values(status="released", reason="")
)


def of_orders(conn: Connection, order_ids: Sequence[int]) -> dict[int, list[tuple[Promised, int]]]:
    """Return by order id what is promised to it, each with its order line."""
    owner = {row.id: row.order_id for row in conn.execute(_LINES, {"order_ids": list(order_ids)})}
    found: dict[int, list[tuple[Promised, int]]] = {order_id: [] for order_id in order_ids}
    for promised in promises.promised(conn, FOR, list(owner)):
        found[owner[promised.for_id]].append((promised, promised.for_id))
    return found


def form(
    conn: Connection,
    warehouse_id: int,
    orders: Given,
    *,
    priority: int,
    at: datetime,
    floor: Ground | None = None,
    wave_id: int | None = None,
    method: str = "cluster",
) -> int:
    """Make one cluster of `orders` with a pick for each promise, and return its id.

    Over a known `floor` the shortest walk is planned; without one the bins' own order is walked.
    """
    row = {"warehouse_id": warehouse_id, "reference": f"?{uuid.uuid4()}", "status": "open"}
    row |= {"method": method}
    cluster_id = conn.execute(_CLUSTER, row | {"priority": priority, "created_at": at}).scalar_one()
    conn.execute(_NAME, {"cluster_id": cluster_id, "name": f"C-{cluster_id}"})
    turns: Mapping[int, int] = {}
    if floor is not None:
        places = {p.location_id for given in orders.values() for p, _ in given}
        turns, length = walk_of(floor, places)
        plan = {"cluster_id": cluster_id, "wave_id": wave_id}
        conn.execute(_PLAN, plan | {"planned_mm": length, "least_mm": length})
    on_cart = enumerate(orders, 1)
    conn.execute(
        _ORDERS, [{"cluster_id": cluster_id, "order_id": o, "position": n} for n, o in on_cart]
    )
    conn.execute(_RELEASED, [{"order_id": order_id} for order_id in orders])
    waits = [add_picks(conn, cluster_id, o, given, turns) for o, given in orders.items()]
    if any(waits):
        follow.tell(conn, list(orders))
        freed.refill(conn, warehouse_id, at=at)
    return cluster_id


def add_picks(
    conn: Connection,
    cluster_id: int,
    order_id: int,
    promises: Sequence[tuple[Promised, int]],
    turns: Mapping[int, int],
) -> bool:
    """Add a pick to a cluster for each promise to an order; locations that have no turn on the walk
    yet come last, in their own order.

    Those whose pieces must first be brought to a pick face wait; tells whether there are any: then
    the order is to say so (`follow.tell`).
    """
    far = faces.off_face(conn, {(p.item_id, p.location_id) for p, _ in promises})
    rows = [
        {
            "cluster_id": cluster_id,
            "order_id": order_id,
            "order_line_id": line_id,
            "reservation_id": promised.reservation_id,
            "location_id": promised.location_id,
            "waits_at_id": _face(far.get((promised.item_id, promised.location_id))),
            "item_id": promised.item_id,
            "lot_id": promised.lot_id,
            "quantity": promised.quantity,
            "picked": 0,
            "status": "open",
            "sequence": turns.get(promised.location_id, BEHIND + promised.sequence),
        }
        for promised, line_id in promises
    ]
    if rows:
        conn.execute(_PICKS, rows)
    return bool(far)


def _face(face: FaceRow | None) -> int | None:
    return face.location_id if face else None
