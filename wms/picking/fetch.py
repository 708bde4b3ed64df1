"""Fetch more pieces for an order that is being picked: all that are asked for, or none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, update

from wms.layout.ground import ground
from wms.orders import allocate
from wms.orders.models import Order
from wms.orders.rules import Need
from wms.picking import follow, withdraw
from wms.picking.again import unpicked
from wms.picking.form import add_picks, form
from wms.picking.replan import replan
from wms.picking.rules import URGENT
from wms.stock import freed

_AGAIN = (
    update(Order)
    .where(Order.id == bindparam("number"), Order.status == "picked")
    .values(status="released")
)


def fetch(
    conn: Connection, warehouse_id: int, *, order_id: int, needs: Sequence[Need], at: datetime
) -> tuple[int, int] | None:
    """Promise `needs` to an order and make picks for them; return (item id, pieces that lack) of
    the first one that cannot be had whole: then the caller must refuse, for some is promised.

    The picks join the order's walk while there is one, else they are a walk of their own, urgent.
    """
    for need in needs:
        lost = allocate.secure(conn, warehouse_id, need, at=at)
        if lost:
            return need.item_id, lost
    if needs:
        add(conn, warehouse_id, order_id=order_id, line_ids=[n.line_id for n in needs], at=at)
    return None


def add(
    conn: Connection, warehouse_id: int, *, order_id: int, line_ids: Sequence[int], at: datetime
) -> None:
    """Make picks of what is promised to order lines and has none yet: on the newest walk of the
    order that is not done, which is planned anew, else on an urgent one of their own."""
    fresh = unpicked(conn, line_ids)
    walks = withdraw.lock(conn, order_id)
    if not fresh:
        return
    if not walks:
        floor = ground(conn, warehouse_id, {p.location_id for p, _ in fresh})
        form(conn, warehouse_id, {order_id: fresh}, priority=URGENT, at=at, floor=floor)
        return
    waits = add_picks(conn, walks[-1], order_id, fresh, {})
    conn.execute(_AGAIN, {"number": order_id})
    replan(conn, walks[-1])
    if waits:
        follow.tell(conn, [order_id])
        freed.refill(conn, warehouse_id, at=at)
