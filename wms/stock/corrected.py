"""Corrections in the ledger: made by hand, or since pieces were not where the books had them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, case, select

from wms.layout.models import COUNT
from wms.stock.models import StockMove

_M = StockMove
_PLACE = case((_M.source_location_id == COUNT, _M.target_location_id), else_=_M.source_location_id)
_PIECES = case((_M.source_location_id == COUNT, _M.quantity), else_=-_M.quantity)
_ADJUSTED: Select[*tuple[Any, ...]] = (
    select(_PLACE, _M.item_id, _M.lot_id, _M.recorded_at, _PIECES, _M.id)
    .where(_M.kind == "adjust")
    .order_by(_M.id.desc())
)
_MISSED: Select[*tuple[Any, ...]] = (
    select(_M.for_kind, _M.for_id, _M.item_id, _M.recorded_at, _PIECES)
    .where(_M.kind == "count", _M.for_kind.in_(("order", "cluster")))
    .order_by(_M.id.desc())
)


def by_hand(
    conn: Connection, *, location_id: int | None, item_ids: Sequence[int], most: int
) -> list[tuple[int, int, int, datetime, int, int]]:
    """Return (place, item, lot, when, pieces more or fewer, number) of corrections by hand at a
    place, or of items; the newest first."""
    where: Any = location_id == _PLACE if location_id is not None else _M.item_id.in_(item_ids)
    rows = conn.execute(_ADJUSTED.where(where).limit(most))
    return [(row[0], row[1], row[2], row[3], int(row[4]), row[5]) for row in rows]


def on_the_way(
    conn: Connection, item_ids: Sequence[int], *, most: int
) -> list[tuple[str, int, int, datetime, int]]:
    """Return ("order" or "cluster", its id, item, when, pieces more or fewer) of pieces of items
    that a bench or put wall missed, or had too many of; the newest first."""
    rows = conn.execute(_MISSED.where(_M.item_id.in_(item_ids)).limit(most))
    return [(row[0], row[1], row[2], row[3], int(row[4])) for row in rows]
