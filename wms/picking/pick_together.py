"""Take the pieces of all orders of a batch out of a bin at once, into a common tote."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from wms.catalog.models import Item
from wms.errors import Refused
from wms.orders.rules import spread
from wms.people.actor import Actor
from wms.picking.models import Cluster, OrderTote, Pick
from wms.picking.pick import COUNT_LINE, COUNT_PICK
from wms.picking.queries import TOGETHER
from wms.stock.ledger import Goods, Move, Place, post
from wms.text import N, T

_LEAD = (
    select(
        Pick.location_id,
        Pick.item_id,
        Pick.lot_id,
        Item.merchant_id,
        OrderTote.id.label("tie"),
        Cluster.worker_id,
    )
    .join(Item, Item.id == Pick.item_id)
    .join(Cluster, Cluster.id == Pick.cluster_id)
    .outerjoin(
        OrderTote,
        (OrderTote.cluster_id == Pick.cluster_id)
        & (OrderTote.lpn_id == bindparam("tote"))
        & OrderTote.order_id.is_(None)
        & (OrderTote.status == "filling"),
    )
    .where(Pick.id == bindparam("pick_id"))
)
_OPEN = (
    select(
        Pick.id,
        Pick.order_line_id,
        Pick.reservation_id,
        (Pick.quantity - Pick.picked).label("open"),
    )
    .where(TOGETHER, Pick.status == "open")
    .order_by(Pick.id)
    .with_for_update()
)


def pick_together(
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
    """Move `quantity` pieces of a stop from its bin into `tote_id`, which stands at `cart_id`.

    `pick_id` is any pick of the stop; the orders get their pieces in the batch's order.

    :raises Refused: nothing is wanted any more, more is taken than is wanted, or the tote is not
        one of this batch.
    """
    lead = conn.execute(_LEAD, {"pick_id": pick_id, "tote": tote_id}).one()
    rows = conn.execute(_OPEN, {"pick_id": pick_id}).all()
    _check(lead, sum(row.open for row in rows), quantity, actor)
    shares = spread(quantity, (row.open for row in rows))
    taken = [(row, n) for row, n in zip(rows, shares, strict=True) if n]
    goods = Goods(lead.item_id, lead.lot_id, lead.merchant_id)
    moves = [
        Move(
            "pick",
            goods,
            n,
            Place(lead.location_id),
            Place(cart_id, tote_id),
            "order_line",
            row.order_line_id,
            reservation_id=row.reservation_id,
        )
        for row, n in taken
    ]
    post(conn, warehouse_id, moves, actor=actor, at=at)
    conn.execute(COUNT_PICK, [{"pick_id": row.id, "n": n, "at": at} for row, n in taken])
    conn.execute(COUNT_LINE, [{"line_id": row.order_line_id, "n": n} for row, n in taken])


def _check(lead: Any, wanted: int, quantity: int, actor: Actor) -> None:
    if actor.worker_id is not None and lead.worker_id != actor.worker_id:
        raise Refused(
            "pick.taken_over",
            T("Somebody else took this cart over"),
            T("Put the pieces back and scan BACK"),
        )
    if not wanted:
        raise Refused(
            "pick.ended",
            T("Nobody wants these any more"),
            T("Put the pieces back and scan BACK"),
        )
    if lead.tie is None:
        words = T("This tote is not for this batch")
        raise Refused("pick.wrong_tote", words, T("Scan the right tote"))
    if quantity > wanted:
        raise Refused(
            "pick.too_many",
            N("Only {n} piece is wanted now", "Only {n} pieces are wanted now", wanted),
            T("Scan BACK and take so many"),
        )
