"""Plan the rest of a walk anew, because picks came to it while it was walked."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select, update

from wms.layout.ground import Ground, ground
from wms.picking.batches import turns
from wms.picking.models import Cluster, Pick
from wms.planning.route import onward
from wms.planning.travel import Spot

_WAREHOUSE = select(Cluster.warehouse_id).where(Cluster.id == bindparam("cluster_id"))
_OPEN = (
    select(Pick.id, Pick.location_id)
    .where(Pick.cluster_id == bindparam("cluster_id"), Pick.status == "open")
    .order_by(Pick.id)
)
_OPEN_NOW = _OPEN.with_for_update(skip_locked=True)
_HERE = (
    select(Pick.location_id)
    .where(Pick.cluster_id == bindparam("cluster_id"), Pick.picked > 0)
    .order_by(Pick.ended_at.desc(), Pick.id.desc())
    .limit(1)
)
_TURN = update(Pick).where(Pick.id == bindparam("pick_id")).values(sequence=bindparam("turn"))


@dataclass(frozen=True, slots=True)
class Rest:
    """What is still to be walked: from which location (None is the depot), to which ones."""

    here: int | None
    to: frozenset[int]


def rest_of(conn: Connection, cluster_id: int) -> Rest:
    """Return what is still to be walked of a cluster."""
    here = conn.execute(_HERE, {"cluster_id": cluster_id}).scalar()
    rows = conn.execute(_OPEN, {"cluster_id": cluster_id})
    return Rest(here, frozenset(row.location_id for row in rows))


def walked_mm(floor: Ground, rest: Rest, more: frozenset[int] = frozenset()) -> int:
    """Return how far the rest of a walk is with `more` locations."""
    stops = [floor.spots[i] for i in rest.to | more]
    return onward(floor.floor, _here(floor, rest), floor.depot, stops).length_mm


def replan(conn: Connection, cluster_id: int) -> None:
    """Give all open picks of a cluster their turn on the rest of the walk.

    A pick that somebody has in hand this very moment is let alone: it needs no turn any more.
    """
    warehouse_id = conn.execute(_WAREHOUSE, {"cluster_id": cluster_id}).scalar_one()
    here = conn.execute(_HERE, {"cluster_id": cluster_id}).scalar()
    picks = conn.execute(_OPEN_NOW, {"cluster_id": cluster_id}).all()
    if not picks:
        return
    rest = Rest(here, frozenset(row.location_id for row in picks))
    floor = ground(conn, warehouse_id, [*rest.to, *([here] if here else [])])
    stops = [floor.spots[i] for i in rest.to]
    walk = onward(floor.floor, _here(floor, rest), floor.depot, stops)
    order = turns(floor, set(rest.to), walk.stops)
    conn.execute(_TURN, [{"pick_id": p.id, "turn": order[p.location_id]} for p in picks])


def _here(floor: Ground, rest: Rest) -> Spot:
    return floor.spots[rest.here] if rest.here else floor.depot
