"""Find the order that somebody means."""

from __future__ import annotations

from sqlalchemy import Connection

from wms.errors import Refused
from wms.orders import queries
from wms.orders.queries import OrderRow
from wms.text import T


def order(conn: Connection, name: str, *, merchant_id: int | None = None) -> OrderRow:
    """Return the order that is called `name`, here or by its sender; of a merchant if one is given.

    :raises Refused: `orders.unknown` for none, `orders.several` where senders share the name.
    """
    found = queries.named(conn, name, merchant_id)
    if len(found) == 1:
        return found[0]
    remedy = T("Name it as it was accepted, such as O-1")
    if found:
        raise Refused("orders.several", T("Several orders are called {order}", order=name), remedy)
    raise Refused("orders.unknown", T("There is no order {order}", order=name), remedy)
