"""A count found pieces after orders went short of them: those not packed yet get them after all.

What is packed or has left stays as it was; that the piece was there all the time is noted.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, case, select, update

from wms import jobs
from wms.counting import found
from wms.orders import allocate
from wms.orders import queries as orders
from wms.orders.models import Order, OrderLine
from wms.orders.note import note
from wms.orders.queries import LineRow
from wms.orders.rules import Need
from wms.packing import queries as packing
from wms.people.actor import SYSTEM
from wms.picking import fetch
from wms.picking.models import Pick
from wms.shipping.lock import lock
from wms.stock import freed

SERVED, LATE = "found", "found_late"
UNPACKED = ("released", "picked")

_SHORT = (
    select(Order.id)
    .join(OrderLine, OrderLine.order_id == Order.id)
    .where(
        Order.warehouse_id == bindparam("warehouse_id"),
        OrderLine.item_id.in_(bindparam("item_ids", expanding=True)),
        OrderLine.short > 0,
    )
    .order_by(Order.priority, case((Order.ship_by.is_(None), 1), else_=0), Order.ship_by, Order.id)
)
_OPEN = _SHORT.where(Order.status.in_(UNPACKED))
_LATE = _SHORT.where(
    Order.status.in_(("packed", "shipped")),
    Order.id.in_(
        select(Pick.order_id).where(
            Pick.status == "short",
            Pick.location_id == bindparam("location_id"),
            Pick.item_id.in_(bindparam("item_ids", expanding=True)),
        )
    ),
)
_UNSHORT = (
    update(OrderLine)
    .where(OrderLine.id == bindparam("line_id"))
    .values(short=OrderLine.short - bindparam("n"))
)


def job(conn: Connection, payload: Mapping[str, Any], at: datetime) -> None:
    """Serve the short orders one after the other, each in a transaction of its own, the most
    urgent first; then those that wait for stock."""
    order_id = payload.get("order_id")
    if order_id is not None:
        serve(conn, order_id, payload["item_ids"], at=at)
        return
    short = [*conn.execute(_OPEN, payload).scalars(), *conn.execute(_LATE, payload).scalars()]
    for number in dict.fromkeys(short):
        one = {"order_id": number, "item_ids": payload["item_ids"]}
        jobs.put(conn, found.JOB, one, at=at)
    freed.tell(conn, payload["warehouse_id"], at=at)


def serve(conn: Connection, order_id: int, item_ids: list[int], *, at: datetime) -> int:
    """Fetch what an order is short of, where it can still be packed; return how many pieces.

    An order that is at the bench already, or further, keeps its lines as they are.
    """
    order = lock(conn, order_id)
    lines = [x for x in orders.lines(conn, [order_id]) if x.short and x.item_id in item_ids]
    begun = any(p.status != "void" for p in packing.parcels_of(conn, [order_id]))
    if order.status not in UNPACKED or begun:
        _note_late(conn, order_id, lines, at)
        return 0
    total = 0
    for line in lines:
        need = Need(line.id, line.item_id, line.short)
        got = line.short - allocate.secure(conn, order.warehouse_id, need, at=at)
        if got:
            conn.execute(_UNSHORT, {"line_id": line.id, "n": got})
            about = {"sku": line.sku, "pieces": got}
            note(conn, order_id, SERVED, about, actor=SYSTEM, at=at)
        total += got
    ids = [line.id for line in lines]
    fetch.add(conn, order.warehouse_id, order_id=order_id, line_ids=ids, at=at)
    return total


def _note_late(conn: Connection, order_id: int, lines: list[LineRow], at: datetime) -> None:
    """Note once for each line that what it went without was found too late."""
    known = {row.about["sku"] for row in orders.notes(conn, order_id) if row.kind == LATE}
    for line in lines:
        if line.sku not in known:
            about = {"sku": line.sku, "pieces": line.short}
            note(conn, order_id, LATE, about, actor=SYSTEM, at=at)
