"""What may be asked about waves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select

from wms.errors import Refused
from wms.people.models import Worker
from wms.picking import standing
from wms.picking.eligible import Standing, Wanted, choose, why_not
from wms.picking.models import Cluster, ClusterOrder, ClusterPlan, Pick, Wave, WaveOrder
from wms.text import T, Words


@dataclass(frozen=True, slots=True)
class WaveRow:
    id: int
    warehouse_id: int
    reference: str
    status: str
    template: str
    carrier_code: str
    cut_off_at: datetime | None
    planned_mm: int
    least_mm: int
    orders: int


@dataclass(frozen=True, slots=True)
class ClusterRow:
    """A cluster as it is planned and as far as it is; `open` picks of `lines` are left."""

    reference: str
    status: str
    worker: str
    orders: int
    lines: int
    open: int
    planned_mm: int
    least_mm: int = 0


_WAVES: Select[*tuple[Any, ...]] = select(
    Wave.id,
    Wave.warehouse_id,
    Wave.reference,
    Wave.status,
    Wave.template,
    Wave.carrier_code,
    Wave.cut_off_at,
    Wave.planned_mm,
    Wave.least_mm,
    select(func.count()).where(WaveOrder.wave_id == Wave.id).scalar_subquery(),
)
_BY_REFERENCE = _WAVES.where(Wave.reference == bindparam("reference"))
_OF_WAREHOUSE = _WAVES.where(Wave.warehouse_id == bindparam("warehouse_id")).order_by(Wave.id)


def _picks(*more: Any) -> Any:
    asked = select(func.count()).where(Pick.cluster_id == Cluster.id, *more)
    return asked.scalar_subquery()


_CLUSTERS: Select[*tuple[Any, ...]] = (
    select(
        Cluster.reference,
        Cluster.status,
        func.coalesce(Worker.name, ""),
        select(func.count()).where(ClusterOrder.cluster_id == Cluster.id).scalar_subquery(),
        _picks(),
        _picks(Pick.status.in_(("open", "skipped"))),
        ClusterPlan.planned_mm,
        ClusterPlan.least_mm,
    )
    .join(ClusterPlan, ClusterPlan.cluster_id == Cluster.id)
    .outerjoin(Worker, Worker.id == Cluster.worker_id)
    .where(ClusterPlan.wave_id == bindparam("wave_id"))
    .order_by(Cluster.id)
)
_MEMBERS = (
    select(WaveOrder.order_id)
    .where(WaveOrder.wave_id == bindparam("wave_id"))
    .order_by(WaveOrder.order_id)
)
_WAVE_OF = select(Wave.status).join(WaveOrder).where(WaveOrder.order_id == bindparam("order_id"))


def wave(conn: Connection, reference: str) -> WaveRow:
    """Return the wave that people call `reference`.

    :raises Refused: there is none.
    """
    row = conn.execute(_BY_REFERENCE, {"reference": reference}).first()
    if row is None:
        words = T("There is no wave {wave}", wave=reference)
        raise Refused("wave.unknown", words, T("See them all: wms wave list"))
    return WaveRow(*row)


def all_of(conn: Connection, warehouse_id: int) -> list[WaveRow]:
    """Return the waves of a warehouse, the oldest first."""
    rows = conn.execute(_OF_WAREHOUSE, {"warehouse_id": warehouse_id})
    return [WaveRow(*row) for row in rows]


def clusters(conn: Connection, wave_id: int) -> list[ClusterRow]:
    """Return the clusters of a wave."""
    return [ClusterRow(*row) for row in conn.execute(_CLUSTERS, {"wave_id": wave_id})]


def members(conn: Connection, wave_id: int) -> list[Standing]:
    """Return the orders of a wave, as far as they are."""
    return standing.of(conn, list(conn.execute(_MEMBERS, {"wave_id": wave_id}).scalars()))


def of_wave(conn: Connection, row: WaveRow) -> Wanted:
    """Return what a wave that was made is for."""
    carriers = (row.carrier_code,) if row.carrier_code else ()
    zone = standing.zone_of(conn, row.warehouse_id)
    return Wanted(carriers=carriers, cut_off_at=row.cut_off_at, zone=zone)


def why_not_in_wave(conn: Connection, order_id: int, row: WaveRow) -> Words:
    """Say why an order is not in a wave that was made, or that it is in it."""
    order = _standing(conn, order_id)
    if order.wave == row.reference:
        return T("It is in {wave}", wave=row.reference)
    why = why_not(order, of_wave(conn, row))
    if why:
        return why
    if row.status == "planned":
        return T("It was not chosen when {wave} was planned", wave=row.reference)
    return T("{wave} was released without it", wave=row.reference)


def why_not_next(conn: Connection, order_id: int, warehouse_id: int, wanted: Wanted) -> Words:
    """Say why an order would not be in a wave that was made now; "" when it would."""
    order = _standing(conn, order_id)
    why = why_not(order, wanted)
    if why:
        return why
    _, left_out = choose(standing.not_released(conn, warehouse_id), wanted)
    return next((words for other, words in left_out if other.id == order_id), "")


def _standing(conn: Connection, order_id: int) -> Standing:
    return standing.of(conn, [order_id])[0]
