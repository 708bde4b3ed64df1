"""The order that the path of a request names, as far as the caller may see it."""

from __future__ import annotations

from sqlalchemy import Connection

from wms.gs1.digits import shown
from wms.orders import queries as orders
from wms.orders.queries import OrderRow
from wms.web import clients, given
from wms.web.lists import LOOK
from wms.web.problems import Problem


def in_path(conn: Connection, reference: str) -> OrderRow:
    """Return the order, by our reference or the sender's; a merchant's key sees only its own.

    :raises Problem: 404 when it is not known, 409 when several are called so.
    """
    name = given.in_path(reference)
    found = orders.named(conn, name, clients.client().merchant_id)
    if len(found) == 1:
        return found[0]
    if not found:
        words = f"{shown(name)} is not known here"
        raise Problem(404, "order.unknown", "Not found", words, remedy=LOOK)
    words = f"Several orders are called {shown(name)}"
    remedy = f"Use our reference: {', '.join(one.reference for one in found[:5])}"
    raise Problem(409, "order.several", "Ambiguous", words, remedy=remedy)
