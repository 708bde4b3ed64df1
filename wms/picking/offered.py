"""Which clusters a picker may be offered, and where each begins."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, or_, select

from wms.picking.models import Cluster, Pick
from wms.picking.queries import WAITS

AT_MOST = 50


@dataclass(frozen=True, slots=True)
class Walk:
    """A cluster: `locations` are those of its open picks in walking order; none, and only the
    totes are still to be set down."""

    id: int
    priority: int
    is_mine: bool
    locations: tuple[int, ...]


_CLUSTERS = (
    select(Cluster.id, Cluster.priority, Cluster.worker_id)
    .where(
        ~WAITS,
        or_(
            (Cluster.warehouse_id == bindparam("warehouse")) & (Cluster.status == "open"),
            (Cluster.status == "claimed") & (Cluster.worker_id == bindparam("worker")),
        ),
    )
    .order_by(Cluster.status, Cluster.priority, Cluster.id)
    .limit(AT_MOST)
)
_STOPS = (
    select(Pick.cluster_id, Pick.location_id)
    .where(
        Pick.cluster_id.in_(bindparam("ids", expanding=True)),
        Pick.status == "open",
        Pick.waits_at_id.is_(None),
    )
    .order_by(Pick.cluster_id, Pick.sequence, Pick.location_id)
)


def walks(conn: Connection, warehouse_id: int, worker_id: int) -> list[Walk]:
    """Return a worker's own unfinished clusters, else the most urgent open ones."""
    rows = conn.execute(_CLUSTERS, {"warehouse": warehouse_id, "worker": worker_id}).all()
    mine = [row for row in rows if row.worker_id == worker_id]
    stops: dict[int, list[int]] = {row.id: [] for row in mine or rows}
    for row in conn.execute(_STOPS, {"ids": list(stops)}) if stops else ():
        if row.location_id not in stops[row.cluster_id]:
            stops[row.cluster_id].append(row.location_id)
    return [
        Walk(row.id, row.priority, row.worker_id == worker_id, tuple(stops[row.id]))
        for row in mine or rows
    ]
