"""Returns as the office follows them: what was announced, what came back and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select

from wms.catalog.models import Item
from wms.orders.models import Order
from wms.packing.models import Parcel
from wms.people.models import Worker
from wms.returns.models import ReturnLine, Rma, RmaLine
from wms.stock import plates


@dataclass(frozen=True, slots=True)
class SentBack:
    """A return; `announced` pieces are to come, `back` have come, of what was announced or not."""

    id: int
    reference: str
    external_ref: str
    source: str
    order: str
    status: str
    reason: str
    announced_at: datetime
    closed_at: datetime | None
    announced: int
    back: int


@dataclass(frozen=True, slots=True)
class Inspected:
    """Pieces that came back, how they were found and what became of them; `parcel` is the SSCC of
    the one that they left in and `lpn` where they stand, "" where there is none."""

    item_id: int
    sku: str
    lot: str
    quantity: int
    condition: str
    disposition: str
    parcel_no: int | None
    parcel: str
    lpn: str
    returned_at: datetime
    worker: str


_ANNOUNCED = (
    select(func.coalesce(func.sum(RmaLine.announced), 0))
    .where(RmaLine.rma_id == Rma.id)
    .correlate(Rma)
    .scalar_subquery()
)
_BACK = (
    select(func.coalesce(func.sum(ReturnLine.quantity), 0))
    .where(ReturnLine.rma_id == Rma.id)
    .correlate(Rma)
    .scalar_subquery()
)
_RETURNS: Select[*tuple[Any, ...]] = select(
    Rma.id,
    Rma.reference,
    Rma.external_ref,
    Rma.source,
    Order.reference,
    Rma.status,
    Rma.reason,
    Rma.announced_at,
    Rma.closed_at,
    _ANNOUNCED,
    _BACK,
).join(Order, Order.id == Rma.order_id)
_INSPECTED: Select[*tuple[Any, ...]] = (
    select(
        Item.id,
        Item.sku,
        ReturnLine.lot_id,
        ReturnLine.quantity,
        ReturnLine.condition,
        ReturnLine.disposition,
        Parcel.number,
        func.coalesce(Parcel.lpn_id, 0),
        ReturnLine.lpn_id,
        ReturnLine.returned_at,
        func.coalesce(Worker.name, ""),
    )
    .join(Item, Item.id == ReturnLine.item_id)
    .outerjoin(Parcel, Parcel.id == ReturnLine.parcel_id)
    .outerjoin(Worker, Worker.id == ReturnLine.worker_id)
    .order_by(ReturnLine.id)
)


def returns(
    conn: Connection,
    warehouse_id: int,
    *,
    status: str = "",
    text: str = "",
    skip: int = 0,
    most: int = 50,
) -> list[SentBack]:
    """Return the returns of a status, or all; the newest first."""
    asked = _RETURNS.where(Rma.warehouse_id == warehouse_id)
    if status:
        asked = asked.where(Rma.status == status)
    if text:
        columns = (Rma.reference, Rma.external_ref, Order.reference)
        held = [column.icontains(text, autoescape=True) for column in columns]
        asked = asked.where(held[0] | held[1] | held[2])
    paged = asked.order_by(Rma.id.desc()).offset(skip).limit(most)
    return [_row(row) for row in conn.execute(paged)]


def of_order(conn: Connection, order_id: int) -> list[SentBack]:
    """Return all returns of an order, oldest first."""
    asked = _RETURNS.where(Rma.order_id == order_id).order_by(Rma.id)
    return [_row(row) for row in conn.execute(asked)]


def one(conn: Connection, reference: str) -> SentBack | None:
    """Return the return that is called `reference` here."""
    row = conn.execute(_RETURNS.where(Rma.reference == reference)).first()
    return _row(row) if row is not None else None


def by_status(conn: Connection, warehouse_id: int) -> Mapping[str, int]:
    """Return how many returns are in each status."""
    asked = select(Rma.status, func.count()).where(Rma.warehouse_id == warehouse_id)
    return {status: int(n) for status, n in conn.execute(asked.group_by(Rma.status))}


def inspected(conn: Connection, rma_id: int) -> list[Inspected]:
    """Return what came back with a return, oldest first."""
    rows = conn.execute(_INSPECTED.where(ReturnLine.rma_id == rma_id)).all()
    lots = plates.lots(conn, {row[2] for row in rows})
    codes = plates.codes(conn, {number for row in rows for number in (row[7], row[8])})
    found = []
    for row in rows:
        named: tuple[Any, ...] = (codes.get(row[7], ""), codes.get(row[8], ""), *row[9:])
        found.append(Inspected(*(*row[:2], lots.get(row[2], ""), *row[3:7], *named)))
    return found


def _row(row: Any) -> SentBack:
    return SentBack(*(*row[:9], int(row[9]), int(row[10])))
