"""Look for an order line's pieces once more, where those it was promised cannot be had."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from wms.orders import allocate
from wms.orders.allocate import FOR
from wms.orders.models import OrderLine
from wms.orders.rules import Need
from wms.picking.models import Pick
from wms.stock import promises
from wms.stock.promises import Promised

_SHORT = (
    update(OrderLine)
    .where(OrderLine.id == bindparam("line_id"))
    .values(short=OrderLine.short + bindparam("n"))
)
_PICKED = select(Pick.reservation_id).where(
    Pick.order_line_id.in_(bindparam("line_ids", expanding=True))
)


def promised_anew(
    conn: Connection, warehouse_id: int, need: Need, *, at: datetime
) -> tuple[list[tuple[Promised, int]], int]:
    """Promise as much of `need` as there is and note the rest as short on the order line.

    Returns the promises that have no pick yet, each with its line, and the pieces that are lost.
    """
    lost = secured_anew(conn, warehouse_id, need, at=at)
    return unpicked(conn, [need.line_id]), lost


def secured_anew(conn: Connection, warehouse_id: int, need: Need, *, at: datetime) -> int:
    """Promise as much of `need` as there is, note the rest as short on the order line, and return
    how many pieces are lost by that."""
    lost = allocate.secure(conn, warehouse_id, need, at=at)
    if lost:
        conn.execute(_SHORT, {"line_id": need.line_id, "n": lost})
    return lost


def unpicked(conn: Connection, line_ids: Sequence[int]) -> list[tuple[Promised, int]]:
    """Return what is promised to order lines and has no pick yet, each with its line."""
    known = set(conn.execute(_PICKED, {"line_ids": list(line_ids)}).scalars())
    found = promises.promised(conn, FOR, list(line_ids))
    return [(p, p.for_id) for p in found if p.reservation_id not in known]
