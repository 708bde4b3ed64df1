"""What other systems may see of locations, as JSON-ready data.

Locations are nobody's: every key sees all of them. What lies there is narrowed by `merchant_id`.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Select, select

from wms.channels import show_stock
from wms.layout import choose
from wms.layout.models import Location, Warehouse
from wms.layout.queries import LocationRow
from wms.stock import breakdown
from wms.stock.breakdown import Inside, Where

Plain = dict[str, Any]
MOST_PILES = 1000

_LOCATIONS: Select[*tuple[Any, ...]] = (
    select(*(getattr(Location, name) for name in LocationRow.__dataclass_fields__))
    .add_columns(Warehouse.code)
    .join(Warehouse, Warehouse.id == Location.warehouse_id)
    .where(Location.id > 0)
    .order_by(Location.id)
)
_SHOWN = (
    *("id", "code", "kind", "zone", "aisle", "bay", "level", "sequence", "x_mm", "y_mm", "z_mm"),
    *("length_mm", "width_mm", "height_mm", "volume_mm3", "max_weight_grams"),
)


def locations(
    conn: Connection,
    merchant_id: int | None,
    *,
    warehouse: str = "",
    kind: str = "",
    zone: str = "",
    code: str = "",
    after: int = 0,
    limit: int = 100,
) -> list[Plain]:
    """Return a page of locations with the sum of what lies in each."""
    asked = _LOCATIONS.where(Location.id > after).limit(limit)
    if warehouse:
        asked = asked.where(Location.warehouse_id == choose.warehouse(conn, warehouse))
    exact = ((Location.kind, kind), (Location.zone, zone), (Location.code, code))
    for column, value in exact:
        if value:
            asked = asked.where(column == value)
    rows = [(LocationRow(*row[:-1]), row[-1]) for row in conn.execute(asked)]
    inside = breakdown.inside(conn, [row.id for row, _ in rows], merchant_id=merchant_id)
    return [_shown(row, of, inside[row.id]) for row, of in rows]


def one_location(conn: Connection, merchant_id: int | None, *, location: str) -> list[Plain]:
    """Return the location of this code and each pile of goods in it, or nothing."""
    found = locations(conn, merchant_id, code=location, limit=1)
    where = Where(merchant_id, location=location)
    return [
        row
        | {
            "stock": [
                show_stock.pile(pile) for pile in breakdown.piles(conn, where, limit=MOST_PILES)
            ]
        }
        for row in found
    ]


def _shown(row: LocationRow, warehouse: str, inside: Inside) -> Plain:
    contents: Plain = {"skus": inside.items, "lpns": inside.lpns}
    contents |= {"volume_mm3": inside.volume_mm3, "weight_grams": inside.weight_grams}
    plain = {name: getattr(row, name) for name in _SHOWN}
    return plain | {"warehouse": warehouse, "contents": contents | asdict(inside.level)}
