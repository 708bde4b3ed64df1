"""Fetch another piece for one that failed a check."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from wms.catalog.models import Item
from wms.orders.models import Order, OrderLine
from wms.orders.rules import Need
from wms.people.actor import Actor
from wms.picking.again import promised_anew
from wms.picking.form import form
from wms.picking.rules import URGENT

_LINE = (
    select(OrderLine.item_id, Item.sku, Order.warehouse_id)
    .join(Item, Item.id == OrderLine.item_id)
    .join(Order, Order.id == OrderLine.order_id)
    .where(OrderLine.id == bindparam("line_id"))
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
    fresh, lost = promised_anew(conn, line.warehouse_id, need, at=at)
    if fresh:
        form(conn, line.warehouse_id, {order_id: fresh}, priority=URGENT, at=at)
    return f"no_stock {line.sku}" if lost else ""
