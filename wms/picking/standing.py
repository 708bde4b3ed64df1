"""Ask how far orders are, as far as waves care."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select

from wms.layout.models import Warehouse
from wms.orders.models import Order, OrderLine
from wms.people.models import Worker
from wms.picking.eligible import Standing
from wms.picking.models import Cluster, ClusterOrder, Wave, WaveOrder

_LINES = (
    select(func.count())
    .select_from(OrderLine)
    .where(OrderLine.order_id == Order.id)
    .scalar_subquery()
)
_STANDING: Select[*tuple[Any, ...]] = (
    select(
        Order.id,
        Order.reference,
        Order.status,
        Order.reason,
        Order.priority,
        Order.carrier_code,
        Order.ship_by,
        Order.accepted_at,
        _LINES,
        func.coalesce(Wave.reference, ""),
    )
    .outerjoin(WaveOrder, WaveOrder.order_id == Order.id)
    .outerjoin(Wave, Wave.id == WaveOrder.wave_id)
    .order_by(Order.id)
)
_NOT_RELEASED = _STANDING.where(
    Order.warehouse_id == bindparam("warehouse_id"),
    Order.status.in_(("accepted", "waiting", "allocated")),
)
_THESE = _STANDING.where(Order.id.in_(bindparam("order_ids", expanding=True)))
_CLUSTERS = (
    select(ClusterOrder.order_id, Cluster.reference, func.coalesce(Worker.name, "").label("name"))
    .join(Cluster, Cluster.id == ClusterOrder.cluster_id)
    .outerjoin(Worker, Worker.id == Cluster.worker_id)
    .where(ClusterOrder.order_id.in_(bindparam("order_ids", expanding=True)))
    .order_by(Cluster.id)
)
_LOCK = (
    select(Order.id)
    .where(Order.id.in_(bindparam("order_ids", expanding=True)))
    .order_by(Order.id)
    .with_for_update()
)
_ZONE = select(Warehouse.timezone).where(Warehouse.id == bindparam("warehouse_id"))


def not_released(conn: Connection, warehouse_id: int) -> list[Standing]:
    """Return the orders of a warehouse that nobody picks yet."""
    rows = conn.execute(_NOT_RELEASED, {"warehouse_id": warehouse_id})
    return [Standing(*row) for row in rows]


def of(conn: Connection, order_ids: Sequence[int]) -> list[Standing]:
    """Return how far orders are, and on which cluster each is or was last."""
    if not order_ids:
        return []
    given = {"order_ids": list(order_ids)}
    on = {row.order_id: (row.reference, row.name) for row in conn.execute(_CLUSTERS, given)}
    found = [Standing(*row) for row in conn.execute(_THESE, given)]
    return [_on(order, *on.get(order.id, ("", ""))) for order in found]


def _on(order: Standing, cluster: str, worker: str) -> Standing:
    return replace(order, cluster=cluster, worker=worker)


def lock(conn: Connection, order_ids: Sequence[int]) -> None:
    """Lock orders until the transaction ends, in the order of their ids."""
    if order_ids:
        conn.execute(_LOCK, {"order_ids": list(order_ids)})


def zone_of(conn: Connection, warehouse_id: int) -> str:
    """Return the time zone of a warehouse."""
    return conn.execute(_ZONE, {"warehouse_id": warehouse_id}).scalar_one()
