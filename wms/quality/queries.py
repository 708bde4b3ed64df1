"""What may be asked about checks of picked orders."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select

from wms.catalog.models import Item
from wms.orders.models import Order
from wms.picking.models import OrderTote
from wms.quality.models import QcCheck, QcResult
from wms.quality.rules import Look
from wms.stock import queries as stock
from wms.stock.queries import LOT_CODES, Pieces


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A check of one order; `worker_id` is who opened it last."""

    id: int
    order_id: int
    order: str
    warehouse_id: int
    why: str
    status: str
    worker_id: int | None


CHECKS: Select[*tuple[Any, ...]] = select(
    QcCheck.id,
    QcCheck.order_id,
    Order.reference,
    Order.warehouse_id,
    QcCheck.why,
    QcCheck.status,
    QcCheck.worker_id,
).join(Order, Order.id == QcCheck.order_id)
_BY_ID = CHECKS.where(QcCheck.id == bindparam("check_id"))
_OF_ORDER = CHECKS.where(QcCheck.order_id == bindparam("order_id"))
_MINE = (
    CHECKS.where(
        QcCheck.worker_id == bindparam("worker"),
        QcCheck.status == "due",
        Order.warehouse_id == bindparam("warehouse_id"),
    )
    .order_by(QcCheck.id)
    .limit(1)
)
_DUE = (
    select(func.count())
    .select_from(QcCheck)
    .join(Order, Order.id == QcCheck.order_id)
    .where(QcCheck.status == "due", Order.warehouse_id == bindparam("warehouse_id"))
)
_TOTE = (
    select(OrderTote.order_id, Order.reference, OrderTote.status)
    .join(Order, Order.id == OrderTote.order_id)
    .where(OrderTote.lpn_id == bindparam("lpn_id"), OrderTote.status != "empty")
)
_DROPPED = (
    select(OrderTote.lpn_id)
    .where(OrderTote.order_id == bindparam("order_id"), OrderTote.status == "dropped")
    .order_by(OrderTote.id)
)
_RESULTS = (
    select(
        QcResult.item_id,
        Item.sku,
        QcResult.lot_id,
        LOT_CODES.c.code,
        QcResult.passed,
        QcResult.failed,
    )
    .join(Item, Item.id == QcResult.item_id)
    .join(LOT_CODES, LOT_CODES.c.id == QcResult.lot_id)
    .where(QcResult.check_id == bindparam("check_id"))
)


def check(conn: Connection, check_id: int) -> CheckRow:
    """Return a check that is known to exist."""
    return CheckRow(*conn.execute(_BY_ID, {"check_id": check_id}).one())


def of_order(conn: Connection, order_id: int) -> CheckRow | None:
    """Return the check of an order, finished or not."""
    row = conn.execute(_OF_ORDER, {"order_id": order_id}).first()
    return CheckRow(*row) if row else None


def begun_by(conn: Connection, warehouse_id: int, worker_id: int) -> CheckRow | None:
    """Return the check that a worker opened and did not finish."""
    row = conn.execute(_MINE, {"warehouse_id": warehouse_id, "worker": worker_id}).first()
    return CheckRow(*row) if row else None


def waiting(conn: Connection, warehouse_id: int) -> int:
    """Return how many orders wait to be looked at."""
    return conn.execute(_DUE, {"warehouse_id": warehouse_id}).scalar_one()


def tote(conn: Connection, lpn_id: int) -> tuple[int, str, str] | None:
    """Return (order id, order reference, status) of what a tote carries, if anything."""
    row = conn.execute(_TOTE, {"lpn_id": lpn_id}).first()
    return (row.order_id, row.reference, row.status) if row else None


def dropped(conn: Connection, order_id: int) -> list[int]:
    """Return the totes of an order that were set down, in the order in which they were filled."""
    return list(conn.execute(_DROPPED, {"order_id": order_id}).scalars())


def inside(conn: Connection, order_id: int, *, first: int = 0) -> list[Pieces]:
    """Return the good pieces in an order's totes, those in the tote `first` first."""
    totes = sorted(dropped(conn, order_id), key=lambda number: number != first)
    return [p for number in totes for p in stock.in_lpn(conn, number) if p.status == "good"]


def looks(conn: Connection, check: CheckRow) -> list[Look]:
    """Return what there is to look at and how far it has come, by item and lot."""
    found: dict[tuple[int, int], Look] = {}
    for row in conn.execute(_RESULTS, {"check_id": check.id}):
        look = Look(row.item_id, row.sku, row.lot_id, row.code, 0, row.passed, row.failed)
        found[row.item_id, row.lot_id] = look
    for pieces in inside(conn, check.order_id):
        key = (pieces.item_id, pieces.lot_id)
        old = found.get(key) or Look(pieces.item_id, pieces.sku, pieces.lot_id, pieces.lot, 0)
        found[key] = replace(old, in_totes=old.in_totes + pieces.on_hand)
    return sorted(found.values(), key=lambda look: (look.sku, look.lot))
