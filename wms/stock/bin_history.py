"""What lies loose in a bin now, and how it came to: the books of a count, read at one instant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, case, func, literal, null, or_, select, union_all

from wms.stock.ledger import Goods
from wms.stock.models import LOOSE, Quant, StockMove


@dataclass(frozen=True, slots=True)
class Books:
    """One kind of goods in a bin: what lies there now, and the changes before, oldest first: when
    each was booked, and how many pieces came (or, below 0, went)."""

    now: int
    changes: tuple[tuple[datetime, int], ...]


_CAME = (StockMove.target_location_id == bindparam("place"), StockMove.target_lpn_id == LOOSE)
_WENT = (StockMove.source_location_id == bindparam("place"), StockMove.source_lpn_id == LOOSE)
_NET = case((_CAME[0] & _CAME[1], StockMove.quantity), else_=0) - case(
    (_WENT[0] & _WENT[1], StockMove.quantity), else_=0
)
_MOVES = select(
    StockMove.recorded_at.label("at"),
    StockMove.id.label("number"),
    StockMove.item_id,
    StockMove.lot_id,
    StockMove.merchant_id,
    _NET.label("pieces"),
).where(or_(_CAME[0], _WENT[0]), StockMove.recorded_at >= bindparam("since"), _NET != 0)
_NOW = (
    select(
        null(),
        literal(0),
        Quant.item_id,
        Quant.lot_id,
        Quant.merchant_id,
        func.sum(Quant.on_hand),
    )
    .where(Quant.location_id == bindparam("place"), Quant.lpn_id == LOOSE)
    .group_by(Quant.item_id, Quant.lot_id, Quant.merchant_id)
)
# One statement sees one instant: what lies there and what was booked belong together.
_BOTH = union_all(_MOVES, _NOW)


def loose_since(conn: Connection, location_id: int, since: datetime) -> dict[Goods, Books]:
    """Return the books of all loose goods of a bin, with their changes from `since` on."""
    now: dict[Goods, int] = {}
    changes: dict[Goods, list[tuple[datetime, int, int]]] = {}
    for row in conn.execute(_BOTH, {"place": location_id, "since": since}):
        goods = Goods(row.item_id, row.lot_id, row.merchant_id)
        if row.at is None:
            now[goods] = int(row.pieces)
        else:
            changes.setdefault(goods, []).append((row.at, row.number, row.pieces))
    return {
        goods: Books(
            now.get(goods, 0),
            tuple((at, pieces) for at, _, pieces in sorted(changes.get(goods, ()))),
        )
        for goods in {**now, **changes}
    }
