"""How often items move, and which bins hold them: what cycle counts are planned by."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from wms.stock.models import Quant, StockMove

_PICKS = (
    select(StockMove.item_id, func.count())
    .where(
        StockMove.warehouse_id == bindparam("warehouse_id"),
        StockMove.kind == "pick",
        StockMove.recorded_at >= bindparam("since"),
    )
    .group_by(StockMove.item_id)
)
_HELD = select(Quant.location_id, Quant.item_id).where(
    Quant.warehouse_id == bindparam("warehouse_id"), Quant.on_hand > 0
)


def picks_since(conn: Connection, warehouse_id: int, since: datetime) -> dict[int, int]:
    """Return how often each item was picked since then; items that never were are left out."""
    rows = conn.execute(_PICKS, {"warehouse_id": warehouse_id, "since": since})
    return {row[0]: int(row[1]) for row in rows}


def items_by_bin(conn: Connection, warehouse_id: int, bins: Collection[int]) -> dict[int, set[int]]:
    """Return which items lie in which of these bins."""
    found: dict[int, set[int]] = {}
    for row in conn.execute(_HELD, {"warehouse_id": warehouse_id}):
        if row.location_id in bins:
            found.setdefault(row.location_id, set()).add(row.item_id)
    return found
