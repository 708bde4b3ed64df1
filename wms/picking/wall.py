"""What may be asked about the put wall: whose the pieces in a batch's totes are, and the slots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, case, exists, func, select

from wms.layout.models import Location
from wms.orders.models import Order
from wms.people.models import Worker
from wms.picking.models import Cluster, ClusterOrder, OrderTote, Pick, WallSlot
from wms.picking.rules import Claim
from wms.stock import queries as stock
from wms.stock.queries import Pieces, lpn_codes


@dataclass(frozen=True, slots=True)
class BatchTote:
    """A tote at the put wall and who works on it, if anybody: a common one of a batch that is to be
    sorted (`dropped`), or one that was filled from a slot (`full`, `is_filled`)."""

    lpn_id: int
    code: str
    cluster_id: int
    status: str
    worker_id: int | None
    worker: str | None
    is_filled: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """A slot that is an order's; complete when no more pieces of the order come to it."""

    id: int
    location_id: int
    code: str
    order_id: int
    order: str
    cluster_id: int
    is_cancelled: bool
    is_complete: bool


_CODES = lpn_codes("tote")
IN_USE = OrderTote.order_id.is_(None) & (OrderTote.status != "empty")
_TOTES: Select[*tuple[Any, ...]] = (
    select(
        OrderTote.lpn_id,
        _CODES.c.code,
        OrderTote.cluster_id,
        OrderTote.status,
        OrderTote.worker_id,
        Worker.name,
        OrderTote.order_id.is_not(None).label("is_filled"),
    )
    .join(_CODES, _CODES.c.id == OrderTote.lpn_id)
    .outerjoin(Worker, Worker.id == OrderTote.worker_id)
)
_FILLED = (OrderTote.status == "full") & OrderTote.worker_id.is_not(None)
_TOTE = _TOTES.where(OrderTote.lpn_id == bindparam("lpn_id"), IN_USE | _FILLED)
_MINE = _TOTES.where(
    IN_USE, OrderTote.worker_id == bindparam("worker"), OrderTote.status == "dropped"
).limit(1)
_WAITING = (
    select(func.count())
    .select_from(OrderTote)
    .join(Cluster, Cluster.id == OrderTote.cluster_id)
    .where(
        (IN_USE & (OrderTote.status == "dropped")) | _FILLED,
        Cluster.warehouse_id == bindparam("warehouse_id"),
    )
)
_COMMON = (
    select(OrderTote.lpn_id)
    .where(IN_USE, OrderTote.status == "dropped", OrderTote.cluster_id == bindparam("cluster_id"))
    .order_by(case((OrderTote.lpn_id == bindparam("first"), 0), else_=1), OrderTote.id)
)
_TO_SORT = Pick.picked - Pick.sorted
_MATCHES = and_(Pick.item_id == bindparam("item_id"), Pick.lot_id == bindparam("lot_id"))
_CLAIMS = (
    select(
        Pick.order_id,
        Order.reference,
        ClusterOrder.position,
        (Order.status == "cancelled").label("is_cancelled"),
        func.sum(case((_MATCHES, _TO_SORT), else_=0)),
        func.sum(_TO_SORT),
        func.coalesce(WallSlot.location_id, 0),
        func.coalesce(Location.code, ""),
    )
    .join(Order, Order.id == Pick.order_id)
    .join(
        ClusterOrder,
        (ClusterOrder.order_id == Pick.order_id) & (ClusterOrder.cluster_id == Pick.cluster_id),
    )
    .outerjoin(WallSlot, (WallSlot.order_id == Pick.order_id) & WallSlot.emptied_at.is_(None))
    .outerjoin(Location, Location.id == WallSlot.location_id)
    .where(Pick.cluster_id == bindparam("cluster_id"), Pick.picked > Pick.sorted)
    .group_by(
        *(Pick.order_id, Order.reference, ClusterOrder.position, Order.status),
        *(WallSlot.location_id, Location.code),
    )
    .having(func.sum(case((_MATCHES, _TO_SORT), else_=0)) > 0)
)
_PROGRESS = select(func.sum(Pick.sorted), func.sum(Pick.picked)).where(
    Pick.cluster_id == bindparam("cluster_id")
)
_STILL = exists().where(
    Pick.order_id == WallSlot.order_id,
    Pick.cluster_id == Cluster.id,
    Cluster.method == "batch",
    (Pick.picked > Pick.sorted) | (Pick.status == "open"),
)
_SLOTS: Select[*tuple[Any, ...]] = (
    select(
        WallSlot.id,
        WallSlot.location_id,
        Location.code,
        WallSlot.order_id,
        Order.reference,
        WallSlot.cluster_id,
        (Order.status == "cancelled").label("is_cancelled"),
        (~_STILL).label("is_complete"),
    )
    .join(Location, Location.id == WallSlot.location_id)
    .join(Order, Order.id == WallSlot.order_id)
    .where(WallSlot.emptied_at.is_(None))
)
_SLOT = _SLOTS.where(WallSlot.location_id == bindparam("location_id"))
_SLOT_OF = _SLOTS.where(WallSlot.order_id == bindparam("order_id"))
_COMPLETE = (
    _SLOTS.where(WallSlot.worker_id == bindparam("worker"), ~_STILL).order_by(WallSlot.id).limit(1)
)
_ALL_COMPLETE = (
    select(func.count())
    .select_from(WallSlot)
    .join(Location, Location.id == WallSlot.location_id)
    .where(
        Location.warehouse_id == bindparam("warehouse_id"), WallSlot.emptied_at.is_(None), ~_STILL
    )
)
_UNSORTED = (
    select(func.coalesce(func.sum(_TO_SORT), 0))
    .join(Cluster, Cluster.id == Pick.cluster_id)
    .where(Pick.order_id == bindparam("order_id"), Cluster.method == "batch")
)


def tote(conn: Connection, lpn_id: int) -> BatchTote | None:
    """Return the batch's tote that an LPN is, or the one that it was filled from the wall as."""
    return _tote(conn, _TOTE, lpn_id=lpn_id)


def mine(conn: Connection, worker_id: int) -> BatchTote | None:
    """Return the tote that a worker is sorting."""
    return _tote(conn, _MINE, worker=worker_id)


def waiting(conn: Connection, warehouse_id: int) -> int:
    """Return how much there is to do at the put wall: totes to sort, complete slots to empty,
    filled totes to bring on."""
    given = {"warehouse_id": warehouse_id}
    return sum(conn.execute(asked, given).scalar_one() for asked in (_WAITING, _ALL_COMPLETE))


def inside(conn: Connection, cluster_id: int, *, first: int) -> list[Pieces]:
    """Return what lies in a batch's totes at the wall, those of the tote `first` first."""
    numbers = conn.execute(_COMMON, {"cluster_id": cluster_id, "first": first}).scalars().all()
    return [pieces for number in numbers for pieces in stock.in_lpn(conn, number)]


def claims(conn: Connection, cluster_id: int, item_id: int, lot_id: int) -> list[Claim]:
    """Return which orders of a batch still get pieces of an item and lot."""
    asked = {"cluster_id": cluster_id, "item_id": item_id, "lot_id": lot_id}
    return [
        Claim(row[0], row[1], row[2], bool(row[3]), int(row[4]), int(row[5]), row[6], row[7])
        for row in conn.execute(_CLAIMS, asked)
    ]


def progress(conn: Connection, cluster_id: int) -> tuple[int, int]:
    """Return (sorted, picked) pieces of a batch."""
    row = conn.execute(_PROGRESS, {"cluster_id": cluster_id}).one()
    return int(row[0] or 0), int(row[1] or 0)


def slot(conn: Connection, location_id: int) -> Slot | None:
    """Return whose a slot is, if anybody's."""
    return _slot(conn, _SLOT, location_id=location_id)


def slot_of(conn: Connection, order_id: int) -> Slot | None:
    """Return the slot that an order has."""
    return _slot(conn, _SLOT_OF, order_id=order_id)


def complete(conn: Connection, worker_id: int) -> Slot | None:
    """Return the first complete slot that a worker is to empty."""
    return _slot(conn, _COMPLETE, worker=worker_id)


def pieces_of(conn: Connection, order_id: int) -> int:
    """Return how many pieces of an order lie in a batch's totes and in the wall."""
    unsorted = int(conn.execute(_UNSORTED, {"order_id": order_id}).scalar_one())
    found = slot_of(conn, order_id)
    held = stock.loose_at(conn, found.location_id) if found else []
    return unsorted + sum(pieces.on_hand for pieces in held)


def _tote(conn: Connection, asked: Any, **given: int) -> BatchTote | None:
    row = conn.execute(asked, given).first()
    if row is None:
        return None
    lpn_id, code, cluster_id, status, worker_id, worker, is_filled = row
    who = (worker_id, worker)
    return BatchTote(lpn_id, code, cluster_id, status, *who, is_filled=bool(is_filled))


def _slot(conn: Connection, asked: Any, **given: int) -> Slot | None:
    row = conn.execute(asked, given).first()
    if row is None:
        return None
    number, location_id, code, order_id, order, cluster_id, is_cancelled, is_complete = row
    here, whom = (number, location_id, code), (order_id, order, cluster_id)
    return Slot(*here, *whom, is_cancelled=bool(is_cancelled), is_complete=bool(is_complete))
