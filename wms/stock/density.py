"""How much lies in each place, is held there, and was picked there: one statement each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Connection, bindparam, case, cast, func, select

from wms.catalog.models import Item
from wms.stock.models import HELD, Quant, StockMove

_PIECE_MM3 = cast(Item.length_mm, BigInteger) * Item.width_mm * Item.height_mm
_LYING = (
    select(
        Quant.location_id,
        func.sum(Quant.on_hand),
        func.sum(Quant.on_hand * _PIECE_MM3),
        func.sum(case((Quant.status == HELD, Quant.on_hand), else_=0)),
    )
    .join(Item, Item.id == Quant.item_id)
    .where(Quant.warehouse_id == bindparam("warehouse_id"), Quant.on_hand > 0)
    .group_by(Quant.location_id)
    .order_by(Quant.location_id)
)
_PICKED = (
    select(StockMove.source_location_id, func.count(), func.sum(StockMove.quantity))
    .where(
        StockMove.warehouse_id == bindparam("warehouse_id"),
        StockMove.kind == "pick",
        StockMove.recorded_at >= bindparam("since"),
    )
    .group_by(StockMove.source_location_id)
    .order_by(StockMove.source_location_id)
)


@dataclass(frozen=True, slots=True)
class Lying:
    """What lies in one place: pieces, their volume, and how many of them are held."""

    pieces: int
    volume_mm3: int
    held: int


def lying(conn: Connection, warehouse_id: int) -> dict[int, Lying]:
    """Return what lies in each place of a warehouse; empty places are left out."""
    rows = conn.execute(_LYING, {"warehouse_id": warehouse_id})
    return {row[0]: Lying(int(row[1]), int(row[2]), int(row[3])) for row in rows}


def picked(conn: Connection, warehouse_id: int, since: datetime) -> dict[int, tuple[int, int]]:
    """Return by place how often pieces were picked there since then, and how many."""
    rows = conn.execute(_PICKED, {"warehouse_id": warehouse_id, "since": since})
    return {row[0]: (int(row[1]), int(row[2])) for row in rows}
