"""What may be asked about returns: what was announced, what left, what is back already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select

from wms.catalog.models import Item
from wms.packing import queries as packing
from wms.packing.models import Parcel
from wms.packing.queries import ParcelRow
from wms.returns.models import CameBack, ReturnLine, Rma, RmaLine
from wms.returns.rules import Part
from wms.stock import shipped
from wms.stock.queries import LOT_CODES, lpn_codes

DOCK = "dock"
"""Source of returns that nobody announced."""


@dataclass(frozen=True, slots=True)
class RmaRow:
    id: int
    warehouse_id: int
    order_id: int
    reference: str
    source: str
    external_ref: str
    status: str
    reason: str
    announced_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class LineRow:
    """Pieces that were announced, and how many of them are back."""

    id: int
    line_no: int
    item_id: int
    sku: str
    announced: int
    received: int

    @property
    def open(self) -> int:
        return self.announced - self.received


@dataclass(frozen=True, slots=True)
class Returned:
    """Pieces that came back; `sscc` is None for what was in no parcel of ours."""

    sku: str
    lot: str
    quantity: int
    condition: str
    disposition: str
    parcel_no: int | None
    sscc: str | None
    returned_at: datetime


_RMAS: Select[*tuple[Any, ...]] = select(
    *(getattr(Rma, name) for name in RmaRow.__dataclass_fields__)
)
_BY_ID = _RMAS.where(Rma.id == bindparam("rma_id"))
_NOW = _BY_ID.with_for_update(key_share=True)
_BY_CODE = (
    _RMAS.where((Rma.reference == bindparam("code")) | (Rma.external_ref == bindparam("code")))
    .order_by(Rma.status != "announced", Rma.status == "received", Rma.id)
    .limit(1)
)
_BY_SOURCE = _RMAS.where(
    Rma.source == bindparam("source"), Rma.external_ref == bindparam("external_ref")
)
_BLIND = _RMAS.where(
    Rma.order_id == bindparam("order_id"), Rma.source == DOCK, Rma.status != "received"
).limit(1)
_OF_ORDER = (
    _RMAS.where(Rma.order_id == bindparam("order_id"), Rma.status != "received")
    .order_by(Rma.id)
    .limit(1)
)
_OPEN = (
    _RMAS.where(Rma.warehouse_id == bindparam("warehouse_id"), Rma.status == "arriving")
    .order_by(Rma.id)
    .limit(bindparam("at_most"))
)
_WAITING = select(func.count()).where(
    Rma.warehouse_id == bindparam("warehouse_id"), Rma.status == "announced"
)
_LINES = (
    select(
        RmaLine.id, RmaLine.line_no, RmaLine.item_id, Item.sku, RmaLine.announced, RmaLine.received
    )
    .join(Item, Item.id == RmaLine.item_id)
    .where(RmaLine.rma_id == bindparam("rma_id"))
    .order_by(RmaLine.line_no)
)
_COUNTED = select(
    CameBack.parcel_id, CameBack.item_id, CameBack.lot_id, CameBack.merchant_id, CameBack.returned
).where(CameBack.parcel_id.in_(bindparam("parcel_ids", expanding=True)))
_PLATES = lpn_codes("parcel")
_RETURNED = (
    select(
        Item.sku,
        LOT_CODES.c.code,
        ReturnLine.quantity,
        ReturnLine.condition,
        ReturnLine.disposition,
        Parcel.number,
        _PLATES.c.code,
        ReturnLine.returned_at,
        ReturnLine.lot_id,
    )
    .join(Item, Item.id == ReturnLine.item_id)
    .join(LOT_CODES, LOT_CODES.c.id == ReturnLine.lot_id)
    .outerjoin(Parcel, Parcel.id == ReturnLine.parcel_id)
    .outerjoin(_PLATES, _PLATES.c.id == Parcel.lpn_id)
    .where(ReturnLine.rma_id == bindparam("rma_id"))
    .order_by(ReturnLine.id)
)


def rma(conn: Connection, rma_id: int) -> RmaRow:
    """Return a return that is known to exist."""
    return RmaRow(*conn.execute(_BY_ID, {"rma_id": rma_id}).one())


def rma_now(conn: Connection, rma_id: int) -> RmaRow:
    """Return a return that is known to exist, locked until the transaction ends."""
    return RmaRow(*conn.execute(_NOW, {"rma_id": rma_id}).one())


def by_code(conn: Connection, code: str) -> RmaRow | None:
    """Return the return that is called `code`, here or by its sender; an open one first."""
    return _first(conn, _BY_CODE, code=code)


def by_source(conn: Connection, source: str, external_ref: str) -> RmaRow | None:
    """Return the return that its sender calls `external_ref`."""
    return _first(conn, _BY_SOURCE, source=source, external_ref=external_ref)


def blind_of(conn: Connection, order_id: int) -> RmaRow | None:
    """Return the open return of an order that nobody announced."""
    return _first(conn, _BLIND, order_id=order_id)


def open_of(conn: Connection, order_id: int) -> RmaRow | None:
    """Return the oldest return of an order that is not finished, announced or not."""
    return _first(conn, _OF_ORDER, order_id=order_id)


def arriving(conn: Connection, warehouse_id: int, *, at_most: int) -> list[RmaRow]:
    """Return up to `at_most` returns of which some came back and that nobody finished."""
    rows = conn.execute(_OPEN, {"warehouse_id": warehouse_id, "at_most": at_most})
    return [RmaRow(*row) for row in rows]


def waiting(conn: Connection, warehouse_id: int) -> int:
    """Return how many announced returns have not come."""
    return conn.execute(_WAITING, {"warehouse_id": warehouse_id}).scalar_one()


def lines(conn: Connection, rma_id: int) -> list[LineRow]:
    """Return what was announced with a return."""
    return [LineRow(*row) for row in conn.execute(_LINES, {"rma_id": rma_id})]


def returned(conn: Connection, rma_id: int) -> list[Returned]:
    """Return what came back with a return, oldest first."""
    return [
        Returned(sku, lot if lot_id else "", *rest)
        for sku, lot, *rest, lot_id in conn.execute(_RETURNED, {"rma_id": rma_id})
    ]


def shipped_parcels(conn: Connection, order_id: int) -> list[ParcelRow]:
    """Return the parcels of an order that have left, oldest first."""
    return [p for p in packing.parcels_of(conn, [order_id]) if p.status == "shipped"]


def parts(conn: Connection, parcels: Sequence[ParcelRow]) -> list[Part]:
    """Return what left in parcels by the ledger, and how much of it is back."""
    numbers = {parcel.id: parcel.number for parcel in parcels}
    if not numbers:
        return []
    counted = conn.execute(_COUNTED, {"parcel_ids": list(numbers)})
    back = {tuple(row[:4]): row[4] for row in counted}
    return [
        Part(
            s.parcel_id,
            numbers[s.parcel_id],
            s.goods.item_id,
            s.sku,
            s.goods.lot_id,
            s.lot if s.goods.lot_id else "",
            s.goods.merchant_id,
            s.quantity,
            back.get((s.parcel_id, s.goods.item_id, s.goods.lot_id, s.goods.merchant_id), 0),
        )
        for s in shipped.in_parcels(conn, list(numbers))
    ]


def _first(conn: Connection, asked: Select[*tuple[Any, ...]], **given: Any) -> RmaRow | None:
    row = conn.execute(asked, given).first()
    return RmaRow(*row) if row else None
