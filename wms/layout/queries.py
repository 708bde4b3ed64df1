"""What may be asked about locations."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from wms.errors import Refused
from wms.layout.models import CROSS_ZONE, KEPT, Location, Warehouse
from wms.text import T


@dataclass(frozen=True, slots=True)
class LocationRow:
    id: int
    warehouse_id: int
    code: str
    kind: str
    zone: str
    aisle: int
    bay: int
    level: int
    x_mm: int
    y_mm: int
    z_mm: int
    length_mm: int
    width_mm: int
    height_mm: int
    max_weight_grams: int
    sequence: int

    @property
    def volume_mm3(self) -> int:
        """Inner volume; 0 where it is not limited."""
        return self.length_mm * self.width_mm * self.height_mm


_LOCATIONS: Select[*tuple[Any, ...]] = select(
    *(getattr(Location, name) for name in LocationRow.__dataclass_fields__)
)
_BY_CODE = _LOCATIONS.where(Location.code == bindparam("code"))
_BY_ID = _LOCATIONS.where(Location.id == bindparam("location_id"))
_BY_CODES = _LOCATIONS.where(Location.code.in_(bindparam("codes", expanding=True)))
_BY_IDS = _LOCATIONS.where(Location.id.in_(bindparam("ids", expanding=True)))
_OF_KIND = _LOCATIONS.where(
    Location.warehouse_id == bindparam("warehouse_id"), Location.kind == bindparam("kind")
).order_by(Location.sequence, Location.code)
_BINS = _LOCATIONS.where(
    Location.warehouse_id == bindparam("warehouse_id"), Location.kind.in_(KEPT)
).order_by(Location.sequence, Location.code)

_CROSS = _BINS.where(Location.zone == CROSS_ZONE)


def by_code(conn: Connection, code: str) -> LocationRow | None:
    """Return the location inside a building whose label says `code`."""
    row = conn.execute(_BY_CODE, {"code": code}).first()
    return LocationRow(*row) if row and row.id > 0 else None


def by_codes(conn: Connection, codes: Collection[str]) -> dict[str, LocationRow]:
    """Return the locations inside a building that have any of these codes, by code."""
    rows = conn.execute(_BY_CODES, {"codes": list(codes)}) if codes else ()
    return {row.code: LocationRow(*row) for row in rows if row.id > 0}


def by_ids(conn: Connection, ids: Collection[int]) -> dict[int, LocationRow]:
    """Return locations by id."""
    rows = conn.execute(_BY_IDS, {"ids": list(ids)}) if ids else ()
    return {row.id: LocationRow(*row) for row in rows}


def location(conn: Connection, location_id: int) -> LocationRow:
    """Return a location that is known to exist."""
    return LocationRow(*conn.execute(_BY_ID, {"location_id": location_id}).one())


def of_kind(conn: Connection, warehouse_id: int, kind: str) -> list[LocationRow]:
    """Return a warehouse's locations of one kind, in walking order."""
    rows = conn.execute(_OF_KIND, {"warehouse_id": warehouse_id, "kind": kind})
    return [LocationRow(*row) for row in rows]


def first(conn: Connection, warehouse_id: int, kind: str) -> LocationRow:
    """Return the first location of a kind, such as the dock.

    :raises Refused: the warehouse has none.
    """
    found = of_kind(conn, warehouse_id, kind)
    if not found:
        raise Refused(
            "layout.missing",
            T("This warehouse has no location of kind {kind}", kind=kind),
            T("Ask a supervisor to add one"),
        )
    return found[0]


def bins(conn: Connection, warehouse_id: int) -> list[LocationRow]:
    """Return the bins where goods are kept, in walking order."""
    return [LocationRow(*row) for row in conn.execute(_BINS, {"warehouse_id": warehouse_id})]


def cross_bins(conn: Connection, warehouse_id: int) -> list[LocationRow]:
    """Return the bins for goods that go from the dock to packing, in walking order."""
    return [LocationRow(*row) for row in conn.execute(_CROSS, {"warehouse_id": warehouse_id})]


def warehouses(conn: Connection) -> list[int]:
    """Return the ids of all warehouses."""
    return list(conn.execute(select(Warehouse.id).order_by(Warehouse.id)).scalars())


def warehouse_id(conn: Connection, code: str) -> int | None:
    """Return a warehouse's id by its code."""
    return conn.execute(select(Warehouse.id).where(Warehouse.code == code)).scalar()
