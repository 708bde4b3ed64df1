"""What other systems may see of counts, as JSON-ready data.

A bin mixes merchants, and so does its count: only keys of the site see any. What a count changed
of a merchant's goods is among its moves.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select

from wms.catalog.models import Item
from wms.counting.models import CountLine, CountTask
from wms.layout import choose
from wms.layout.models import Location, Warehouse
from wms.people.models import Merchant
from wms.stock.queries import LOT_CODES

Plain = dict[str, Any]
_WAITS = (CountTask.status != "done") & CountTask.recounts_id.is_not(None)
_COUNTS: Select[*tuple[Any, ...]] = (
    select(
        CountTask.id,
        Location.code.label("location"),
        Warehouse.code.label("warehouse"),
        CountTask.why,
        CountTask.status,
        CountTask.made_at,
        CountTask.begun_at,
        CountTask.done_at,
        CountTask.recounts_id,
    )
    .join(Location, Location.id == CountTask.location_id)
    .join(Warehouse, Warehouse.id == CountTask.warehouse_id)
    .order_by(CountTask.id)
)
_LINES: Select[*tuple[Any, ...]] = (
    select(
        Merchant.code,
        Item.sku,
        LOT_CODES.c.code,
        CountLine.lot_id,
        CountLine.expected,
        CountLine.found,
        CountLine.difference,
    )
    .join(Item, Item.id == CountLine.item_id)
    .join(Merchant, Merchant.id == Item.merchant_id)
    .join(LOT_CODES, LOT_CODES.c.id == CountLine.lot_id)
    .order_by(Item.sku, CountLine.lot_id)
)


def counts(
    conn: Connection,
    *,
    warehouse: str = "",
    status: str = "",
    location: str = "",
    waits_for_approval: str = "",
    number: int = 0,
    after: int = 0,
    limit: int = 100,
) -> list[Plain]:
    """Return a page of counts; `waits_for_approval` "true" or "false" narrows it."""
    asked = _COUNTS.where(CountTask.id > after).limit(limit)
    if warehouse:
        asked = asked.where(CountTask.warehouse_id == choose.warehouse(conn, warehouse))
    if status:
        asked = asked.where(CountTask.status == status)
    if location:
        asked = asked.where(Location.code == location)
    if waits_for_approval:
        asked = asked.where(_WAITS if waits_for_approval == "true" else ~_WAITS)
    if number:
        asked = asked.where(CountTask.id == number)
    return [_count(row) for row in conn.execute(asked)]


def count(conn: Connection, *, number: str) -> list[Plain]:
    """Return the count with this id and what was found, or nothing."""
    return [
        row | {"lines": _lines(conn, row["id"]), "disputed": _lines(conn, row["recounts"])}
        for row in counts(conn, number=int(number) or -1, limit=1)
    ]


def _count(row: Any) -> Plain:
    is_open = row.status != "done"
    return {
        "id": row.id,
        "location": row.location,
        "warehouse": row.warehouse,
        "why": row.why,
        "status": row.status,
        "made_at": _iso(row.made_at),
        "begun_at": _iso(row.begun_at),
        "done_at": _iso(row.done_at),
        "recounts": row.recounts_id,
        "waits_for_approval": is_open and row.recounts_id is not None,
    }


def _lines(conn: Connection, count_id: int | None) -> list[Plain]:
    if count_id is None:
        return []
    return [
        {
            "merchant": row[0],
            "sku": row.sku,
            "lot": row[2] if row.lot_id else "",
            "expected": row.expected,
            "found": row.found,
            "difference": row.difference,
        }
        for row in conn.execute(_LINES.where(CountLine.task_id == count_id))
    ]


def _iso(value: datetime | None) -> str | None:
    return value.isoformat() if value else None
