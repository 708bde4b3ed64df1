"""Give a cluster to another worker, or back to the pool: whoever had it walks on no further."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from wms.errors import Refused
from wms.people.models import Worker
from wms.picking import room
from wms.picking.models import Cluster
from wms.text import T

_CLUSTER = (
    select(Cluster.id, Cluster.warehouse_id, Cluster.status, Cluster.worker_id)
    .where(Cluster.reference == bindparam("reference"))
    .with_for_update()
)
_WORKER = select(Worker.id, Worker.name, Worker.is_active).where(Worker.login == bindparam("login"))
_BUSY = select(Cluster.reference).where(
    Cluster.worker_id == bindparam("worker"),
    Cluster.status == "claimed",
    Cluster.id != bindparam("cluster_id"),
)
_GIVE = (
    update(Cluster)
    .where(Cluster.id == bindparam("cluster_id"))
    .values(
        status=bindparam("new_status"), worker_id=bindparam("worker"), claimed_at=bindparam("when")
    )
)


@dataclass(frozen=True, slots=True)
class Reassigned:
    """Who had the cluster (None: nobody), and the name of who has it now ("": the pool)."""

    cluster_id: int
    before: int | None
    name: str


def reassign(conn: Connection, *, cluster: str, login: str, at: datetime) -> Reassigned:
    """Give the cluster with this reference to the worker `login`, or to the pool for "".

    What stands on the cart stays there; the next one goes on where it was left.

    :raises Refused: no such cluster or worker, it is done, they have it, or have another one.
    """
    row = conn.execute(_CLUSTER, {"reference": cluster}).first()
    if row is None:
        words = T("There is no cluster {cluster}", cluster=cluster)
        raise Refused("cluster.unknown", words, T("See a wave's: wms wave list WAVE"))
    if row.status == "done":
        raise Refused("cluster.done", T("{cluster} is done", cluster=cluster), T("Leave it"))
    worker_id, name = _taker(conn, login) if login else (None, "")
    if row.worker_id == worker_id:
        words = T("{cluster} is in the pool already", cluster=cluster)
        if name:
            words = T("{name} has {cluster} already", name=name, cluster=cluster)
        raise Refused("cluster.same", words, T("Leave it, or name another worker"))
    if worker_id is not None:
        _check_idle(conn, row.id, worker_id, name)
    new = {"new_status": "claimed" if login else "open", "worker": worker_id}
    conn.execute(_GIVE, new | {"cluster_id": row.id, "when": at if login else None})
    room.tell(conn, row.warehouse_id, at=at)
    return Reassigned(row.id, row.worker_id, name)


def _taker(conn: Connection, login: str) -> tuple[int, str]:
    worker = conn.execute(_WORKER, {"login": login}).first()
    if worker is None or not worker.is_active:
        words = T("There is no worker {login} at work", login=login)
        raise Refused("worker.unknown", words, T("See them all: wms user list"))
    return worker.id, worker.name


def _check_idle(conn: Connection, cluster_id: int, worker_id: int, name: str) -> None:
    other = conn.execute(_BUSY, {"worker": worker_id, "cluster_id": cluster_id}).scalar()
    if other is not None:
        raise Refused(
            "cluster.busy",
            T("{name} has {cluster} under way", name=name, cluster=other),
            T("Give that one to somebody else first"),
        )
