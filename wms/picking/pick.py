"""Take reserved pieces out of a bin into an order's tote: the hottest path of the house."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, case, select, update

from wms.catalog.models import Item
from wms.errors import Refused
from wms.orders.models import Order, OrderLine
from wms.people.actor import Actor
from wms.picking.models import Cluster, OrderTote, Pick
from wms.stock.ledger import Goods, Move, Place, post
from wms.text import N, T

_ASK = (
    select(
        Pick.order_line_id,
        Pick.reservation_id,
        Pick.location_id,
        Pick.item_id,
        Pick.lot_id,
        Item.merchant_id,
        (Pick.quantity - Pick.picked).label("open"),
        Pick.status,
        Pick.waits_at_id,
        OrderTote.id.label("tie"),
        Cluster.worker_id,
    )
    .join(Item, Item.id == Pick.item_id)
    .join(Cluster, Cluster.id == Pick.cluster_id)
    .outerjoin(
        OrderTote,
        (OrderTote.order_id == Pick.order_id)
        & (OrderTote.lpn_id == bindparam("tote"))
        & (OrderTote.status == "filling"),
    )
    .where(Pick.id == bindparam("pick_id"))
    .with_for_update(of=Pick)
)
COUNT_PICK = (
    update(Pick)
    .where(Pick.id == bindparam("pick_id"))
    .values(
        picked=Pick.picked + bindparam("n"),
        status=case((Pick.picked + bindparam("n") >= Pick.quantity, "picked"), else_=Pick.status),
        ended_at=bindparam("at"),
    )
)
COUNT_LINE = (
    update(OrderLine)
    .where(OrderLine.id == bindparam("line_id"))
    .values(picked=OrderLine.picked + bindparam("n"))
)
_CANCELLED = (
    select(Order.reference)
    .join(Pick, Pick.order_id == Order.id)
    .where(Pick.id == bindparam("pick_id"), Pick.status == "cancelled", Order.status == "cancelled")
)


def pick(
    conn: Connection,
    *,
    pick_id: int,
    quantity: int,
    tote_id: int,
    cart_id: int,
    warehouse_id: int,
    actor: Actor,
    at: datetime,
) -> None:
    """Move `quantity` pieces of a pick from its bin into `tote_id`, which stands at `cart_id`.

    :raises Refused: the pick has ended, more is taken than is open, or the tote is not one of
        this order.
    """
    row = conn.execute(_ASK, {"pick_id": pick_id, "tote": tote_id}).one()
    if row.status == "cancelled":
        _check_order(conn, pick_id)
    _check(row, quantity, actor)
    move = Move(
        "pick",
        Goods(row.item_id, row.lot_id, row.merchant_id),
        quantity,
        Place(row.location_id),
        Place(cart_id, tote_id),
        "order_line",
        row.order_line_id,
        reservation_id=row.reservation_id,
    )
    post(conn, warehouse_id, [move], actor=actor, at=at)
    conn.execute(COUNT_PICK, {"pick_id": pick_id, "n": quantity, "at": at})
    conn.execute(COUNT_LINE, {"line_id": row.order_line_id, "n": quantity})


def _check_order(conn: Connection, pick_id: int) -> None:
    """Say that the order was cancelled, where it was."""
    order = conn.execute(_CANCELLED, {"pick_id": pick_id}).scalar()
    if order is not None:
        raise Refused(
            "pick.ended",
            T("Order {order} was cancelled", order=order),
            T("Put the pieces back and scan BACK"),
        )


def _check(row: Any, quantity: int, actor: Actor) -> None:
    if actor.worker_id is not None and row.worker_id != actor.worker_id:
        raise Refused(
            "pick.taken_over",
            T("Somebody else took this cart over"),
            T("Put the pieces back and scan BACK"),
        )
    if row.status != "open" or row.waits_at_id is not None:
        raise Refused(
            "pick.ended",
            T("This pick was changed meanwhile"),
            T("Put the pieces back and scan BACK"),
        )
    if row.tie is None:
        words = T("This tote is not for this order")
        raise Refused("pick.wrong_tote", words, T("Scan the right tote"))
    if quantity > row.open:
        raise Refused(
            "pick.too_many",
            N("Only {n} piece is wanted", "Only {n} pieces are wanted", row.open),
            T("Put the others back"),
        )
