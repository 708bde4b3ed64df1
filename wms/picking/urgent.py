"""Make an order urgent: it waits for no wave, and joins work that runs if a cart has room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from wms.errors import Refused
from wms.orders.models import Order
from wms.picking import standing, withdraw
from wms.picking.eligible import Standing, Wanted, why_not
from wms.picking.form import of_orders
from wms.picking.join import join
from wms.picking.models import Cluster, ClusterOrder
from wms.picking.rules import URGENT, Cart
from wms.stock import freed
from wms.text import T, Words

_RAISE = (
    update(Order)
    .where(Order.id == bindparam("of_order"), Order.priority > URGENT)
    .values(priority=URGENT)
)
_WAREHOUSE = select(Order.warehouse_id).where(Order.id == bindparam("order_id"))
_FIRST = (
    update(Cluster)
    .where(
        Cluster.id.in_(
            select(ClusterOrder.cluster_id).where(ClusterOrder.order_id == bindparam("of_order"))
        ),
        Cluster.status != "done",
        Cluster.priority > URGENT,
    )
    .values(priority=URGENT)
)


@dataclass(frozen=True, slots=True)
class Hurried:
    """What became of an order, in words; `cluster` is empty while it waits for stock."""

    cluster: str
    words: Words


def make_urgent(conn: Connection, *, order_id: int, cart: Cart, at: datetime) -> Hurried:
    """Put an order before all others: onto a cart that is walked, or first in the queue.

    :raises Refused: it is picked, or cancelled: nothing is left to hurry.
    """
    standing.lock(conn, [order_id])
    order = standing.of(conn, [order_id])[0]
    warehouse_id = conn.execute(_WAREHOUSE, {"order_id": order_id}).scalar_one()
    if order.status not in ("accepted", "waiting", "allocated", "released"):
        raise Refused(
            "orders.too_late",
            T("{order} cannot be hurried", order=order.reference),
            why_not(order, Wanted()),
        )
    conn.execute(_RAISE, {"of_order": order_id})
    match order.status:
        case "released":
            conn.execute(_FIRST, {"of_order": order_id})
            return Hurried(order.cluster, why_not(order, Wanted()))
        case "allocated":
            return _joined(conn, warehouse_id, order, cart, at)
    freed.tell(conn, warehouse_id, at=at)
    return Hurried("", why_not(order, Wanted()))


def _joined(
    conn: Connection, warehouse_id: int, order: Standing, cart: Cart, at: datetime
) -> Hurried:
    withdraw.leave_wave(conn, order.id)
    promised = of_orders(conn, [order.id])[order.id]
    done = join(conn, warehouse_id, order.id, promised, cart=cart, at=at)
    now = standing.of(conn, [order.id])[0]
    if done.is_own:
        return Hurried(now.cluster, T("It is next, alone on {cluster}", cluster=now.cluster))
    if now.worker:
        words = T("It joins {cluster} of {name}", cluster=now.cluster, name=now.worker)
        return Hurried(now.cluster, words)
    return Hurried(now.cluster, T("It joins {cluster}, which is next", cluster=now.cluster))
