"""Take an order that is known, as it is wanted now: over the API, or from a file that may change
what was imported before."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from wms.channels import take
from wms.channels.forms import OrderForm
from wms.channels.scope import Scope
from wms.errors import Refused
from wms.orders.models import Order
from wms.orders.recipient import Recipient
from wms.people.actor import SYSTEM
from wms.shipping.change import Changed, change
from wms.text import T

_KNOWN = select(Order.id).where(
    Order.source == bindparam("source"), Order.external_ref == bindparam("external_ref")
)
_WAREHOUSE = select(Order.warehouse_id).where(Order.id == bindparam("order_id"))


def order(conn: Connection, order_id: int, form: OrderForm, scope: Scope, at: datetime) -> Changed:
    """Change an order into what `form` says.

    :raises Faulty: with all that is wrong with its lines.
    :raises Refused: it is too late for that, see `change`; or it is of another warehouse.
    """
    warehouse_id, lines = take.ordered(conn, form, scope)
    if warehouse_id != conn.execute(_WAREHOUSE, {"order_id": order_id}).scalar_one():
        raise Refused(
            "orders.warehouse",
            T("The order is of another warehouse"),
            T("Cancel it and send it anew"),
            field="warehouse",
        )
    return change(
        conn,
        order_id=order_id,
        lines=lines,
        recipient=Recipient(**dict(form.recipient)),
        carrier_code=form.carrier,
        ship_by=form.ship_by,
        priority=form.priority,
        actor=SYSTEM,
        at=at,
    )


def new_or_changed(conn: Connection, form: OrderForm, scope: Scope, at: datetime) -> take.Taken:
    """Accept an order, or change the one that the same sender knows by the same reference.

    :raises Faulty: with all that is wrong with its lines.
    :raises Refused: it is too late to change it.
    """
    key = {"source": scope.source, "external_ref": form.external_ref}
    known = conn.execute(_KNOWN, key).scalar()
    if known is None:
        return take.order(conn, form, scope, at)
    done = order(conn, known, form, scope, at)
    return take.Taken(known, is_new=False, is_changed=done.outcome != "unchanged")
