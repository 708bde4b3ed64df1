"""Void parcels and labels that will not leave: their documents count no more, and it is recorded.

A void parcel's pieces stay in its carton but are packed no more: they go into another parcel, or
back into bins. A parcel of which only the label is void is weighed and waits for another one.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from wms.errors import Refused
from wms.orders import queries as orders
from wms.orders.models import Order, OrderLine
from wms.packing import queries
from wms.packing.models import Parcel, VoidLabel
from wms.packing.queries import LABELLED, UNFINISHED, ParcelRow
from wms.packing.rules import spread
from wms.people.actor import Actor
from wms.stock import lpn
from wms.stock import queries as stock
from wms.terminal import documents
from wms.text import T

CANCELLED, BENCH, ADDRESS, CARRIER = "cancelled", "bench", "address", "carrier"
"""Why a label is void."""

_UNSHIPPED = (
    select(Parcel.id, Parcel.lpn_id, Parcel.status)
    .where(Parcel.order_id == bindparam("order_id"), Parcel.status.in_(UNFINISHED))
    .order_by(Parcel.id)
    .with_for_update()
)
_LOCK_ORDER = select(Order.id).where(Order.id == bindparam("order_id")).with_for_update()
_VOID = update(Parcel).where(Parcel.id == bindparam("parcel_id")).values(status="void")
_FREE_NUMBER = (
    update(Parcel)
    .where(Parcel.id == bindparam("parcel_id"))
    .values(number=bindparam("new_number"), lane_id=None)
)
_LOWEST = select(func.min(Parcel.number)).where(Parcel.order_id == bindparam("order_id"))
_UNLABEL = (
    update(Parcel)
    .where(Parcel.id == bindparam("parcel_id"))
    .values(status="weighed", lane_id=None, closed_at=None)
)
_RECORD = {
    "sqlite": sqlite.insert(VoidLabel).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(VoidLabel).on_conflict_do_nothing(),
}
_UNPACK = (
    update(OrderLine)
    .where(OrderLine.id == bindparam("line_id"))
    .values(packed=OrderLine.packed - bindparam("back"))
)
_UNPACKED = (
    update(Order)
    .where(Order.id == bindparam("number"), Order.status == "packed")
    .values(status="picked")
)


def lock(conn: Connection, order_id: int) -> list[Any]:
    """Lock the parcels of an order that have not left; return (id, lpn_id, status) of them."""
    return list(conn.execute(_UNSHIPPED, {"order_id": order_id}))


def void(conn: Connection, order_id: int, *, actor: Actor, at: datetime) -> int:
    """Void the parcels of an order that have not left and return how many; their goods stay where
    they are."""
    parcels = lock(conn, order_id)
    for row in parcels:
        _void(conn, queries.parcel(conn, row.id), CANCELLED, actor, at)
    return len(parcels)


def void_parcel(conn: Connection, *, parcel_id: int, actor: Actor, at: datetime) -> ParcelRow:
    """Void a parcel at the bench, so that its pieces can be packed again; return what it was.

    :raises Refused: it has left, or is void already.
    """
    known = queries.parcel(conn, parcel_id)
    lock(conn, known.order_id)
    conn.execute(_LOCK_ORDER, {"order_id": known.order_id})
    parcel = queries.parcel(conn, parcel_id)
    if parcel.status not in UNFINISHED:
        words = T("This parcel has left") if parcel.status == "shipped" else T("It is void already")
        raise Refused("packing.gone", words, T("Scan BACK"))
    _void(conn, parcel, BENCH, actor, at)
    lowest = conn.execute(_LOWEST, {"order_id": parcel.order_id}).scalar_one()
    conn.execute(_FREE_NUMBER, {"parcel_id": parcel_id, "new_number": min(lowest, 0) - 1})
    conn.execute(_UNPACKED, {"number": parcel.order_id})
    return parcel


def void_labels(
    conn: Connection, order_id: int, why: str, *, actor: Actor, at: datetime
) -> list[ParcelRow]:
    """Void the labels of an order's parcels that have not left and return these: each is to be
    labelled again, wherever it stands."""
    found = []
    for row in lock(conn, order_id):
        parcel = queries.parcel(conn, row.id)
        if parcel.status in LABELLED:
            documents.void(conn, for_kind="parcel", for_id=parcel.id)
            record(conn, parcel, why, actor, at)
            conn.execute(_UNLABEL, {"parcel_id": parcel.id})
        if queries.void_label(conn, parcel.lpn_id) is not None:
            found.append(parcel)
    return found


def _void(conn: Connection, parcel: ParcelRow, why: str, actor: Actor, at: datetime) -> None:
    conn.execute(_VOID, {"parcel_id": parcel.id})
    documents.void(conn, for_kind="parcel", for_id=parcel.id)
    record(conn, parcel, why, actor, at)
    _unpack(conn, parcel)
    if not stock.in_lpn(conn, parcel.lpn_id):
        lpn.put(conn, parcel.lpn_id, location_id=None)


def record(conn: Connection, parcel: ParcelRow, why: str, actor: Actor, at: datetime) -> None:
    """Note that a parcel's SSCC counts no more."""
    row = {"lpn_id": parcel.lpn_id, "parcel_id": parcel.id, "reason": why, "voided_at": at}
    conn.execute(_RECORD[conn.dialect.name], row | {"voided_by_id": actor.worker_id})


def _unpack(conn: Connection, parcel: ParcelRow) -> None:
    """Count what is in a parcel as not packed: last filled, first emptied."""
    lines = orders.lines(conn, [parcel.order_id])
    for content in queries.inside(conn, parcel.lpn_id):
        mine = [x for x in reversed(lines) if x.item_id == content.item_id]
        rooms = [(x.id, x.packed - x.shipped) for x in mine]
        for line_id, share in spread(content.quantity, rooms):
            conn.execute(_UNPACK, {"line_id": line_id, "back": share})
