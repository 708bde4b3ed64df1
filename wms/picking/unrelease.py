"""Take a wave back: what nobody has begun waits again with its stock, what has begun goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, or_, select, update

from wms.errors import Refused
from wms.orders.models import Order
from wms.people.models import Worker
from wms.picking import room
from wms.picking.models import Cluster, ClusterOrder, ClusterPlan, OrderTote, Pick, Wave
from wms.picking.rules import Cart
from wms.picking.totals import note_totals
from wms.text import T

_OF_WAVE = (
    select(Cluster.id, Cluster.reference, Cluster.status, Cluster.worker_id)
    .join(ClusterPlan, ClusterPlan.cluster_id == Cluster.id)
    .where(ClusterPlan.wave_id == bindparam("wave_id"))
    .order_by(Cluster.id)
    .with_for_update(of=Cluster)
)
_WAVE = (
    select(Wave.reference, Wave.status, Wave.warehouse_id)
    .where(Wave.id == bindparam("wave_id"))
    .with_for_update()
)
_BEGUN = (
    select(Cluster.id)
    .where(
        Cluster.id.in_(bindparam("cluster_ids", expanding=True)),
        or_(
            Cluster.status != "open",
            select(OrderTote.id).where(OrderTote.cluster_id == Cluster.id).exists(),
            select(Pick.id)
            .where(Pick.cluster_id == Cluster.id, (Pick.status != "open") | (Pick.picked > 0))
            .exists(),
        ),
    )
    .order_by(Cluster.id)
)
_NAMES = select(Worker.id, Worker.name).where(
    Worker.id.in_(bindparam("worker_ids", expanding=True))
)
_MEMBERS = select(ClusterOrder.order_id).where(
    ClusterOrder.cluster_id.in_(bindparam("cluster_ids", expanding=True))
)
_BACK = (
    update(Order)
    .where(Order.id == bindparam("order_id"), Order.status == "released")
    .values(status="allocated", reason="")
)
_REMOVE = tuple(
    delete(table).where(column.in_(bindparam("cluster_ids", expanding=True)))
    for table, column in (
        (Pick, Pick.cluster_id),
        (ClusterOrder, ClusterOrder.cluster_id),
        (ClusterPlan, ClusterPlan.cluster_id),
    )
)
_END = (
    update(Cluster)
    .where(Cluster.id == bindparam("cluster_id"))
    .values(status="done", done_at=bindparam("at"))
)
_LEFT = select(func.count()).where(ClusterPlan.wave_id == bindparam("wave_id"))
_PLANNED = (
    update(Wave).where(Wave.id == bindparam("of_wave")).values(status="planned", released_at=None)
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A cluster that had begun; `worker` is empty where nobody has it now."""

    cluster: str
    status: str
    worker: str


@dataclass(frozen=True, slots=True)
class TakenBack:
    """How many orders wait again, which clusters are no more, and which go on."""

    orders: int
    clusters: Sequence[str]
    kept: Sequence[Kept]


def unrelease(conn: Connection, *, wave_id: int, cart: Cart, at: datetime) -> TakenBack:
    """Take the clusters of a wave back that nobody has begun; its orders stay in the wave, with
    their stock. An urgent order that had joined one does not wait: it is released again at once.

    A cluster has begun when somebody has it, or anything of it was done. One that is claimed in
    this moment has begun: the claim holds its row.

    :raises Refused: the wave is not released, or all of it has begun.
    """
    rows = conn.execute(_OF_WAVE, {"wave_id": wave_id}).all()
    wave = conn.execute(_WAVE, {"wave_id": wave_id}).one()
    if wave.status != "released":
        words = T("{wave} is not released", wave=wave.reference)
        raise Refused("wave.not_released", words, T("See its state: wms wave list"))
    ids = [row.id for row in rows]
    begun = set(conn.execute(_BEGUN, {"cluster_ids": ids}).scalars()) if ids else set()
    free = [row for row in rows if row.id not in begun]
    if not free:
        raise Refused(
            "wave.begun",
            T("All of {wave} has begun", wave=wave.reference),
            T("Reassign its carts, or cancel its orders"),
        )
    orders = _remove(conn, [row.id for row in free], at)
    if not conn.execute(_LEFT, {"wave_id": wave_id}).scalar_one():
        conn.execute(_PLANNED, {"of_wave": wave_id})
    note_totals(conn, wave_id, cart=cart)
    room.tell(conn, wave.warehouse_id, at=at)
    kept = _kept(conn, [row for row in rows if row.id in begun])
    return TakenBack(orders, [row.reference for row in free], kept)


def _remove(conn: Connection, cluster_ids: Sequence[int], at: datetime) -> int:
    """Empty clusters that nobody has begun, and return how many orders they had. Their rows stay,
    so that their names are not given again."""
    given = {"cluster_ids": list(cluster_ids)}
    order_ids = sorted(conn.execute(_MEMBERS, given).scalars())
    for remove in _REMOVE:
        conn.execute(remove, given)
    conn.execute(_END, [{"cluster_id": number, "at": at} for number in cluster_ids])
    conn.execute(_BACK, [{"order_id": order_id} for order_id in order_ids])
    return len(order_ids)


def _kept(conn: Connection, rows: Sequence[Any]) -> list[Kept]:
    workers = [row.worker_id for row in rows if row.worker_id is not None]
    asked = conn.execute(_NAMES, {"worker_ids": workers}) if workers else ()
    names = {row.id: row.name for row in asked}
    return [Kept(r.reference, r.status, names.get(r.worker_id, "")) for r in rows]
