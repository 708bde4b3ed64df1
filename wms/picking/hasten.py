"""Let a walk that waits for a picker be as urgent as the most urgent of its orders."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, case, func, select, update

from wms.orders.models import Order
from wms.picking.models import Cluster, ClusterOrder

_MINE = select(ClusterOrder.cluster_id).where(ClusterOrder.order_id == bindparam("order_id"))
_MOST_URGENT = (
    select(func.min(Order.priority))
    .join(ClusterOrder, ClusterOrder.order_id == Order.id)
    .where(ClusterOrder.cluster_id == Cluster.id)
    .scalar_subquery()
)
_HASTEN = (
    update(Cluster)
    .where(Cluster.id.in_(_MINE), Cluster.status == "open")
    .values(priority=case((Cluster.priority > _MOST_URGENT, _MOST_URGENT), else_=Cluster.priority))
)


def hasten(conn: Connection, order_id: int) -> None:
    """Give the unclaimed walks of an order its priority, where that is more urgent."""
    conn.execute(_HASTEN, {"order_id": order_id})
