"""Put goods back into bins, one item and lot after the other: all of an order that was cancelled,
and what was picked for lines that were changed afterwards.

They lie in totes that were set down and in void parcels. What is back in a bin was not picked, so
the counters of the order's lines go back with it; an emptied tote is free again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
_TOTES = (
    select(Order.id, Order.reference, OrderTote.status, OrderTote.lpn_id)
    .join(OrderTote, OrderTote.order_id == Order.id)
    .where(OrderTote.status != "empty")
)
_VOID = (
    select(Order.id, Order.reference, Parcel.status, Parcel.lpn_id)
    .join(Parcel, Parcel.order_id == Order.id)
    .join(_PARCELS, _PARCELS.c.id == Parcel.lpn_id)
    .where(Parcel.status == "void", _PARCELS.c.location_id.is_not(None))
)
_CANCELLED = Order.status == "cancelled"
_CHANGED = Order.id.in_(select(OrderLine.order_id).where(OrderLine.surplus > 0)) & (
    Order.status != "cancelled"
)
_OF_LPN = (
    _TOTES.where(OrderTote.lpn_id == bindparam("lpn_id")),
    _VOID.where(Parcel.lpn_id == bindparam("lpn_id")),
)
_OF_ORDER = (
    _TOTES.where(Order.id == bindparam("order_id")),
    _VOID.where(Order.id == bindparam("order_id")),
)
_HERE = Order.warehouse_id == bindparam("warehouse_id")
_STANDING = (_TOTES.where(_HERE, OrderTote.status == "dropped"), _VOID.where(_HERE))
_WAITING = tuple(
    select(func.count()).select_from(asked.where(_CANCELLED).subquery()) for asked in _STANDING
)
_FIRST = tuple(
    asked.where(_CANCELLED).order_by(Order.id).limit(bindparam("at_most")) for asked in _STANDING
)
_SURPLUS = tuple(asked.where(_CHANGED).order_by(Order.id) for asked in _STANDING)
_STATUS = select(Order.status).where(Order.id == bindparam("order_id"))
_LOCK = select(Order.id).where(Order.id == bindparam("order_id")).with_for_update()
_BACK = (
    update(OrderLine)
    .where(OrderLine.id == bindparam("line_id"))
    .values(
        picked=OrderLine.picked - bindparam("unpicked"),
        surplus=OrderLine.surplus - bindparam("less"),
    )
)


@dataclass(frozen=True, slots=True)
class Returning:
    """Goods of an order in a tote or parcel that are to be put back, by item and lot; all of them
    where the order was cancelled, else those that were taken off it."""

    order_id: int
    order: str
    parts: tuple[Content, ...]
    is_cancelled: bool = True


def of_lpn(conn: Connection, lpn_id: int) -> Returning | None:
    """Return what is to be put back from an LPN; None when it carries nothing of that kind.

    :raises Refused: its tote is still on a cart.
    """
    rows = [row for asked in _OF_LPN for row in conn.execute(asked, {"lpn_id": lpn_id})]
    if not rows:
        return None
    order_id, order, status, _ = rows[0]
    is_cancelled = conn.execute(_STATUS, {"order_id": order_id}).scalar() == "cancelled"
    parts = tuple(loads.contents(conn, lpn_id))
    if not is_cancelled:
        parts = _taken_off(conn, order_id, parts)
    if not (is_cancelled or parts):
        return None
    if status in ("filling", "full"):
        words = T("Order {order} was changed, but its tote is on a cart", order=order)
        if is_cancelled:
            words = T("Order {order} was cancelled, but its tote is on a cart", order=order)
        raise Refused("putback.on_cart", words, T("Its picker must finish the walk"))
    return Returning(order_id, order, parts, is_cancelled)


def _taken_off(conn: Connection, order_id: int, inside: Sequence[Content]) -> tuple[Content, ...]:
    """Return as much of what is inside as was taken off the order's lines."""
    left: dict[int, int] = {}
    for line in orders.lines(conn, [order_id]):
        left[line.item_id] = left.get(line.item_id, 0) + line.surplus
    parts = []
    for content in inside:
        pieces = min(content.pieces, left.get(content.item_id, 0))
        if pieces:
            left[content.item_id] -= pieces
            parts.append(replace(content, pieces=pieces))
    return tuple(parts)


def pieces_of(conn: Connection, order_id: int) -> int:
    """Return how many pieces of an order are to be put back, carts and wall included."""
    if conn.execute(_STATUS, {"order_id": order_id}).scalar() != "cancelled":
        return sum(line.surplus for line in orders.lines(conn, [order_id]))
    rows = [row for asked in _OF_ORDER for row in conn.execute(asked, {"order_id": order_id})]
    in_lpns = sum(pieces.on_hand for row in rows for pieces in stock.in_lpn(conn, row.lpn_id))
    return in_lpns + wall.pieces_of(conn, order_id)


def waiting(conn: Connection, warehouse_id: int) -> int:
    """Return how many totes and parcels stand somewhere with goods to put back."""
    given = {"warehouse_id": warehouse_id}
    cancelled = sum(conn.execute(asked, given).scalar_one() for asked in _WAITING)
    return cancelled + len(_changed(conn, warehouse_id))


def standing(conn: Connection, warehouse_id: int, *, at_most: int) -> list[tuple[str, str]]:
    """Return up to `at_most` of them, oldest orders first: a tote's code, or the order where it is
    a parcel, and the location."""
    given = {"warehouse_id": warehouse_id, "at_most": at_most}
    rows = [row for asked in _FIRST for row in conn.execute(asked, given)]
    rows += _changed(conn, warehouse_id)
    first = sorted(rows, key=lambda row: row.id)[:at_most]
    plates = stock.lpns(conn, [row.lpn_id for row in first])
    return [_told(conn, row.reference, plates[row.lpn_id]) for row in first]


def _changed(conn: Connection, warehouse_id: int) -> list[Any]:
    """Return the totes and parcels of changed orders where something is to be put back."""
    given = {"warehouse_id": warehouse_id}
    rows = [row for asked in _SURPLUS for row in conn.execute(asked, given)]
    left = {row.id: pieces_of(conn, row.id) for row in rows}
    found = []
    for row in rows:
        inside = of_lpn(conn, row.lpn_id) if left[row.id] > 0 else None
        if inside is not None:
            left[row.id] -= sum(part.pieces for part in inside.parts)
            found.append(row)
    return found


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
    conn.execute(_LOCK, {"order_id": _due(conn, lpn_id).order_id})
    found = _due(conn, lpn_id)
    part = next(
        (p for p in found.parts if Goods(p.item_id, p.lot_id, p.merchant_id) == goods), None
    )
    if part is None and not found.is_cancelled:
        raise _not_due()
    stored = putaway.put_away(
        conn,
        lpn_id=lpn_id,
        location_id=location_id,
        goods=goods,
        actor=actor,
        at=at,
        config=config,
        at_most=part.pieces if part and not found.is_cancelled else 0,
    )
    _uncount(conn, found.order_id, goods.item_id, stored.pieces)
    totes.free_empty(conn, found.order_id)
    return stored


def _due(conn: Connection, lpn_id: int) -> Returning:
    found = of_lpn(conn, lpn_id)
    if found is None:
        raise _not_due()
    return found


def _not_due() -> Refused:
    words = T("Nothing in here is to be put back")
    return Refused("putback.not_due", words, T("Scan another LPN"))


def _uncount(conn: Connection, order_id: int, item_id: int, pieces: int) -> None:
    """Let the order's lines forget pieces, the last line first; those taken off it before all."""
    lines = [x for x in reversed(orders.lines(conn, [order_id])) if x.item_id == item_id]
    taken_off = spread(pieces, [(x.id, x.surplus) for x in lines])
    for line_id, share in taken_off:
        conn.execute(_BACK, {"line_id": line_id, "unpicked": 0, "less": share})
    pieces -= sum(share for _, share in taken_off)
    for line_id, share in spread(pieces, [(x.id, x.picked - x.packed) for x in lines]):
        conn.execute(_BACK, {"line_id": line_id, "unpicked": share, "less": 0})
