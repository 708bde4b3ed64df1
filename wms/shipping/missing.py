"""Pieces that the totes of an order should hold are not there when it is packed.

They leave the books as a count, the order gets others at once, or goes without them. Whatever
comes of it, the bench goes on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, update

from wms.errors import Refused
from wms.layout.models import COUNT
from wms.orders import queries as orders
from wms.orders.models import Order, OrderLine
from wms.orders.note import note
from wms.orders.queries import LineRow
from wms.orders.rules import Need
from wms.packing import close, queries, ready, void
from wms.packing.queries import ParcelRow
from wms.people.actor import Actor
from wms.picking import fetch, totes
from wms.picking.again import secured_anew
from wms.shipping import ship
from wms.stock.ledger import Move, Place, post
from wms.text import T

REASON = "missing"

_UNPICK = (
    update(OrderLine)
    .where(OrderLine.id == bindparam("line_id"))
    .values(
        picked=OrderLine.packed,
        surplus=0,
        short=OrderLine.short + bindparam("given_up"),
    )
)
_UNPICKED = (
    update(Order)
    .where(Order.id == bindparam("number"), Order.status == "picked")
    .values(status="released")
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """`fetched` pieces are picked anew, `short` ones are given up. `ended` tells that nothing is
    left for this parcel: it is no more."""

    fetched: int
    short: int
    ended: bool = False


def missing(
    conn: Connection,
    warehouse_id: int,
    *,
    parcel_id: int,
    ship_short: bool,
    actor: Actor,
    at: datetime,
) -> Outcome:
    """Write off all pieces that are to go into an open parcel and are not there.

    With `ship_short` the order goes without them; else others are picked, and only what cannot be
    had is given up.

    :raises Refused: nothing is missing, or the parcel is not open here.
    """
    parcel = ready.parcel_ready(conn, parcel_id, actor, "open")
    lines = [x for x in orders.lines(conn, [parcel.order_id]) if x.picked > x.packed]
    if not lines:
        words = T("Nothing is missing")
        raise Refused("packing.nothing_missing", words, T("Scan DONE"))
    _write_off(conn, warehouse_id, parcel, lines, actor, at)
    lost = sum(line.picked - line.packed for line in lines)
    for line in lines:
        given_up = line.picked - line.packed if ship_short else 0
        conn.execute(_UNPICK, {"line_id": line.id, "given_up": given_up})
    short = lost if ship_short else _fetched(conn, warehouse_id, parcel, lines, at)
    about = {"pieces": lost, "fetched": lost - short, "parcel": parcel.number}
    note(conn, parcel.order_id, REASON, about, actor=actor, at=at)
    ended = lost == short and not queries.inside(conn, parcel.lpn_id)
    if ended:
        _end(conn, parcel, actor, at)
    return Outcome(lost - short, short, ended)


def _write_off(
    conn: Connection,
    warehouse_id: int,
    parcel: ParcelRow,
    lines: list[LineRow],
    actor: Actor,
    at: datetime,
) -> None:
    """Let what the totes hold of the lines' items leave the books."""
    items = {line.item_id for line in lines}
    document = ("order", parcel.order_id, REASON)
    moves = [
        Move("count", p.goods, p.on_hand, p.place, Place(COUNT), *document)
        for p in queries.in_totes(conn, parcel.order_id)
        if p.item_id in items
    ]
    if moves:
        post(conn, warehouse_id, moves, actor=actor, at=at)


def _fetched(
    conn: Connection, warehouse_id: int, parcel: ParcelRow, lines: list[LineRow], at: datetime
) -> int:
    """Make picks of as many other pieces as there are; return how many are given up."""
    short = 0
    for line in lines:
        need = Need(line.id, line.item_id, line.picked - line.packed)
        short += secured_anew(conn, warehouse_id, need, at=at)
    ids = [line.id for line in lines]
    fetch.add(conn, warehouse_id, order_id=parcel.order_id, line_ids=ids, at=at)
    return short


def _end(conn: Connection, parcel: ParcelRow, actor: Actor, at: datetime) -> None:
    """Give an empty parcel up; its order has no other piece to pack."""
    void.void_parcel(conn, parcel_id=parcel.id, actor=actor, at=at)
    close.leave(conn, parcel.order_id)
    packed, _ = queries.progress(conn, parcel.order_id)
    if packed:
        close.settle(conn, parcel.order_id)
        ship.settle(conn, parcel.order_id, at=at)
    else:
        conn.execute(_UNPICKED, {"number": parcel.order_id})
        totes.settle(conn, parcel.order_id)
