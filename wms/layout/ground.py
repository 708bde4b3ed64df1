"""The floor as planning sees it: where the depot is, where the bins are, how long the aisles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select

from wms.layout.models import KEPT, Location
from wms.planning.travel import Floor, Spot, floor_of

_ENDS = select(func.min(Location.y_mm), func.max(Location.y_mm)).where(
    Location.warehouse_id == bindparam("warehouse_id"), Location.kind.in_(KEPT)
)
_DEPOT: Select[*tuple[Any, ...]] = (
    select(Location.x_mm, Location.y_mm)
    .where(Location.warehouse_id == bindparam("warehouse_id"), Location.kind.in_(("pack", "cart")))
    .order_by(Location.kind.desc(), Location.sequence, Location.code)
    .limit(1)
)
_SPOTS = select(Location.id, Location.x_mm, Location.y_mm).where(
    Location.id.in_(bindparam("location_ids", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Ground:
    """Walks begin and end at `depot`, where picked goods are packed; `spots` by location id."""

    floor: Floor
    depot: Spot
    spots: Mapping[int, Spot]


def ground(conn: Connection, warehouse_id: int, location_ids: Iterable[int]) -> Ground:
    """Return the floor of a warehouse with the spots of some locations."""
    ends = conn.execute(_ENDS, {"warehouse_id": warehouse_id}).one()
    floor = floor_of([Spot(0, y) for y in ends if y is not None])
    depot = conn.execute(_DEPOT, {"warehouse_id": warehouse_id}).first()
    asked = {"location_ids": sorted(set(location_ids))}
    rows = conn.execute(_SPOTS, asked) if asked["location_ids"] else ()
    spots = {row.id: Spot(row.x_mm, row.y_mm) for row in rows}
    return Ground(floor, Spot(*depot) if depot else Spot(0, floor.front_mm), spots)
