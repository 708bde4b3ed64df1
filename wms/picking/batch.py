"""Make a batch: orders whose pieces are picked together and sorted at the put wall."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from wms.errors import Refused
from wms.layout import queries as layout
from wms.orders.models import Order
from wms.picking.form import form, of_orders
from wms.text import T

_ORDERS = (
    select(Order.id, Order.reference, Order.status, Order.priority)
    .where(
        Order.id.in_(bindparam("order_ids", expanding=True)),
        Order.warehouse_id == bindparam("warehouse_id"),
    )
    .order_by(Order.id)
    .with_for_update()
)


def form_batch(
    conn: Connection, *, warehouse_id: int, order_ids: Sequence[int], at: datetime
) -> int:
    """Make one batch of allocated orders, the most urgent first, and return its cluster's id.

    :raises Refused: there is no put wall, or an order is not (or no longer) allocated.
    """
    for kind in ("wall", "slot"):
        layout.first(conn, warehouse_id, kind)
    asked = {"order_ids": sorted(order_ids), "warehouse_id": warehouse_id}
    rows = sorted(conn.execute(_ORDERS, asked).all(), key=lambda row: (row.priority, row.id))
    wrong = next((row.reference for row in rows if row.status != "allocated"), None)
    if wrong is not None or not rows:
        words = T("{order} cannot be picked in a batch now", order=wrong or "-")
        raise Refused("batch.not_allocated", words, T("Choose orders that have their stock"))
    promised = of_orders(conn, [row.id for row in rows])
    return form(conn, warehouse_id, promised, priority=rows[0].priority, method="batch", at=at)
