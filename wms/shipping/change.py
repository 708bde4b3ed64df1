"""Change an order, however far it has come: a definite answer, all in one transaction.

What is not on its way to the shelf yet is simply ordered anew. While it is picked, fewer pieces
are let go or go back, more are fetched at once or refused. What is in a parcel stays: the parcel
must be opened first. Another address or carrier voids the labels that were printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, update

from wms import jobs
from wms.catalog import queries as catalog
from wms.errors import Refused
from wms.orders import allocate, amend
from wms.orders import queries as orders
from wms.orders.accept import OrderedLine, check, owner_of
from wms.orders.models import Order
from wms.orders.note import note
from wms.orders.queries import OrderRow
from wms.orders.recipient import Recipient
from wms.orders.rules import Need, Step
from wms.packing import close, void
from wms.packing import queries as packing
from wms.packing.void import ADDRESS, CARRIER
from wms.people.actor import Actor
from wms.picking import fetch, follow, totes, wall, withdraw
from wms.picking import queries as picking
from wms.picking.hasten import hasten
from wms.picking.lessen import lessen
from wms.shipping import ship
from wms.shipping.lock import lock
from wms.shipping.queries import carrier_of
from wms.shipping.upload_label import forget_unprinted
from wms.stock import freed
from wms.text import N, T, Text

UNPROMISED = ("accepted", "waiting")
_UNPICKED = (
    update(Order)
    .where(Order.id == bindparam("number"), Order.status == "picked")
    .values(status="released")
)


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change led to: `pieces_back` are to be put back into bins, `pieces_more` are to be
    picked besides, `relabel` parcels need another label. `outcome` is `unchanged`, `applied`, or
    `pending` while somebody on the floor has something to do."""

    outcome: str
    words: tuple[Text, ...] = ()
    pieces_back: int = 0
    pieces_more: int = 0
    relabel: int = 0


def change(
    conn: Connection,
    *,
    order_id: int,
    lines: Sequence[OrderedLine],
    recipient: Recipient,
    carrier_code: str,
    ship_by: datetime | None,
    priority: int,
    actor: Actor,
    at: datetime,
) -> Changed:
    """Let an order say what is given, and tell what that led to; the same again changes nothing.

    :raises Refused: it has left or was cancelled; nothing would be left of it; pieces that are
        taken off are packed; pieces that are added cannot be had.
    """
    check(lines, recipient)
    order = lock(conn, order_id)
    withdraw.lock_picks(conn, order_id)
    head: dict[str, Any] = {"carrier_code": carrier_code, "ship_by": ship_by, "priority": priority}
    head |= {"recipient": recipient.plain()}
    head = {name: value for name, value in head.items() if getattr(order, name) != value}
    steps = amend.steps(conn, order_id, [(line.item_id, line.quantity) for line in lines])
    if not head and not steps:
        return Changed("unchanged", (T("Order {order} is as it was", order=order.reference),))
    _check_open(order)
    where = [why for why, name in _LABEL if name in head]
    _check_here(conn, order, where)
    if steps:
        head |= {"merchant_id": owner_of(conn, lines)}
    amend.amend_head(conn, order_id, head)
    if "carrier_code" in head:
        carrier_of(conn, orders.order(conn, order_id))
    _hasten(conn, order, head, at)
    relabel = _void_labels(conn, order_id, where, actor, at)
    done = _lines(conn, order, steps, at) if steps else _Lines()
    about = {"fields": sorted(set(head) - {"merchant_id"}), "lines": len(steps)}
    note(conn, order_id, "changed", about | {"parcels": relabel}, actor=actor, at=at)
    return _told(order, done, relabel)


_LABEL = ((ADDRESS, "recipient"), (CARRIER, "carrier_code"))


@dataclass(frozen=True, slots=True)
class _Lines:
    """`waits` is the reason why the order has to wait for stock now."""

    back: int = 0
    more: int = 0
    waits: str = ""


def _check_open(order: OrderRow) -> None:
    if order.status == "cancelled":
        words = T("Order {order} was cancelled", order=order.reference)
        raise Refused("orders.cancelled", words, T("Send it as a new order"))
    if order.status == "shipped":
        words = T("Order {order} has left", order=order.reference)
        raise Refused("orders.shipped", words, T("Register a return, or send a new order"))


def _check_here(conn: Connection, order: OrderRow, where: Sequence[str]) -> None:
    """Refuse another address or carrier once a parcel has left."""
    left = [p.number for p in packing.parcels_of(conn, [order.id]) if p.status == "shipped"]
    if where and left:
        words = T("Parcel {n} of {order} has left", n=left[0], order=order.reference)
        raise Refused("orders.shipped", words, T("Ask its carrier to redirect it"))


def _void_labels(
    conn: Connection, order_id: int, where: Sequence[str], actor: Actor, at: datetime
) -> int:
    """Void what was printed, and forget what carriers have sent; return how many parcels need
    another label."""
    if not where:
        return 0
    forget_unprinted(conn, order_id)
    return len(void.void_labels(conn, order_id, where[0], actor=actor, at=at))


def _hasten(conn: Connection, order: OrderRow, head: dict[str, Any], at: datetime) -> None:
    if "priority" in head:
        hasten(conn, order.id)
    if order.status in UNPROMISED:
        allocate.ask(conn, order.warehouse_id, at=at)


def _lines(conn: Connection, order: OrderRow, steps: Sequence[Step], at: datetime) -> _Lines:
    if order.status in (*UNPROMISED, "allocated"):
        return _promised_anew(conn, order, steps, at)
    _check_unpacked(conn, order, steps)
    _check_sorted(conn, order, steps)
    for step in (s for s in steps if s.unpick):
        lessen(conn, line_id=step.line_id, quantity=step.unpick, at=at)
    ids = {id(step): amend.amend_line(conn, order.id, step) for step in steps}
    needs = [Need(ids[id(s)], s.item_id, s.more) for s in steps if s.more]
    lacking = fetch.fetch(conn, order.warehouse_id, order_id=order.id, needs=needs, at=at)
    if lacking is not None:
        raise _lacking(conn, *lacking)
    if any(step.unpick for step in steps):
        freed.tell(conn, order.warehouse_id, at=at)
    _settle(conn, order.id, at)
    follow.tell(conn, [order.id])
    return _Lines(sum(s.back for s in steps), sum(s.more for s in steps))


def _promised_anew(
    conn: Connection, order: OrderRow, steps: Sequence[Step], at: datetime
) -> _Lines:
    """Change an order that nobody picks yet; one that had all its stock gets it again at once, or
    waits for what there is not."""
    if order.status == "allocated":
        allocate.unpromise(conn, order.id, at=at)
    for step in steps:
        amend.amend_line(conn, order.id, step)
    waits = ""
    if order.status == "allocated":
        waits = allocate.allocate(conn, order.warehouse_id, [order.id], at=at)[order.id]
        payload = {"warehouse_id": order.warehouse_id}
        jobs.put(conn, "release", payload, key=f"release-{order.warehouse_id}", at=at)
    if waits:
        withdraw.leave_wave(conn, order.id)
    freed.tell(conn, order.warehouse_id, at=at)
    return _Lines(waits=waits)


def _check_unpacked(conn: Connection, order: OrderRow, steps: Sequence[Step]) -> None:
    """Refuse to change what is in a parcel, or to add to an order whose last label is printed."""
    parcels = [p for p in packing.parcels_of(conn, [order.id]) if p.status != "void"]
    inside = next((step for step in steps if step.packed), None)
    final = packing.is_whole(conn, order.id) and any(p.status in packing.LABELLED for p in parcels)
    if order.status != "packed" and inside is None and not final:
        return
    here = [p for p in parcels if p.status != "shipped"]
    if not here:
        words = T("What is taken off {order} has left", order=order.reference)
        raise Refused("orders.shipped", words, T("Register a return"))
    words = T("Order {order} is packed", order=order.reference)
    if inside is not None:
        sku = catalog.item(conn, inside.item_id).sku
        words = T("{n} {sku} of {order} is packed", n=inside.packed, sku=sku, order=order.reference)
    remedy = T("Have parcel {n} unpacked at {station}, then change it", **_at(here[-1]))
    raise Refused("orders.packed", words, remedy)


def _check_sorted(conn: Connection, order: OrderRow, steps: Sequence[Step]) -> None:
    """Refuse to take off what lies among other orders' pieces on the way through the put wall."""
    if any(step.back for step in steps) and wall.pieces_of(conn, order.id):
        words = T("Pieces of {order} are being sorted", order=order.reference)
        raise Refused("orders.sorting", words, T("Change it when its tote has left the put wall"))


def _at(parcel: packing.ParcelRow) -> dict[str, object]:
    return {"n": parcel.number, "station": parcel.station}


def _lacking(conn: Connection, item_id: int, pieces: int) -> Refused:
    words = N(
        "{n} piece of {sku} cannot be had",
        "{n} pieces of {sku} cannot be had",
        pieces,
        sku=catalog.item(conn, item_id).sku,
    )
    return Refused("orders.no_stock", words, T("Add fewer, or order them apart"), field="lines")


def _settle(conn: Connection, order_id: int, at: datetime) -> None:
    """See how far the order is now: still picked, ready to be packed, packed, or waiting."""
    conn.execute(_UNPICKED, {"number": order_id})
    if not picking.open_picks(conn, order_id):
        totes.free_empty(conn, order_id)
    for cluster_id in withdraw.lock(conn, order_id):
        totes.finish(conn, cluster_id, at=at)
    totes.settle(conn, order_id)
    packed, _ = packing.progress(conn, order_id)
    if packed:
        close.settle(conn, order_id)
        ship.settle(conn, order_id, at=at)


def _told(order: OrderRow, done: _Lines, relabel: int) -> Changed:
    words = [T("Order {order} is changed", order=order.reference)]
    if done.waits:
        words.append(T("It waits: there is not enough stock"))
    if done.back:
        words.append(N("{n} piece is to be put back", "{n} pieces are to be put back", done.back))
    if done.more:
        words.append(N("{n} piece more is picked", "{n} pieces more are picked", done.more))
    if relabel:
        n = relabel
        words.append(N("{n} parcel needs a new label", "{n} parcels need a new label", n))
    pending = done.back or done.more or relabel
    outcome = "pending" if pending else "applied"
    return Changed(outcome, tuple(words), done.back, done.more, relabel)
