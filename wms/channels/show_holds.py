"""What other systems may see of holds, as JSON-ready data; narrowed by `merchant_id`."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from wms.layout import choose
from wms.people.queries import merchant_codes
from wms.stock import holds as queries
from wms.stock.holds import HoldRow

Plain = dict[str, Any]


def holds(
    conn: Connection,
    merchant_id: int | None,
    *,
    warehouse: str = "",
    sku: str = "",
    location: str = "",
    reason: str = "",
    after: int = 0,
    limit: int = 100,
) -> list[Plain]:
    """Return a page of holds that are open."""
    found = queries.page(
        conn,
        merchant_id=merchant_id,
        warehouse_id=choose.warehouse(conn, warehouse) if warehouse else None,
        sku=sku,
        location=location,
        reason=reason,
        after=after,
        limit=limit,
    )
    codes = merchant_codes(conn)
    return [_shown(row, codes) for row in found]


def hold(conn: Connection, merchant_id: int | None, *, number: str) -> list[Plain]:
    """Return the open hold with this id, or nothing."""
    row = queries.one(conn, int(number))
    if row is None or merchant_id not in (None, row.merchant_id):
        return []
    return [_shown(row, merchant_codes(conn))]


def _shown(row: HoldRow, codes: dict[int, str]) -> Plain:
    return {
        "id": row.id,
        "merchant": codes[row.merchant_id],
        "sku": row.sku,
        "lot": row.lot if row.lot_id else "",
        "location": row.location,
        "lpn": row.lpn if row.lpn_id else "",
        "quantity": row.quantity,
        "reason": row.reason,
        "held_at": row.held_at.isoformat(),
    }
