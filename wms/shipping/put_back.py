"""Put the goods of a cancelled order back into bins, one item and lot after the other.

They lie in totes that were set down and in void parcels. What is back in a bin was neither picked
nor packed, so the counters of the order's lines go back with it; an emptied tote is free again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update

from wms.errors import Refused
from wms.inbound import putaway
from wms.inbound.putaway import Stored, Suggestion
from wms.layout import queries as layout
from wms.orders import queries as orders
from wms.orders.models import Order, OrderLine
from wms.packing.models import Parcel
from wms.packing.rules import spread
from wms.people.actor import Actor
from wms.picking import totes, wall
from wms.picking.models import OrderTote
from wms.stock import loads
from wms.stock import queries as stock
from wms.stock.contents import Content
from wms.stock.ledger import Goods
from wms.stock.queries import LpnRow, lpn_codes
from wms.text import T

_PARCELS = lpn_codes("parcel")
_IN_TOTE = (
    select(Order.id, Order.reference, OrderTote.status, OrderTote.lpn_id)
    .join(OrderTote, OrderTote.order_id == Order.id)
    .where(Order.status == "cancelled", OrderTote.status != "empty")
)
_IN_PARCEL = (
    select(Order.id, Order.reference, Parcel.status, Parcel.lpn_id)
    .join(Parcel, Parcel.order_id == Order.id)
    .join(_PARCELS, _PARCELS.c.id == Parcel.lpn_id)
    .where(
        Order.status == "cancelled", Parcel.status == "void", _PARCELS.c.location_id.is_not(None)
    )
)
_OF_LPN = (
    _IN_TOTE.where(OrderTote.lpn_id == bindparam("lpn_id")),
    _IN_PARCEL.where(Parcel.lpn_id == bindparam("lpn_id")),
)
_OF_ORDER = (
    _IN_TOTE.where(Order.id == bindparam("order_id")),
    _IN_PARCEL.where(Order.id == bindparam("order_id")),
)
_HERE = Order.warehouse_id == bindparam("warehouse_id")
_STANDING = (_IN_TOTE.where(_HERE, OrderTote.status == "dropped"), _IN_PARCEL.where(_HERE))
_WAITING = tuple(select(func.count()).select_from(asked.subquery()) for asked in _STANDING)
_FIRST = tuple(asked.order_by(Order.id).limit(bindparam("at_most")) for asked in _STANDING)
_LOCK = select(Order.id).where(Order.id == bindparam("order_id")).with_for_update()
_BACK = (
    update(OrderLine)
    .where(OrderLine.id == bindparam("line_id"))
    .values(
        picked=OrderLine.picked - bindparam("back"),
        packed=OrderLine.packed - bindparam("unpacked"),
    )
)


@dataclass(frozen=True, slots=True)
class Returning:
    """A cancelled order's goods in a tote or parcel, by item and lot."""

    order_id: int
    order: str
    parts: tuple[Content, ...]


def of_lpn(conn: Connection, lpn_id: int) -> Returning | None:
    """Return what is to be put back from an LPN; None when it carries no cancelled order.

    :raises Refused: its tote is still on a cart.
    """
    rows = [row for asked in _OF_LPN for row in conn.execute(asked, {"lpn_id": lpn_id})]
    if not rows:
        return None
    order_id, order, status, _ = rows[0]
    if status in ("filling", "full"):
        raise Refused(
            "putback.on_cart",
            T("Order {order} was cancelled, but its tote is on a cart", order=order),
            T("Its picker must finish the walk"),
        )
    return Returning(order_id, order, tuple(loads.contents(conn, lpn_id)))


def pieces_of(conn: Connection, order_id: int) -> int:
    """Return how many pieces of a cancelled order are to be put back, carts and wall included."""
    rows = [row for asked in _OF_ORDER for row in conn.execute(asked, {"order_id": order_id})]
    in_lpns = sum(pieces.on_hand for row in rows for pieces in stock.in_lpn(conn, row.lpn_id))
    return in_lpns + wall.pieces_of(conn, order_id)


def waiting(conn: Connection, warehouse_id: int) -> int:
    """Return how many totes and parcels stand somewhere with goods to put back."""
    given = {"warehouse_id": warehouse_id}
    return sum(conn.execute(asked, given).scalar_one() for asked in _WAITING)


def standing(conn: Connection, warehouse_id: int, *, at_most: int) -> list[tuple[str, str]]:
    """Return up to `at_most` of them, oldest orders first: a tote's code, or the order where it is
    a parcel, and the location."""
    given = {"warehouse_id": warehouse_id, "at_most": at_most}
    rows = [row for asked in _FIRST for row in conn.execute(asked, given)]
    first = sorted(rows, key=lambda row: row.id)[:at_most]
    plates = stock.lpns(conn, [row.lpn_id for row in first])
    return [_told(conn, row.reference, plates[row.lpn_id]) for row in first]


def _told(conn: Connection, order: str, plate: LpnRow) -> tuple[str, str]:
    place = layout.location(conn, plate.location_id).code if plate.location_id else ""
    return (plate.code if plate.kind == "tote" else order), place


def suggest(
    conn: Connection, *, lpn_id: int, goods: Goods, warehouse_id: int, config: Mapping[str, Any]
) -> Suggestion:
    """Return the best bin for `goods` of an LPN, and keep it for them.

    :raises Refused: they are not, or no longer, to be put back; no bin takes all of them.
    """
    _due(conn, lpn_id)
    return putaway.suggest(
        conn, lpn_id=lpn_id, warehouse_id=warehouse_id, config=config, goods=goods
    )


def put_back(
    conn: Connection,
    *,
    lpn_id: int,
    goods: Goods,
    location_id: int,
    actor: Actor,
    at: datetime,
    config: Mapping[str, Any],
) -> Stored:
    """Move `goods` of an LPN into a bin; they are no longer picked for their order.

    :raises Refused: they are not, or no longer, to be put back; the bin does not take them.
    """
    found = _due(conn, lpn_id)
    conn.execute(_LOCK, {"order_id": found.order_id})
    stored = putaway.put_away(
        conn,
        lpn_id=lpn_id,
        location_id=location_id,
        goods=goods,
        actor=actor,
        at=at,
        config=config,
    )
    is_parcel = conn.execute(_OF_LPN[0], {"lpn_id": lpn_id}).first() is None
    _uncount(conn, found.order_id, goods.item_id, stored.pieces, is_parcel=is_parcel)
    totes.free_empty(conn, found.order_id)
    return stored


def _due(conn: Connection, lpn_id: int) -> Returning:
    found = of_lpn(conn, lpn_id)
    if found is None:
        words = T("Nothing in here is to be put back")
        raise Refused("putback.not_due", words, T("Scan another LPN"))
    return found


def _uncount(
    conn: Connection, order_id: int, item_id: int, pieces: int, *, is_parcel: bool
) -> None:
    """Let the order's lines forget pieces, the last line first."""
    lines = [x for x in reversed(orders.lines(conn, [order_id])) if x.item_id == item_id]
    rooms = [(x.id, x.packed - x.shipped if is_parcel else x.picked - x.packed) for x in lines]
    for line_id, share in spread(pieces, rooms):
        unpacked = share if is_parcel else 0
        conn.execute(_BACK, {"line_id": line_id, "back": share, "unpacked": unpacked})
