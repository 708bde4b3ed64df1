"""Cancel the order that a caller names, alone or in a row of many."""

from __future__ import annotations

from sqlalchemy import Connection

from wms.orders.queries import OrderRow
from wms.people.actor import SYSTEM
from wms.shipping.cancel import Cancelled, cancel
from wms.shipping.lock import lock
from wms.web import named_order
from wms.web.site import now


def cancel_named(conn: Connection, reference: str, reason: str) -> tuple[OrderRow, str, Cancelled]:
    """Cancel the order that is called so, and return it as it was, the outcome (`accepted`, or
    `unchanged` where it was cancelled before) and what that led to.

    :raises Problem: the caller sees none that is called so, or several are.
    :raises Refused: it has left.
    """
    order = lock(conn, named_order.in_path(conn, reference).id)
    done = cancel(conn, order_id=order.id, reason=reason, actor=SYSTEM, at=now())
    return order, "unchanged" if order.status == "cancelled" else "accepted", done
