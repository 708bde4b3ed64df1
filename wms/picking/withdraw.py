"""Take an order off the carts: nothing more of it is picked, the others on the walk go on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select, update

from wms.picking import totes
from wms.picking.models import Cluster, ClusterOrder, Pick, WaveOrder

_CLUSTERS = (
    select(Cluster.id)
    .where(
        Cluster.id.in_(
            select(ClusterOrder.cluster_id).where(ClusterOrder.order_id == bindparam("order_id"))
        ),
        Cluster.status != "done",
    )
    .order_by(Cluster.id)
    .with_for_update(key_share=True)
)
_OPEN = (
    select(Pick.id)
    .where(Pick.order_id == bindparam("order_id"), Pick.status.in_(("open", "skipped")))
    .order_by(Pick.id)
    .with_for_update()
)
_END = (
    update(Pick)
    .where(Pick.id == bindparam("pick_id"))
    .values(status="cancelled", ended_at=bindparam("at"))
)

_LEAVE_WAVE = delete(WaveOrder).where(WaveOrder.order_id == bindparam("order_id"))


def lock(conn: Connection, order_id: int) -> list[int]:
    """Return the unfinished clusters that an order is in, locked until the transaction ends."""
    return list(conn.execute(_CLUSTERS, {"order_id": order_id}).scalars())


def lock_picks(conn: Connection, order_id: int) -> list[int]:
    """Return the picks of an order that are not done, locked until the transaction ends: what was
    picked of it changes no more."""
    return list(conn.execute(_OPEN, {"order_id": order_id}).scalars())


def end_picks(conn: Connection, order_id: int, *, at: datetime) -> int:
    """End the picks of an order that are not done, and return how many there were."""
    ids = lock_picks(conn, order_id)
    if ids:
        conn.execute(_END, [{"pick_id": pick_id, "at": at} for pick_id in ids])
    return len(ids)


def leave_wave(conn: Connection, order_id: int) -> None:
    """Take an order out of its wave, if it is in one."""
    conn.execute(_LEAVE_WAVE, {"order_id": order_id})


def leave(conn: Connection, order_id: int, *, at: datetime) -> None:
    """Free the totes of an order that hold nothing, and end the clusters where nothing is left."""
    totes.free_empty(conn, order_id)
    for cluster_id in lock(conn, order_id):
        totes.finish(conn, cluster_id, at=at)
