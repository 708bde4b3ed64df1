"""Exports of items, of what lies where, of pick faces and locations."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from wms.catalog import find
from wms.catalog.models import Item
from wms.channels.exports.table import PAGE, Asked, Export, Page, Row, columns, iso, paged
from wms.gs1.digits import has_valid_check_digit
from wms.layout.models import Location, PickFace, Warehouse
from wms.people.models import Merchant
from wms.stock import inventory

_OF_ITEM = ("merchant", "sku", "name", "length_mm", "width_mm", "height_mm", "weight_grams")
_OF_PLACE = (
    *("code", "kind", "zone", "aisle", "bay", "level", "x_mm", "y_mm", "z_mm", "length_mm"),
    *("width_mm", "height_mm", "max_weight_grams", "sequence"),
)


def _items(conn: Connection, asked: Asked, after: Any) -> Page:
    found = find.page(conn, merchant_id=asked.merchant_id, after=after or 0, limit=PAGE)
    codes = find.barcodes(conn, [row.id for row in found])
    return paged([_item(row, codes[row.id]) for row in found], [row.id for row in found])


def _item(row: Any, codes: list[tuple[str, int]]) -> Row:
    gtins = [(code, n) for code, n in codes if len(code) == 14 and has_valid_check_digit(code)]
    packs = " ".join(f"{code}={n}" for code, n in gtins if n > 1)
    return {
        **{name: getattr(row, name) for name in _OF_ITEM},
        "gtin": next((code for code, n in gtins if n == 1), ""),
        "tracks_lot": row.tracks_lot,
        "tracks_expiry": row.tracks_expiry,
        "packs": packs,
        "external_ref": row.external_ref,
    }


ITEMS = Export(
    "items",
    "Items; can be imported again",
    columns(
        ("merchant", "code of whose item it is"),
        ("sku", "the merchant's own number"),
        ("name", ""),
        ("length_mm", "of one piece"),
        ("width_mm", "of one piece"),
        ("height_mm", "of one piece"),
        ("weight_grams", "of one piece"),
        ("gtin", "of one piece, 14 digits"),
        ("tracks_lot", "true or false"),
        ("tracks_expiry", "true or false"),
        ("packs", "GTIN=pieces of each pack, a space between"),
        ("external_ref", "what its own system calls it"),
    ),
    _items,
)


def _stock(conn: Connection, asked: Asked, after: Any) -> Page:
    found = inventory.page(conn, merchant_id=asked.merchant_id, after=after or 0, most=PAGE)
    rows = [
        {name: getattr(row, name) for name in inventory.Lying.__dataclass_fields__}
        | {"expires_on": iso(row.expires_on)}
        for row in found
    ]
    return paged(rows, [row.id for row in found])


STOCK = Export(
    "stock",
    "What lies where: one row for each item, lot, status and place",
    columns(
        ("warehouse", ""),
        ("merchant", "owner"),
        ("sku", ""),
        ("location", "bin or area"),
        ("location_kind", "storage and pick are bins; the others are on the way"),
        ("lpn", "licence plate that it lies in, if any"),
        ("lot", ""),
        ("expires_on", "date"),
        ("status", "good or held"),
        ("on_hand", "pieces"),
        ("reserved", "pieces of these that are promised"),
    ),
    _stock,
)

_FACES = (
    select(
        PickFace.id,
        Merchant.code.label("merchant"),
        Item.sku,
        Location.code.label("bin"),
        PickFace.min_pieces.label("min"),
        PickFace.max_pieces.label("max"),
    )
    .join(Item, Item.id == PickFace.item_id)
    .join(Merchant, Merchant.id == Item.merchant_id)
    .join(Location, Location.id == PickFace.location_id)
    .order_by(PickFace.id)
    .limit(PAGE)
)


def _faces(conn: Connection, asked: Asked, after: Any) -> Page:
    query = _FACES.where(PickFace.id > (after or 0))
    if asked.merchant_id is not None:
        query = query.where(Item.merchant_id == asked.merchant_id)
    found = conn.execute(query).mappings().all()
    return paged([dict(row) for row in found], [row["id"] for row in found])


FACES = Export(
    "faces",
    "Bins that items are picked from; can be imported again",
    columns(
        ("merchant", ""),
        ("sku", ""),
        ("bin", ""),
        ("min", "pieces; refilled below"),
        ("max", "pieces; refilled up to"),
    ),
    _faces,
)

_PLACES = (
    select(
        Location.id, Warehouse.code.label("warehouse"), *(getattr(Location, n) for n in _OF_PLACE)
    )
    .join(Warehouse, Warehouse.id == Location.warehouse_id)
    .order_by(Location.id)
    .limit(PAGE)
)


def _locations(conn: Connection, asked: Asked, after: Any) -> Page:
    found = conn.execute(_PLACES.where(Location.id > (after or 0))).mappings().all()
    return paged([dict(row) for row in found], [row["id"] for row in found])


LOCATIONS = Export(
    "locations",
    "Bins and areas of the building; for keys of the site",
    columns(("warehouse", ""), *((name, "") for name in _OF_PLACE)),
    _locations,
    is_site=True,
)
