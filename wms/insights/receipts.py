"""Deliveries as the office follows them: how far each is, and what came otherwise."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, func, select
from sqlalchemy.orm import aliased

from wms.catalog.models import Item
from wms.inbound.models import Asn, AsnDiscrepancy, AsnLine
from wms.orders.models import Order, OrderLine
from wms.people.models import Merchant, Worker
from wms.stock import plates

VIEWS = ("open", "late", "expected", "receiving", "received", "all")


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivery; its counts are pieces of all its lines, `over` and `damaged` are among those
    received, `missing` were announced and did not come."""

    id: int
    reference: str
    external_ref: str
    supplier_ref: str
    merchant: str
    kind: str
    status: str
    expected_on: date | None
    closed_at: datetime | None
    lines: int
    expected: int
    received: int
    over: int
    damaged: int
    missing: int

    def is_late(self, today: date) -> bool:
        """Tell whether it should have come before today."""
        is_due = self.expected_on is not None and self.expected_on < today
        return self.status == "expected" and is_due


@dataclass(frozen=True, slots=True)
class Difference:
    """Pieces that came over or damaged; `let_in_by` is who let them in, "" where they are held."""

    line_no: int
    sku: str
    item_id: int
    kind: str
    quantity: int
    lpn: str
    noted_at: datetime
    noted_by: str
    let_in_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """An order that waits for stock, and how many pieces it lacks of an item that comes."""

    reference: str
    sku: str
    pieces: int
    ship_by: datetime | None


_MISSING = case((AsnLine.expected > AsnLine.received, AsnLine.expected - AsnLine.received), else_=0)
_DELIVERIES: Select[*tuple[Any, ...]] = (
    select(
        Asn.id,
        Asn.reference,
        Asn.external_ref,
        Asn.supplier_ref,
        Merchant.code,
        Asn.kind,
        Asn.status,
        Asn.expected_on,
        Asn.closed_at,
        func.count(AsnLine.id),
        *(
            func.coalesce(func.sum(column), 0)
            for column in (
                AsnLine.expected,
                AsnLine.received,
                AsnLine.over_received,
                AsnLine.damaged,
                _MISSING,
            )
        ),
    )
    .join(Merchant, Merchant.id == Asn.merchant_id)
    .outerjoin(AsnLine, AsnLine.asn_id == Asn.id)
    .group_by(Asn.id, Merchant.code)
)
_NOTED, _LET_IN = aliased(Worker), aliased(Worker)
_DIFFERENCES: Select[*tuple[Any, ...]] = (
    select(
        AsnLine.line_no,
        Item.sku,
        Item.id,
        AsnDiscrepancy.kind,
        AsnDiscrepancy.quantity,
        AsnDiscrepancy.lpn_id,
        AsnDiscrepancy.noted_at,
        func.coalesce(_NOTED.name, ""),
        func.coalesce(_LET_IN.name, ""),
        AsnDiscrepancy.reason,
    )
    .join(AsnLine, AsnLine.id == AsnDiscrepancy.asn_line_id)
    .join(Item, Item.id == AsnLine.item_id)
    .outerjoin(_NOTED, _NOTED.id == AsnDiscrepancy.noted_by_id)
    .outerjoin(_LET_IN, _LET_IN.id == AsnDiscrepancy.let_in_by_id)
    .order_by(AsnDiscrepancy.id)
)


def deliveries(
    conn: Connection,
    warehouse_id: int,
    *,
    view: str,
    today: date,
    text: str = "",
    skip: int = 0,
    most: int = 50,
) -> list[Delivery]:
    """Return the deliveries of a view: what is to come by its date, what came newest first."""
    asked = _DELIVERIES.where(Asn.warehouse_id == warehouse_id, *_narrowed(view, today))
    if text:
        columns = (Asn.reference, Asn.external_ref, Asn.supplier_ref)
        held = [column.icontains(text, autoescape=True) for column in columns]
        asked = asked.where(held[0] | held[1] | held[2])
    if view in ("received", "all"):
        asked = asked.order_by(Asn.id.desc())
    else:
        first = case((Asn.status == "receiving", 0), else_=1)
        undated = case((Asn.expected_on.is_(None), 1), else_=0)
        asked = asked.order_by(first, undated, Asn.expected_on, Asn.id)
    return [_delivery(row) for row in conn.execute(asked.offset(skip).limit(most))]


def delivery(conn: Connection, asn_id: int) -> Delivery:
    """Return a delivery that is known to exist."""
    return _delivery(conn.execute(_DELIVERIES.where(Asn.id == asn_id)).one())


def counts(conn: Connection, warehouse_id: int, today: date) -> Mapping[str, int]:
    """Return how many deliveries each view of what is not settled shows."""
    found = {}
    for view in ("open", "late", "expected", "receiving"):
        here = (Asn.warehouse_id == warehouse_id, *_narrowed(view, today))
        found[view] = conn.execute(select(func.count()).select_from(Asn).where(*here)).scalar_one()
    return found


def differences(conn: Connection, asn_id: int) -> list[Difference]:
    """Return what of a delivery came over or damaged, in the order it was noted."""
    rows = conn.execute(_DIFFERENCES.where(AsnLine.asn_id == asn_id)).all()
    codes = plates.codes(conn, {row[5] for row in rows})
    return [Difference(*(*row[:5], codes.get(row[5], ""), *row[6:])) for row in rows]


def waiting_orders(
    conn: Connection, warehouse_id: int, item_ids: Collection[int], *, most: int = 50
) -> list[Waiting]:
    """Return the orders that wait for stock and want any of these items, the most urgent first."""
    if not item_ids:
        return []
    lacking = OrderLine.ordered - OrderLine.picked - OrderLine.short
    asked: Select[*tuple[Any, ...]] = (
        select(Order.reference, Item.sku, func.sum(lacking), Order.ship_by)
        .join(OrderLine, OrderLine.order_id == Order.id)
        .join(Item, Item.id == OrderLine.item_id)
        .where(
            Order.warehouse_id == warehouse_id,
            Order.status == "waiting",
            OrderLine.item_id.in_(sorted(item_ids)),
            lacking > 0,
        )
        .group_by(Order.id, Item.id)
        .order_by(
            Order.priority, case((Order.ship_by.is_(None), 1), else_=0), Order.ship_by, Order.id
        )
        .order_by(Item.sku)
        .limit(most)
    )
    return [Waiting(row[0], row[1], int(row[2]), row[3]) for row in conn.execute(asked)]


def _narrowed(view: str, today: date) -> list[ColumnElement[bool]]:
    match view:
        case "all":
            return []
        case "late":
            return [Asn.status == "expected", Asn.expected_on < today]
        case "expected" | "receiving" | "received":
            return [Asn.status == view]
    return [Asn.status != "received"]


def _delivery(row: Any) -> Delivery:
    return Delivery(*row[:9], *(int(n) for n in row[9:]))
