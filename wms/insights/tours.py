"""The walks of a wave, stop by stop, as they are planned: for the map, and as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select

from wms.layout.ground import Ground, ground
from wms.layout.models import Location
from wms.picking.models import Cluster, ClusterPlan, Pick
from wms.planning.route import length_mm
from wms.planning.travel import Floor, Spot, walk_mm


@dataclass(frozen=True, slots=True)
class TourStop:
    """One bin of a walk, in its order; `left` of `lines` are still to be picked."""

    place_id: int
    code: str
    lines: int
    left: int


@dataclass(frozen=True, slots=True)
class ClusterTour:
    """The walk of one cluster. `spots` lead from the depot through all stops and back."""

    cluster: str
    status: str
    stops: tuple[TourStop, ...]
    spots: tuple[Spot, ...]
    walk_mm: int
    least_mm: int


_STOPS: Select[*tuple[Any, ...]] = (
    select(
        Cluster.reference,
        Cluster.status,
        Pick.location_id,
        Location.code,
        func.count(),
        func.count().filter(Pick.status == "open"),
        func.min(Pick.sequence).label("sequence"),
    )
    .join(ClusterPlan, ClusterPlan.cluster_id == Cluster.id)
    .join(Pick, Pick.cluster_id == Cluster.id)
    .join(Location, Location.id == Pick.location_id)
    .where(ClusterPlan.wave_id == bindparam("wave_id"), Pick.status != "cancelled")
    .group_by(Cluster.id, Cluster.reference, Cluster.status, Pick.location_id, Location.code)
    .order_by(Cluster.id, func.min(Pick.sequence), Location.code)
)


def of_wave(conn: Connection, warehouse_id: int, wave_id: int) -> tuple[Ground, list[ClusterTour]]:
    """Return the floor of a warehouse and the walks of a wave's clusters in their order."""
    rows = conn.execute(_STOPS, {"wave_id": wave_id}).all()
    floor = ground(conn, warehouse_id, [row.location_id for row in rows])
    found = groupby(rows, key=lambda row: (row.reference, row.status))
    return floor, [_tour(floor, *key, list(group)) for key, group in found]


def _tour(on: Ground, cluster: str, status: str, rows: Sequence[Any]) -> ClusterTour:
    stops = tuple(TourStop(row[2], row[3], int(row[4]), int(row[5])) for row in rows)
    spots = [on.depot, *(on.spots[stop.place_id] for stop in stops), on.depot]
    least = length_mm(on.floor, on.depot, spots[1:-1])
    return ClusterTour(cluster, status, stops, tuple(spots), walk_mm(on.floor, spots), least)


def path(floor: Floor, spots: Sequence[Spot]) -> list[Spot]:
    """Return the corners of a walk: aisles are changed at the front or at the back, as the
    shorter way goes (see `wms.planning.travel`)."""
    found: list[Spot] = list(spots[:1])
    for one, other in pairwise(spots):
        if one.x_mm != other.x_mm:
            ends = (floor.front_mm, floor.back_mm)
            end = min(ends, key=lambda y: abs(one.y_mm - y) + abs(other.y_mm - y))
            found += [Spot(one.x_mm, end), Spot(other.x_mm, end)]
        found.append(other)
    return [spot for n, spot in enumerate(found) if n == 0 or spot != found[n - 1]]
