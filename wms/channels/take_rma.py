"""Take a return that another system announces: find its order and items, then announce it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from wms.channels import take
from wms.channels.faults import Fault, Faulty
from wms.channels.forms import RmaForm
from wms.channels.scope import Scope, merchant
from wms.errors import Refused
from wms.gs1.digits import shown
from wms.orders import queries as orders
from wms.orders.models import Order
from wms.orders.queries import OrderRow
from wms.returns import queries as returns
from wms.returns.announce import AnnouncedLine, announce
from wms.text import T


def rma(conn: Connection, form: RmaForm, scope: Scope, at: datetime) -> take.Taken:
    """Announce a return.

    :raises Faulty: with all that is wrong with its lines.
    :raises Refused: its order is not known, or see `announce`.
    """
    order = _order(conn, form, scope)
    faults: list[Fault] = []
    owner = order.merchant_id
    found = take.goods(
        conn,
        form.lines,
        lambda line: owner if owner is not None else merchant(conn, scope, line.merchant),
        faults,
    )
    if faults:
        raise Faulty(faults)
    is_known = returns.by_source(conn, scope.source, form.external_ref) is not None
    done = announce(
        conn,
        order_id=order.id,
        source=scope.source,
        external_ref=form.external_ref,
        lines=[AnnouncedLine(item_id, pieces) for _, item_id, pieces in found],
        reason=form.reason,
        at=at,
    )
    return take.Taken(done.id, not is_known)


def _order(conn: Connection, form: RmaForm, scope: Scope) -> OrderRow:
    """Return the order, by our reference or its sender's; nobody sees that of another merchant."""
    asked = select(Order.id).where(
        (Order.reference == form.order) | (Order.external_ref == form.order)
    )
    if scope.merchant_id is not None:
        asked = asked.where(Order.merchant_id == scope.merchant_id)
    found = conn.execute(asked.order_by(Order.reference != form.order, Order.id)).scalars().all()
    if len(found) == 1 or (found and orders.order(conn, found[0]).reference == form.order):
        return orders.order(conn, found[0])
    if found:
        words = T("Several orders are called {ref}", ref=shown(form.order))
        raise Refused("rma.order", words, T("Use the reference given here, O-…"), field="order")
    words = T("{ref} is no order here", ref=shown(form.order))
    raise Refused("rma.order", words, T("Check the order's reference"), field="order")
