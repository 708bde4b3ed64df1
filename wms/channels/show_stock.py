"""What other systems may see of stock by bin, by lot and by merchant, as JSON-ready data.

A merchant's key is narrowed by `merchant_id`, on which every question of `wms.stock.breakdown`
insists.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import Connection

from wms.errors import Refused
from wms.gs1.digits import shown
from wms.layout import choose
from wms.stock import breakdown
from wms.stock.breakdown import LotLevel, Pile, Where
from wms.text import T

Plain = dict[str, Any]
START = ""


def piles(
    conn: Connection,
    merchant_id: int | None,
    *,
    warehouse: str = "",
    after: int = 0,
    limit: int = 100,
    **narrowed: str,
) -> list[Plain]:
    """Return a page of what lies where; `narrowed` by sku, lot, location, zone, lpn, status."""
    where = Where(merchant_id, _warehouse(conn, warehouse), **narrowed)  # type: ignore[arg-type]
    return [pile(row) for row in breakdown.piles(conn, where, after=after, limit=limit)]


def pile(row: Pile) -> Plain:
    """Return one pile with its levels beside its facts."""
    plain = {name: value for name, value in asdict(row).items() if name != "level"}
    return plain | {"expires_on": _iso(row.expires_on)} | asdict(row.level)


def lots(
    conn: Connection,
    merchant_id: int | None,
    *,
    warehouse: str = "",
    sku: str = "",
    lot: str = "",
    expires_before: date | None = None,
    after: str = START,
    limit: int = 100,
) -> list[Plain]:
    """Return a page of lots with their levels; `after` is a row's `cursor`.

    :raises Refused: `after` is no cursor.
    """
    where = Where(
        merchant_id,
        _warehouse(conn, warehouse),
        sku=sku,
        lot=lot,
        expires_before=expires_before,
    )
    return [_lot(row) for row in breakdown.lots(conn, where, after=_place(after), limit=limit)]


def merchants(
    conn: Connection,
    merchant_id: int | None,
    *,
    warehouse: str = "",
    after: int = 0,
    limit: int = 100,
) -> list[Plain]:
    """Return a page of merchants and how much each has here."""
    where = Where(merchant_id, _warehouse(conn, warehouse))
    found = breakdown.merchants(conn, where, after=after, limit=limit)
    return [
        {"id": number, "merchant": code, "skus": skus} | asdict(level)
        for number, code, skus, level in found
    ]


def _lot(row: LotLevel) -> Plain:
    return {
        "cursor": f"{row.item_id}.{row.lot_id}",
        "merchant": row.merchant,
        "sku": row.sku,
        "lot": row.lot,
        "expires_on": _iso(row.expires_on),
    } | asdict(row.level)


def _place(cursor: str) -> tuple[int, int]:
    if not cursor:
        return 0, 0
    item, dot, lot = cursor.partition(".")
    if not dot or not all(n.isascii() and n.isdigit() and len(n) < 19 for n in (item, lot)):
        words = T("{cursor} is no cursor", cursor=shown(cursor, 40))
        remedy = T("Send the cursor of the last entry as it was")
        raise Refused("query.cursor", words, remedy, field="after")
    return int(item), int(lot)


def _warehouse(conn: Connection, code: str) -> int | None:
    return choose.warehouse(conn, code) if code else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
