"""Totes of a cart: tie one to an order, close a full one, drop them where they go next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from wms.errors import Refused
from wms.layout import queries as layout
from wms.orders.models import Order, OrderLine
from wms.people.actor import Actor
from wms.picking import close_wave, queries, room
from wms.picking.claim import own
from wms.picking.models import Cluster, ClusterOrder, OrderTote, Pick, WallSlot, WaveOrder
from wms.stock import freed, lpn
from wms.stock import queries as stock
from wms.text import T

_TIE = insert(OrderTote)
_CARRIES = (
    select(Order.reference, Cluster.reference.label("cluster"))
    .select_from(OrderTote)
    .join(Cluster, Cluster.id == OrderTote.cluster_id)
    .outerjoin(Order, Order.id == OrderTote.order_id)
    .where(OrderTote.lpn_id == bindparam("tote"), OrderTote.status != "empty")
)
_SET = (
    update(OrderTote)
    .where(OrderTote.lpn_id == bindparam("tote"), OrderTote.status.in_(("filling", "full")))
    .values(status=bindparam("new_status"))
)
_FULL = (
    update(OrderTote)
    .where(OrderTote.lpn_id == bindparam("tote"), OrderTote.status == "filling")
    .values(status="full")
    .returning(OrderTote.order_id)
)
_EMPTY = (
    update(OrderTote)
    .where(
        OrderTote.lpn_id == bindparam("tote"),
        OrderTote.order_id == bindparam("order"),
        OrderTote.status != "empty",
    )
    .values(status="empty")
)
_CANCELLED = select(Order.reference).where(
    Order.id == bindparam("order_id"), Order.status == "cancelled"
)
_UNDER_WAY = (
    select(Pick.id)
    .where(Pick.order_id == bindparam("order_id"), Pick.status == "open")
    .union_all(
        select(OrderTote.id).where(
            OrderTote.order_id == bindparam("order_id"),
            OrderTote.status.in_(("filling", "full")),
        ),
        select(Pick.id)
        .join(Cluster, Cluster.id == Pick.cluster_id)
        .where(
            Pick.order_id == bindparam("order_id"),
            Cluster.method == "batch",
            Pick.picked > Pick.sorted,
        ),
        select(WallSlot.id).where(
            WallSlot.order_id == bindparam("order_id"), WallSlot.emptied_at.is_(None)
        ),
    )
)
_MEMBERS = (
    select(ClusterOrder.order_id)
    .where(ClusterOrder.cluster_id == bindparam("cluster_id"))
    .order_by(ClusterOrder.order_id)
)
_PICKED = select(func.sum(OrderLine.picked)).where(OrderLine.order_id == bindparam("order_id"))
_STATUS = (
    update(Order)
    .where(Order.id == bindparam("order_id"), Order.status == "released")
    .values(status=bindparam("new_status"), reason=bindparam("new_reason"))
)
_UNSHORT = update(OrderLine).where(OrderLine.order_id == bindparam("order_id_")).values(short=0)
_DONE = (
    update(Cluster)
    .where(Cluster.id == bindparam("cluster_id"), Cluster.status != "done")
    .values(status="done", worker_id=None, done_at=bindparam("at"))
    .returning(Cluster.warehouse_id)
)
_LEAVE_WAVE = delete(WaveOrder).where(WaveOrder.order_id == bindparam("order_id"))


def tie(
    conn: Connection,
    *,
    cluster_id: int,
    order_id: int | None,
    tote_id: int,
    cart_id: int,
    actor: Actor,
) -> None:
    """Put an empty tote on the cart for an order; without one, for all orders of a batch.

    :raises Refused: the tote carries an order, or something else; the cart is somebody else's;
        the order was cancelled.
    """
    own(conn, cluster_id=cluster_id, actor=actor)
    cancelled = conn.execute(_CANCELLED, {"order_id": order_id}).scalar()
    if cancelled is not None:
        words = T("Order {order} was cancelled", order=cancelled)
        raise Refused("pick.ended", words, T("Scan BACK, then PICK"))
    check_free(conn, tote_id)
    row = {"lpn_id": tote_id, "order_id": order_id, "cluster_id": cluster_id}
    conn.execute(_TIE, row | {"status": "filling"})
    lpn.put(conn, tote_id, location_id=cart_id)


def check_free(conn: Connection, tote_id: int) -> None:
    """Make sure that a tote is empty and nobody's.

    :raises Refused: it carries an order or a batch, or something else.
    """
    carried = conn.execute(_CARRIES, {"tote": tote_id}).first()
    if carried is not None:
        words = T("This tote carries order {order}", order=carried.reference)
        if carried.reference is None:
            words = T("This tote is of batch {batch}", batch=carried.cluster)
        raise Refused("tote.in_use", words, T("Take an empty tote"))
    if stock.in_lpn(conn, tote_id):
        raise Refused("tote.not_empty", T("This tote is not empty"), T("Take an empty tote"))


def swap(conn: Connection, *, cluster_id: int, full_id: int, empty_id: int, actor: Actor) -> None:
    """Close a tote that takes no more and put an empty one beside it for the same order.

    :raises Refused: the full tote is not on the cart, or the other one is not empty.
    """
    cart = conn.execute(_FULL, {"tote": full_id}).first()
    if cart is None:
        raise Refused("tote.gone", T("That tote is on no cart"), T("Scan BACK"))
    where = stock.place_of_lpn(conn, full_id)
    tie(
        conn,
        cluster_id=cluster_id,
        order_id=cart.order_id,
        tote_id=empty_id,
        cart_id=where,
        actor=actor,
    )


def drop(
    conn: Connection,
    *,
    cluster_id: int,
    totes: Sequence[tuple[int, int]],
    location_id: int,
    warehouse_id: int,
    actor: Actor,
    at: datetime,
) -> None:
    """Set totes (order id, tote id) down at a location; their orders are picked now. The common
    totes of a batch, of order 0, are set down at the put wall and are yet to be sorted.

    :raises Refused: the cart is somebody else's, or the totes are no longer on it.
    """
    own(conn, cluster_id=cluster_id, actor=actor)
    on_cart = {(order_id, tote_id) for order_id, tote_id, _ in queries.on_cart(conn, cluster_id)}
    if not set(totes) <= on_cart:
        raise Refused("drop.gone", T("These totes are not on your cart"), T("Scan BACK"))
    for order_id, tote_id in totes:
        moved = lpn.move(
            conn,
            warehouse_id,
            tote_id,
            target_id=location_id,
            kind="drop",
            actor=actor,
            at=at,
            for_kind="order" if order_id else "cluster",
            for_id=order_id or cluster_id,
        )
        conn.execute(_SET, {"tote": tote_id, "new_status": "dropped" if moved else "empty"})
        if not moved:
            lpn.put(conn, tote_id, location_id=None)
    for order_id in sorted({order_id for order_id, _ in totes if order_id}):
        settle(conn, order_id)
    finish(conn, cluster_id, at=at)
    freed.refill(conn, warehouse_id, at=at)


def free_empty(conn: Connection, order_id: int) -> None:
    """Free the totes of an order that hold nothing, wherever they stand."""
    for tote_id, _, _ in queries.totes_of(conn, order_id):
        if not stock.in_lpn(conn, tote_id):
            conn.execute(_EMPTY, {"tote": tote_id, "order": order_id})
            lpn.put(conn, tote_id, location_id=None)


def settle(conn: Connection, order_id: int) -> None:
    """Call an order picked when nothing is left to pick or to sort and no tote of it is on a cart;
    with no piece at all it waits again, in no wave. Otherwise somebody still works on it."""
    if conn.execute(_UNDER_WAY, {"order_id": order_id}).first():
        return
    if conn.execute(_PICKED, {"order_id": order_id}).scalar():
        conn.execute(_STATUS, {"order_id": order_id, "new_status": "picked", "new_reason": ""})
        return
    missing = queries.short_lines(conn, order_id)
    reason = f"short {missing[0].sku}"[:64] if missing else "no_stock"
    values = {"order_id": order_id, "new_status": "waiting", "new_reason": reason}
    if conn.execute(_STATUS, values).rowcount:
        conn.execute(_UNSHORT, {"order_id_": order_id})
        conn.execute(_LEAVE_WAVE, {"order_id": order_id})


def finish(conn: Connection, cluster_id: int, *, at: datetime) -> None:
    """End a cluster that has nothing left to pick and nothing on the cart; claimed or not."""
    left = select(Pick.id).where(Pick.cluster_id == cluster_id, Pick.status == "open")
    if conn.execute(left).first() or queries.on_cart(conn, cluster_id):
        return
    for order_id in conn.execute(_MEMBERS, {"cluster_id": cluster_id}).scalars().all():
        settle(conn, order_id)
    warehouse_id = conn.execute(_DONE, {"cluster_id": cluster_id, "at": at}).scalar()
    if warehouse_id is not None:
        close_wave.close(conn, cluster_id, at=at)
        room.tell(conn, warehouse_id, at=at)


def cart(conn: Connection, warehouse_id: int) -> int:
    """Return the location that stands for goods on carts."""
    return layout.first(conn, warehouse_id, "cart").id
