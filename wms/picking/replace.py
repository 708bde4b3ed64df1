"""Fetch another piece for one that failed a check."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from wms.catalog.models import Item
from wms.orders import allocate
from wms.orders.allocate import FOR
from wms.orders.models import Order, OrderLine
from wms.orders.rules import Need
from wms.people.actor import Actor
from wms.picking.models import Pick
from wms.picking.release import form
from wms.stock import promises

URGENT = 1

_LINE = (
    select(OrderLine.item_id, Item.sku, Order.warehouse_id)
    .join(Item, Item.id == OrderLine.item_id)
    .join(Order, Order.id == OrderLine.order_id)
    .where(OrderLine.id == bindparam("line_id"))
)
_SHORT = (
    update(OrderLine)
    .where(OrderLine.id == bindparam("line_id"))
    .values(short=OrderLine.short + bindparam("n"))
)


def replace(
    conn: Connection,
    *,
    order_id: int,
    order_line_id: int,
    quantity: int,
    actor: Actor,
    at: datetime,
) -> str:
    """Promise `quantity` other pieces to an order line and make an urgent pick for them.

    Returns "" when all could be had, else the reason; what is missing is noted as short.
    """
    line = conn.execute(_LINE, {"line_id": order_line_id}).one()
    need = Need(order_line_id, line.item_id, quantity)
    lost = allocate.secure(conn, line.warehouse_id, need, at=at)
    if lost:
        conn.execute(_SHORT, {"line_id": order_line_id, "n": lost})
    asked = select(Pick.reservation_id).where(Pick.order_id == order_id)
    known = set(conn.execute(asked).scalars())
    fresh = [
        (promised, order_line_id)
        for promised in promises.promised(conn, FOR, [order_line_id])
        if promised.reservation_id not in known
    ]
    if fresh:
        form(conn, line.warehouse_id, {order_id: fresh}, priority=URGENT, at=at)
    return f"no_stock {line.sku}" if lost else ""
