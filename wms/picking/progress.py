"""How far the work is, how fast it goes, and when it will be done if it goes on like this."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, bindparam, case, func, select

from wms.layout.models import Location
from wms.orders.models import Order
from wms.picking.models import Cluster, ClusterPlan, Pick, Wave
from wms.picking.rules import Pace, finish

WINDOW = timedelta(minutes=30)
"""What was done within it tells how fast the work goes now."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Lines of a wave, zone or carrier: `done` of `total`, and the predicted end of the rest.

    `finish_at` is None when nothing is left, or too little was done to tell (`is_known`).
    """

    name: str
    done: int
    total: int
    finish_at: datetime | None = None
    cut_off_at: datetime | None = None
    is_known: bool = True

    @property
    def is_late(self) -> bool:
        """Whether the rest will miss its cut-off."""
        at, until = self.finish_at, self.cut_off_at
        return at is not None and until is not None and at > until


_OPEN = func.sum(case((Pick.status == "open", 1), else_=0))
_COUNTED = func.sum(case((Pick.status.in_(("open", "picked", "short")), 1), else_=0))
_RUNNING = Order.status.in_(("released", "picked"))
_WAVES: Select[*tuple[Any, ...]] = (
    select(Wave.reference, _OPEN, _COUNTED, Wave.cut_off_at)
    .join(ClusterPlan, ClusterPlan.wave_id == Wave.id)
    .join(Pick, Pick.cluster_id == ClusterPlan.cluster_id)
    .where(Wave.warehouse_id == bindparam("warehouse_id"), Wave.status == "released")
    .group_by(Wave.id, Wave.reference, Wave.cut_off_at)
    .order_by(Wave.id)
)
_CLUSTERS: Select[*tuple[Any, ...]] = (
    select(Cluster.reference, _OPEN, _COUNTED)
    .join(Pick, Pick.cluster_id == Cluster.id)
    .where(Cluster.warehouse_id == bindparam("warehouse_id"), Cluster.status != "done")
    .group_by(Cluster.id, Cluster.reference)
    .order_by(Cluster.id)
)
_ZONES: Select[*tuple[Any, ...]] = (
    select(Location.zone, _OPEN, _COUNTED)
    .join(Pick, Pick.location_id == Location.id)
    .join(Order, Order.id == Pick.order_id)
    .where(Order.warehouse_id == bindparam("warehouse_id"), _RUNNING)
    .group_by(Location.zone)
    .order_by(Location.zone)
)
_CARRIERS: Select[*tuple[Any, ...]] = (
    select(
        Order.carrier_code,
        func.sum(case((Order.status.in_(("packed", "shipped")), 0), else_=1)),
        func.count(),
    )
    .where(
        Order.warehouse_id == bindparam("warehouse_id"),
        Order.status != "cancelled",
        (Order.shipped_at.is_(None)) | (Order.shipped_at >= bindparam("since")),
    )
    .group_by(Order.carrier_code)
    .order_by(Order.carrier_code)
)
_PICKED = (
    select(func.count(), func.min(Pick.ended_at))
    .join(Cluster, Cluster.id == Pick.cluster_id)
    .where(
        Cluster.warehouse_id == bindparam("warehouse_id"),
        Pick.status.in_(("picked", "short")),
        Pick.ended_at >= bindparam("since"),
    )
)
_SHIPPED = select(func.count(), func.min(Order.shipped_at)).where(
    Order.warehouse_id == bindparam("warehouse_id"), Order.shipped_at >= bindparam("since")
)


def pick_pace(conn: Connection, warehouse_id: int, *, at: datetime) -> Pace:
    """Return how fast lines are picked now."""
    return _pace(conn, _PICKED, warehouse_id, at)


def ship_pace(conn: Connection, warehouse_id: int, *, at: datetime) -> Pace:
    """Return how fast orders leave now."""
    return _pace(conn, _SHIPPED, warehouse_id, at)


def waves(conn: Connection, warehouse_id: int, pace: Pace, *, at: datetime) -> list[Progress]:
    """Return how far each released wave is; together they share the pace of all pickers."""
    rows = conn.execute(_WAVES, {"warehouse_id": warehouse_id}).all()
    ahead, found = 0, []
    for name, left, total, cut_off in rows:
        ahead += int(left)
        found.append(_progress(name, int(left), int(total), ahead, pace, cut_off, at))
    return found


def clusters(conn: Connection, warehouse_id: int) -> list[Progress]:
    """Return how far each walk is that is under way or waits for a picker."""
    rows = conn.execute(_CLUSTERS, {"warehouse_id": warehouse_id})
    return [Progress(name, int(total) - int(left), int(total)) for name, left, total in rows]


def zones(conn: Connection, warehouse_id: int, pace: Pace, *, at: datetime) -> list[Progress]:
    """Return how far the running work of each zone is, at the pace of all pickers."""
    rows = conn.execute(_ZONES, {"warehouse_id": warehouse_id}).all()
    everywhere = sum(int(row[1]) for row in rows)
    return [_progress(r[0], int(r[1]), int(r[2]), everywhere, pace, None, at) for r in rows]


def carriers(
    conn: Connection,
    warehouse_id: int,
    cut_offs: Mapping[str, datetime | None],
    pace: Pace,
    *,
    since: datetime,
    at: datetime,
) -> list[Progress]:
    """Return how many of each carrier's orders of this day (from `since`) are packed or gone, at
    the pace at which orders leave.

    The soonest cut-off is served first, so each waits for those before it.
    """
    rows: Sequence[Any] = conn.execute(
        _CARRIERS, {"warehouse_id": warehouse_id, "since": since}
    ).all()
    ends = sorted(rows, key=lambda row: (cut_offs.get(row[0]) is None, cut_offs.get(row[0]) or at))
    ahead, found = 0, []
    for name, left, total in ends:
        ahead += int(left)
        cut_off = cut_offs.get(name)
        found.append(_progress(name, int(left), int(total), ahead, pace, cut_off, at))
    return found


def _progress(
    name: str,
    left: int,
    total: int,
    ahead: int,
    pace: Pace,
    cut_off: datetime | None,
    at: datetime,
) -> Progress:
    end = finish(ahead, pace, at) if left else None
    return Progress(name, total - left, total, end, cut_off, end is not None or not left)


def _pace(conn: Connection, asked: Any, warehouse_id: int, at: datetime) -> Pace:
    row = conn.execute(asked, {"warehouse_id": warehouse_id, "since": at - WINDOW}).one()
    return Pace(int(row[0]), at - row[1] if row[1] is not None else timedelta())
