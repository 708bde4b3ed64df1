"""Cancel an order, however far it has come: nothing more happens to it, its goods go back.

What is only promised is free at once. What was picked or packed stays where it is, in its tote or
parcel, and is work for putaway (`put_back`) until it is in a bin again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, update

from wms.errors import Refused
from wms.orders import allocate
from wms.orders.models import Order
from wms.orders.queries import OrderRow
from wms.packing import queries as packing
from wms.packing import void
from wms.people.actor import Actor
from wms.picking import withdraw
from wms.quality import check
from wms.shipping import put_back
from wms.shipping.lock import lock
from wms.stock import freed
from wms.text import N, T, Text

_CANCEL = (
    update(Order)
    .where(Order.id == bindparam("order_id"))
    .values(
        status="cancelled",
        reason=bindparam("why"),
        cancelled_at=bindparam("at"),
        cancelled_by_id=bindparam("by"),
    )
)


@dataclass(frozen=True, slots=True)
class Cancelled:
    """`outcome` is `pending` while `pieces` of the order are to be put back, else `cancelled`."""

    outcome: str
    pieces: int
    words: Text


def cancel(
    conn: Connection, *, order_id: int, reason: str, actor: Actor, at: datetime
) -> Cancelled:
    """Cancel an order and tell whether goods of it must be put back; again changes nothing.

    `reason` is kept with the order, cut to what a row holds.

    :raises Refused: `orders.shipped` when it, or a parcel of it, has left the building.
    """
    order = lock(conn, order_id)
    if order.status == "cancelled":
        return _answer(conn, order)
    _check_still_here(conn, order)
    withdraw.end_picks(conn, order_id, at=at)
    if allocate.free(conn, order_id, at=at):
        freed.tell(conn, order.warehouse_id, at=at)
    check.withdraw(conn, order_id, at=at)
    void.void(conn, order_id, actor=actor, at=at)
    why = f"cancelled {reason.strip()}".strip()[:64]
    conn.execute(_CANCEL, {"order_id": order_id, "why": why, "by": actor.worker_id, "at": at})
    withdraw.leave(conn, order_id, at=at)
    return _answer(conn, order)


def _check_still_here(conn: Connection, order: OrderRow) -> None:
    left = [p.number for p in packing.parcels_of(conn, [order.id]) if p.status == "shipped"]
    if order.status == "shipped":
        words = T("Order {order} has left", order=order.reference)
    elif left:
        words = T("Parcel {n} of {order} has left", n=left[0], order=order.reference)
    else:
        return
    raise Refused("orders.shipped", words, T("Register a return"))


def _answer(conn: Connection, order: OrderRow) -> Cancelled:
    pieces = put_back.pieces_of(conn, order.id)
    if not pieces:
        words = T("Order {order} is cancelled", order=order.reference)
        return Cancelled("cancelled", 0, words)
    words = N(
        "Order {order} is cancelled. {n} piece is to be put back",
        "Order {order} is cancelled. {n} pieces are to be put back",
        pieces,
        order=order.reference,
    )
    return Cancelled("pending", pieces, words)
