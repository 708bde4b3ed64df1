"""Lock an order with all that others work on, in the order in which they lock."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select

from wms.orders import queries as orders
from wms.orders.models import Order
from wms.orders.queries import OrderRow
from wms.packing import void
from wms.picking import withdraw
from wms.quality import check

_LOCK = select(Order.id).where(Order.id == bindparam("order_id")).with_for_update()


def lock(conn: Connection, order_id: int) -> OrderRow:
    """Return an order as it is now, locked until the transaction ends."""
    withdraw.lock(conn, order_id)
    check.lock(conn, order_id)
    void.lock(conn, order_id)
    conn.execute(_LOCK, {"order_id": order_id})
    withdraw.lock(conn, order_id)  # a cluster may have been made before the order was locked
    return orders.order(conn, order_id)
