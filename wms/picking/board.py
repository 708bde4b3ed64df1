"""The supervisor's board: orders as far as they are, narrowed as somebody likes to see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, func, or_, select

from wms.layout.models import Location
from wms.orders.models import Order, OrderLine
from wms.people.models import Merchant
from wms.picking import standing
from wms.picking.eligible import Standing
from wms.picking.models import Pick

UNRELEASED = ("accepted", "waiting", "allocated")
UNFINISHED = (*UNRELEASED, "released", "picked", "packed")
VIEWS = {
    "waiting": UNRELEASED,
    "ready": ("allocated",),
    "blocked": ("accepted", "waiting"),
    "running": ("released", "picked", "packed"),
    "unfinished": UNFINISHED,
    "all": (),
}
"""Views by the statuses that they show; "ready" ones can be released, "blocked" ones cannot."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What narrows the board; what is empty narrows nothing.

    `text` is part of our reference or exactly the sender's; `urgency` the largest priority shown.
    """

    statuses: Sequence[str] = ()
    carrier: str = ""
    merchant: str = ""
    zone: str = ""
    urgency: int = 0
    due_before: datetime | None = None
    single_line: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class BoardRow:
    """An order on the board; `stands` knows why it may not be released."""

    stands: Standing
    external_ref: str
    merchant: str


_LINES = (
    select(func.count())
    .select_from(OrderLine)
    .where(OrderLine.order_id == Order.id, OrderLine.ordered > 0)
    .scalar_subquery()
)
_ROWS: Select[*tuple[Any, ...]] = (
    select(Order.id, Order.external_ref, func.coalesce(Merchant.code, ""))
    .outerjoin(Merchant, Merchant.id == Order.merchant_id)
    .order_by(Order.priority, Order.ship_by.is_(None), Order.ship_by, Order.id)
)
_CARRIERS = select(Order.carrier_code).where(Order.status.in_(UNFINISHED)).distinct()
_MERCHANTS = select(Merchant.code).order_by(Merchant.code)


def orders(
    conn: Connection, warehouse_id: int, narrowed: Narrowed, *, skip: int = 0, most: int = 50
) -> list[BoardRow]:
    """Return orders, the most urgent first."""
    return _rows(conn, _ROWS.where(*_conditions(warehouse_id, narrowed)).offset(skip).limit(most))


def by_ids(conn: Connection, order_ids: Sequence[int]) -> list[BoardRow]:
    """Return orders that are known to exist, the most urgent first."""
    return _rows(conn, _ROWS.where(Order.id.in_(order_ids)))


def _rows(conn: Connection, asked: Select[*tuple[Any, ...]]) -> list[BoardRow]:
    rows = {row[0]: row for row in conn.execute(asked)}
    known = {order.id: order for order in standing.of(conn, list(rows))}
    return [BoardRow(known[order_id], row[1], row[2]) for order_id, row in rows.items()]


def count(conn: Connection, warehouse_id: int, narrowed: Narrowed) -> int:
    """Return how many orders a narrowed board holds."""
    asked = select(func.count()).select_from(Order)
    asked = asked.outerjoin(Merchant, Merchant.id == Order.merchant_id)
    return conn.execute(asked.where(*_conditions(warehouse_id, narrowed))).scalar_one()


def carriers(conn: Connection) -> list[str]:
    """Return the carriers of unfinished orders."""
    return sorted(code for code in conn.execute(_CARRIERS).scalars() if code)


def merchants(conn: Connection) -> list[str]:
    """Return the codes of all merchants."""
    return list(conn.execute(_MERCHANTS).scalars())


def zones(conn: Connection, warehouse_id: int) -> list[str]:
    """Return the zones that orders are picked from."""
    asked = select(Location.zone).where(Location.warehouse_id == warehouse_id, Location.zone != "")
    kept = asked.where(Location.kind.in_(("storage", "pick"))).distinct()
    return sorted(conn.execute(kept).scalars())


def _conditions(warehouse_id: int, narrowed: Narrowed) -> list[Any]:
    found: list[Any] = [Order.warehouse_id == warehouse_id]
    if narrowed.statuses:
        found.append(Order.status.in_(narrowed.statuses))
    if narrowed.carrier:
        found.append(Order.carrier_code == narrowed.carrier)
    if narrowed.merchant:
        found.append(Merchant.code == narrowed.merchant)
    if narrowed.urgency:
        found.append(Order.priority <= narrowed.urgency)
    if narrowed.due_before is not None:
        found.append(and_(Order.ship_by.is_not(None), Order.ship_by <= narrowed.due_before))
    if narrowed.single_line:
        found.append(_LINES == 1)
    if narrowed.zone:
        found.append(_goes_into(narrowed.zone))
    if narrowed.text:
        part = Order.reference.contains(narrowed.text, autoescape=True)
        found.append(or_(part, Order.external_ref == narrowed.text))
    return found


def _goes_into(zone: str) -> Any:
    """Return the condition that something of an order is picked in a zone."""
    picked = select(Pick.id).join(Location, Location.id == Pick.location_id)
    return picked.where(Pick.order_id == Order.id, Location.zone == zone).exists()
