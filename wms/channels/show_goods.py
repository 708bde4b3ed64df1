"""What other systems may see of items and stock, as JSON-ready data."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from wms.catalog import find
from wms.stock import queries as stock
from wms.stock.levels import levels

Plain = dict[str, Any]
_SHOWN = (
    *("id", "merchant", "sku", "name", "length_mm", "width_mm", "height_mm", "weight_grams"),
    *("tracks_lot", "tracks_expiry", "external_ref"),
)


def items(
    conn: Connection, merchant_id: int | None, *, sku: str = "", after: int = 0, limit: int = 100
) -> list[Plain]:
    """Return a page of items; `sku` (an SKU or GTIN) narrows it."""
    rows = find.page(conn, merchant_id=merchant_id, sku=sku, after=after, limit=limit)
    codes = find.barcodes(conn, [row.id for row in rows])
    return [
        {name: getattr(row, name) for name in _SHOWN}
        | {"barcodes": [{"gtin": code, "pieces": pieces} for code, pieces in codes[row.id]]}
        for row in rows
    ]


def stock_levels(
    conn: Connection, merchant_id: int | None, *, sku: str = "", after: int = 0, limit: int = 100
) -> list[Plain]:
    """Return a page of items with what there is of them; `id` is the item's."""
    rows = find.page(conn, merchant_id=merchant_id, sku=sku, after=after, limit=limit)
    found = levels(conn, [row.id for row in rows])
    return [
        {"id": row.id, "merchant": row.merchant, "sku": row.sku}
        | {name: getattr(found[row.id], name) for name in type(found[row.id]).__dataclass_fields__}
        for row in rows
    ]


def bins(conn: Connection, item_id: int) -> list[Plain]:
    """Return where an item lies: location, LPN, lot, status, pieces."""
    return [
        {
            "location": pieces.location,
            "lpn": pieces.lpn if pieces.lpn_id else "",
            "lot": pieces.lot if pieces.lot_id else "",
            "expires_on": pieces.expires_on.isoformat() if pieces.expires_on else None,
            "status": pieces.status,
            "on_hand": pieces.on_hand,
            "reserved": pieces.reserved,
        }
        for pieces in stock.of_item(conn, item_id)
    ]
