"""Who works on which cluster."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select, update

from wms.errors import Refused
from wms.picking.models import Cluster, Pick
from wms.text import T

_MINE = (
    select(Cluster.id)
    .where(Cluster.worker_id == bindparam("worker"), Cluster.status == "claimed")
    .order_by(Cluster.id)
    .limit(1)
)
_OWNER = select(Cluster.worker_id).where(Cluster.id == bindparam("cluster_id"))
_NEXT = (
    select(Cluster.id)
    .where(Cluster.warehouse_id == bindparam("warehouse"), Cluster.status == "open")
    .order_by(Cluster.priority, Cluster.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_CLAIM = (
    update(Cluster)
    .where(Cluster.id == bindparam("cluster_id"), Cluster.status != "done")
    .values(status="claimed", worker_id=bindparam("worker"), claimed_at=bindparam("at"))
)


def claim(conn: Connection, *, warehouse_id: int, worker_id: int, at: datetime) -> int | None:
    """Return the cluster to work on: one's own unfinished one, else the most urgent open one."""
    mine = conn.execute(_MINE, {"worker": worker_id}).scalar()
    if mine is not None:
        return mine
    found = conn.execute(_NEXT, {"warehouse": warehouse_id}).scalar()
    if found is not None:
        conn.execute(_CLAIM, {"cluster_id": found, "worker": worker_id, "at": at})
    return found


def is_mine(conn: Connection, *, cluster_id: int, worker_id: int) -> bool:
    """Tell whether a worker still has a cluster."""
    return conn.execute(_OWNER, {"cluster_id": cluster_id}).scalar() == worker_id


def take_over(conn: Connection, *, cluster_id: int, worker_id: int, at: datetime) -> None:
    """Go on with a cluster that somebody else left; the station event records who took it.

    :raises Refused: it is finished, or this worker has another one under way.
    """
    mine = conn.execute(_MINE, {"worker": worker_id}).scalar()
    if mine is not None and mine != cluster_id:
        raise Refused(
            "picking.busy",
            T("You have another cart under way"),
            T("Finish it first: choose PICK"),
        )
    values = {"cluster_id": cluster_id, "worker": worker_id, "at": at}
    if not conn.execute(_CLAIM, values).rowcount:
        raise Refused("picking.done", T("This cart is finished"), T("Choose PICK for the next"))


_BEHIND = (
    update(Pick)
    .where(Pick.id == bindparam("pick_id"), Pick.status == "open")
    .values(sequence=bindparam("behind"))
)
_LAST = select(func.max(Pick.sequence)).where(Pick.cluster_id == bindparam("cluster_id"))


def skip(conn: Connection, *, cluster_id: int, pick_id: int) -> None:
    """Put a pick at the end of the walk."""
    last = conn.execute(_LAST, {"cluster_id": cluster_id}).scalar() or 0
    conn.execute(_BEHIND, {"pick_id": pick_id, "behind": last + 1})
