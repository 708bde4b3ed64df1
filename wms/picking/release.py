"""Turn orders with stock into clusters that pickers can claim."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from wms import jobs, settings
from wms.orders.allocate import FOR
from wms.orders.models import Order, OrderLine
from wms.picking.models import Cluster, ClusterOrder, Pick
from wms.picking.rules import Stops, group
from wms.stock import promises
from wms.stock.promises import Promised

BATCH = 40

_ALLOCATED = (
    select(Order.id, Order.priority)
    .where(Order.warehouse_id == bindparam("warehouse_id"), Order.status == "allocated")
    .order_by(Order.priority, Order.id)
    .limit(BATCH)
    .with_for_update(skip_locked=True)
)
_LINES = select(OrderLine.id, OrderLine.order_id).where(
    OrderLine.order_id.in_(bindparam("order_ids", expanding=True))
)
_CLUSTER = insert(Cluster).returning(Cluster.id)
_NAME = (
    update(Cluster).where(Cluster.id == bindparam("cluster_id")).values(reference=bindparam("name"))
)
_ORDERS = insert(ClusterOrder)
_PICKS = insert(Pick)
_RELEASED = (
    update(Order).where(Order.id == bindparam("order_id")).values(status="released", reason="")
)


def job(conn: Connection, payload: Mapping[str, Any], at: datetime) -> None:
    """Release one batch of allocated orders and wish for the next."""
    warehouse_id = int(payload["warehouse_id"])
    capacity = int(settings.load().data["picking"]["orders_per_cluster"])
    if release(conn, warehouse_id, capacity=capacity, at=at) == BATCH:
        jobs.put(conn, "release", {"warehouse_id": warehouse_id}, at=at)


def release(conn: Connection, warehouse_id: int, *, capacity: int, at: datetime) -> int:
    """Make clusters of up to `capacity` orders from one batch; returns the orders released."""
    rows = conn.execute(_ALLOCATED, {"warehouse_id": warehouse_id}).all()
    urgency = {row.id: row.priority for row in rows}
    promised = of_orders(conn, list(urgency))
    stops = [Stops(i, tuple(sorted({p.sequence for p, _ in promised[i]}))) for i in urgency]
    for members in group(stops, capacity):
        priority = min(urgency[order_id] for order_id in members)
        form(conn, warehouse_id, {m: promised[m] for m in members}, priority=priority, at=at)
    return len(urgency)


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
    orders: Mapping[int, Sequence[tuple[Promised, int]]],
    *,
    priority: int,
    at: datetime,
) -> int:
    """Make one cluster of `orders` with a pick for each promise, and return its id."""
    row = {"warehouse_id": warehouse_id, "reference": f"?{uuid.uuid4()}", "status": "open"}
    cluster_id = conn.execute(_CLUSTER, row | {"priority": priority, "created_at": at}).scalar_one()
    conn.execute(_NAME, {"cluster_id": cluster_id, "name": f"C-{cluster_id}"})
    places = enumerate(orders, 1)
    conn.execute(
        _ORDERS, [{"cluster_id": cluster_id, "order_id": o, "position": n} for n, o in places]
    )
    for order_id, given in orders.items():
        add_picks(conn, cluster_id, order_id, given)
    conn.execute(_RELEASED, [{"order_id": order_id} for order_id in orders])
    return cluster_id


def add_picks(
    conn: Connection, cluster_id: int, order_id: int, promises: Sequence[tuple[Promised, int]]
) -> None:
    """Add a pick to a cluster for each promise to an order."""
    rows = [
        {
            "cluster_id": cluster_id,
            "order_id": order_id,
            "order_line_id": line_id,
            "reservation_id": promised.reservation_id,
            "location_id": promised.location_id,
            "item_id": promised.item_id,
            "lot_id": promised.lot_id,
            "quantity": promised.quantity,
            "picked": 0,
            "status": "open",
            "sequence": promised.sequence,
        }
        for promised, line_id in promises
    ]
    if rows:
        conn.execute(_PICKS, rows)
