"""Who works on which cluster."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, case, func, select, update

from wms.errors import Refused
from wms.people.actor import Actor
from wms.picking import room
from wms.picking.models import Cluster, Pick
from wms.picking.queries import DOABLE, TOGETHER, WAITS
from wms.text import T

_MINE = (
    select(Cluster.id, WAITS.label("waits"))
    .where(Cluster.worker_id == bindparam("worker"), Cluster.status == "claimed")
    .order_by(case((WAITS, 1), else_=0), Cluster.claimed_at.desc(), Cluster.id)
    .limit(1)
)
_OWNER = select(Cluster.worker_id).where(Cluster.id == bindparam("cluster_id"))
# No key changes: picks that are added to the cluster need not wait for these locks.
_OWNER_NOW = _OWNER.with_for_update(key_share=True)
_NOW = (
    select(Cluster.worker_id, Cluster.status)
    .where(Cluster.id == bindparam("cluster_id"))
    .with_for_update(key_share=True)
)
_NEXT = (
    select(Cluster.id)
    .where(Cluster.warehouse_id == bindparam("warehouse"), Cluster.status == "open", DOABLE)
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
    """Return the cluster to work on: one's own unfinished one, else the most urgent open one. When
    one is taken, there may be room for the next.

    One's own of which all that is left waits for a pick face comes last: another is begun, and it
    is found again as soon as its goods are there.
    """
    mine = conn.execute(_MINE, {"worker": worker_id}).first()
    if mine is not None and not mine.waits:
        return int(mine.id)
    found = conn.execute(_NEXT, {"warehouse": warehouse_id}).scalar()
    if found is not None:
        conn.execute(_CLAIM, {"cluster_id": found, "worker": worker_id, "at": at})
        room.tell(conn, warehouse_id, at=at)
    return found if found is not None or mine is None else int(mine.id)


def take(conn: Connection, *, cluster_id: int, worker_id: int, at: datetime) -> bool:
    """Claim a cluster that was offered, and tell whether it is the worker's now: not when somebody
    else took it, or the worker has another one under way."""
    owner, status = conn.execute(_NOW, {"cluster_id": cluster_id}).one()
    if status == "claimed":
        return bool(owner == worker_id)
    mine = conn.execute(_MINE, {"worker": worker_id}).first()
    if status != "open" or (mine is not None and not mine.waits):
        return False
    conn.execute(_CLAIM, {"cluster_id": cluster_id, "worker": worker_id, "at": at})
    return True


def is_mine(conn: Connection, *, cluster_id: int, worker_id: int) -> bool:
    """Tell whether a worker still has a cluster."""
    return conn.execute(_OWNER, {"cluster_id": cluster_id}).scalar() == worker_id


def own(conn: Connection, *, cluster_id: int, actor: Actor) -> None:
    """Make sure that the actor has a cluster, and lock it until the transaction ends.

    :raises Refused: `pick.done` when nothing is left to do, `pick.taken_over` when somebody else
        has it.
    """
    worker_id, status = conn.execute(_NOW, {"cluster_id": cluster_id}).one()
    if status == "done":
        raise Refused("pick.done", T("Nothing is left to do on this cart"), T("Scan BACK"))
    if worker_id is None or (actor.worker_id is not None and worker_id != actor.worker_id):
        raise Refused(
            "pick.taken_over",
            T("Somebody else took this cart over"),
            T("Leave it to them and scan BACK"),
        )


def take_over(conn: Connection, *, cluster_id: int, worker_id: int, at: datetime) -> int | None:
    """Go on with a cluster that somebody else left, and return who had it; the station event
    records who took it.

    :raises Refused: it is finished, or this worker has another one under way.
    """
    mine = conn.execute(_MINE, {"worker": worker_id}).first()
    if mine is not None and not mine.waits and mine.id != cluster_id:
        raise Refused(
            "picking.busy",
            T("You have another cart under way"),
            T("Finish it first: choose PICK"),
        )
    owner = conn.execute(_OWNER_NOW, {"cluster_id": cluster_id}).scalar()
    values = {"cluster_id": cluster_id, "worker": worker_id, "at": at}
    if not conn.execute(_CLAIM, values).rowcount:
        raise Refused("picking.done", T("This cart is finished"), T("Choose PICK for the next"))
    return owner


_STOP = (Pick.id == bindparam("pick_id")) | (
    TOGETHER
    & (select(Cluster.method).where(Cluster.id == Pick.cluster_id).scalar_subquery() == "batch")
)
_BEHIND = update(Pick).where(_STOP, Pick.status == "open").values(sequence=bindparam("behind"))
_LAST = select(func.max(Pick.sequence)).where(Pick.cluster_id == bindparam("cluster_id"))


def skip(conn: Connection, *, cluster_id: int, pick_id: int, actor: Actor) -> None:
    """Put a pick, in a batch all of its stop, at the end of the walk.

    :raises Refused: somebody else has the cluster.
    """
    own(conn, cluster_id=cluster_id, actor=actor)
    last = conn.execute(_LAST, {"cluster_id": cluster_id}).scalar() or 0
    conn.execute(_BEHIND, {"pick_id": pick_id, "behind": last + 1})
