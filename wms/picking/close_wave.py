"""Close a wave when nothing of it is left to do."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select, update

from wms.orders.models import Order
from wms.picking.models import Cluster, ClusterPlan, Wave, WaveOrder

_OF = select(ClusterPlan.wave_id).where(ClusterPlan.cluster_id == bindparam("cluster_id"))
_LOCK = select(Wave.id).where(Wave.id == bindparam("wave_id")).with_for_update()
_CLOSE = (
    update(Wave)
    .where(
        Wave.id == bindparam("wave"),
        Wave.status == "released",
        ~select(ClusterPlan.cluster_id)
        .join(Cluster, Cluster.id == ClusterPlan.cluster_id)
        .where(ClusterPlan.wave_id == Wave.id, Cluster.status != "done")
        .exists(),
        ~select(WaveOrder.order_id)
        .join(Order, Order.id == WaveOrder.order_id)
        .where(WaveOrder.wave_id == Wave.id, Order.status == "allocated")
        .exists(),
    )
    .values(status="closed", closed_at=bindparam("at"))
)
_LEAVE = delete(WaveOrder).where(
    WaveOrder.wave_id == bindparam("wave_id"),
    WaveOrder.order_id.in_(select(Order.id).where(Order.status.in_(("accepted", "waiting")))),
)


def close(conn: Connection, cluster_id: int, *, at: datetime) -> None:
    """Close the wave of a cluster that is done, unless others of it are walked or wait.

    Orders that lost their stock meanwhile leave it then, and may come into another.

    The wave is locked first: of two clusters that end together, the later one sees the other.
    """
    wave_id = conn.execute(_OF, {"cluster_id": cluster_id}).scalar()
    if wave_id is not None:
        conn.execute(_LOCK, {"wave_id": wave_id})
        if conn.execute(_CLOSE, {"wave": wave_id, "at": at}).rowcount:
            conn.execute(_LEAVE, {"wave_id": wave_id})
