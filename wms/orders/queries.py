"""What may be asked about orders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, or_, select

from wms.catalog.models import Item
from wms.orders.models import FLAG, STATUSES, Order, OrderLine, OrderNote


@dataclass(frozen=True, slots=True)
class OrderRow:
    id: int
    warehouse_id: int
    merchant_id: int | None
    reference: str
    source: str
    external_ref: str
    status: str
    reason: str
    priority: int
    carrier_code: str
    ship_by: datetime | None
    recipient: dict[str, Any]
    accepted_at: datetime
    shipped_at: datetime | None


@dataclass(frozen=True, slots=True)
class LineRow:
    id: int
    order_id: int
    line_no: int
    item_id: int
    sku: str
    name: str
    ordered: int
    picked: int
    packed: int
    shipped: int
    short: int
    surplus: int


_ORDERS: Select[*tuple[Any, ...]] = select(
    *(getattr(Order, name) for name in OrderRow.__dataclass_fields__)
)
_BY_ID = _ORDERS.where(Order.id == bindparam("order_id"))
_BY_REFERENCE = _ORDERS.where(Order.reference == bindparam("reference"))
_NOTES = (
    select(OrderNote.kind, OrderNote.about, OrderNote.noted_at, OrderNote.worker_id)
    .where(OrderNote.order_id == bindparam("order_id"))
    .order_by(OrderNote.id)
)
_FLAGS = (
    select(OrderNote.order_id, OrderNote.about)
    .where(OrderNote.kind == FLAG, OrderNote.order_id.in_(bindparam("order_ids", expanding=True)))
    .order_by(OrderNote.id)
)
_NAMED = (
    _ORDERS.where(
        or_(Order.reference == bindparam("name"), Order.external_ref == bindparam("name"))
    )
    .order_by(Order.id)
    .order_by(Order.id)
)
_LINES: Select[*tuple[Any, ...]] = (
    select(
        OrderLine.id,
        OrderLine.order_id,
        OrderLine.line_no,
        OrderLine.item_id,
        Item.sku,
        Item.name,
        OrderLine.ordered,
        OrderLine.picked,
        OrderLine.packed,
        OrderLine.shipped,
        OrderLine.short,
        OrderLine.surplus,
    )
    .join(Item, Item.id == OrderLine.item_id)
    .where(OrderLine.order_id.in_(bindparam("order_ids", expanding=True)))
    .order_by(OrderLine.order_id, OrderLine.line_no)
)

_ENDED = ("shipped", "cancelled")
_OPEN_BY_STATUS = (
    select(Order.status, func.count())
    .where(Order.status.in_([status for status in STATUSES if status not in _ENDED]))
    .group_by(Order.status)
)


def order(conn: Connection, order_id: int) -> OrderRow:
    """Return an order that is known to exist."""
    return OrderRow(*conn.execute(_BY_ID, {"order_id": order_id}).one())


def by_reference(conn: Connection, reference: str) -> OrderRow | None:
    """Return the order that people call `reference`."""
    row = conn.execute(_BY_REFERENCE, {"reference": reference}).first()
    return OrderRow(*row) if row else None


def named(conn: Connection, name: str, merchant_id: int | None = None) -> list[OrderRow]:
    """Return the order that people call `name`, else all that their own systems call so; of a
    merchant if one is given."""
    rows = (OrderRow(*row) for row in conn.execute(_NAMED, {"name": name}))
    found = [order for order in rows if merchant_id in (None, order.merchant_id)]
    return [order for order in found if order.reference == name] or found


def page(
    conn: Connection,
    *,
    after: int = 0,
    limit: int = 100,
    status: str = "",
    merchant_id: int | None = None,
) -> list[OrderRow]:
    """Return up to `limit` orders with ids above `after`, in the order of their ids."""
    asked = _ORDERS.where(Order.id > after).order_by(Order.id).limit(limit)
    if status:
        asked = asked.where(Order.status == status)
    if merchant_id is not None:
        asked = asked.where(Order.merchant_id == merchant_id)
    return [OrderRow(*row) for row in conn.execute(asked)]


def by_status(conn: Connection) -> dict[str, int]:
    """Return how many orders are in each status."""
    counted = select(Order.status, func.count()).group_by(Order.status)
    return {status: int(n) for status, n in conn.execute(counted)}


def lines(conn: Connection, order_ids: list[int]) -> list[LineRow]:
    """Return the lines of orders, in the order of orders and lines."""
    if not order_ids:
        return []
    return [LineRow(*row) for row in conn.execute(_LINES, {"order_ids": order_ids})]


def flags(conn: Connection, order_ids: list[int]) -> dict[int, list[str]]:
    """Return what was wrong with orders when they were accepted all the same, in words."""
    found: dict[int, list[str]] = {number: [] for number in order_ids}
    for row in conn.execute(_FLAGS, {"order_ids": order_ids}) if order_ids else ():
        found[row.order_id].append(str(row.about.get("words", "")))
    return found


def notes(conn: Connection, order_id: int) -> list[Any]:
    """Return (kind, about, noted_at, worker_id) of what was noted about an order, oldest first."""
    return list(conn.execute(_NOTES, {"order_id": order_id}))


def open_by_status(conn: Connection) -> dict[str, int]:
    """Return how many orders there are in each status before shipped; none without any."""
    return {status: int(count) for status, count in conn.execute(_OPEN_BY_STATUS)}


_NOTES_OF = (
    select(OrderNote.order_id, OrderNote.kind, OrderNote.about, OrderNote.noted_at)
    .where(OrderNote.order_id.in_(bindparam("order_ids", expanding=True)))
    .order_by(OrderNote.id)
)


def notes_of(conn: Connection, order_ids: list[int]) -> list[Any]:
    """Return (order_id, kind, about, noted_at) of what was noted about orders, oldest first."""
    return list(conn.execute(_NOTES_OF, {"order_ids": order_ids})) if order_ids else []
