"""Accept an order: known from then on, shipped or explained."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from wms.catalog import queries as catalog
from wms.errors import Refused
from wms.orders.models import Order, OrderLine
from wms.orders.recipient import Recipient
from wms.text import T
from wms.units import quantity


@dataclass(frozen=True, slots=True)
class OrderedLine:
    item_id: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Accepted:
    """`is_new` is False when the same order had been accepted before."""

    order_id: int
    reference: str
    is_new: bool


_KNOWN = select(
    Order.id,
    Order.reference,
    Order.recipient,
    Order.carrier_code,
    Order.priority,
    Order.ship_by,
    Order.warehouse_id,
).where(Order.source == bindparam("source"), Order.external_ref == bindparam("external_ref"))
_KNOWN_LINES = (
    select(OrderLine.item_id, OrderLine.ordered)
    .where(OrderLine.order_id == bindparam("order_id"), OrderLine.ordered > 0)
    .order_by(OrderLine.line_no)
)
_INSERT = insert(Order).returning(Order.id)
_NAME = update(Order).where(Order.id == bindparam("order_id")).values(reference=bindparam("name"))
_INSERT_LINES = insert(OrderLine)


def accept(
    conn: Connection,
    *,
    warehouse_id: int,
    source: str,
    external_ref: str,
    lines: Sequence[OrderedLine],
    recipient: Recipient,
    carrier_code: str = "",
    ship_by: datetime | None = None,
    priority: int = 5,
    at: datetime,
) -> Accepted:
    """Accept an order of a foreign system; the same order again changes nothing.

    :raises Refused: no lines, an odd quantity, no recipient, or `external_ref` is known with
        other content.
    """
    check(lines, recipient)
    known = conn.execute(_KNOWN, {"source": source, "external_ref": external_ref}).first()
    if known is not None:
        head = (recipient.plain(), carrier_code, priority, ship_by, warehouse_id)
        return _same(conn, known, external_ref, lines, head)
    row = {"warehouse_id": warehouse_id, "source": source, "external_ref": external_ref}
    row |= {"priority": priority, "carrier_code": carrier_code, "ship_by": ship_by}
    row |= {"recipient": recipient.plain(), "accepted_at": at, "merchant_id": owner_of(conn, lines)}
    row |= {"reference": f"?{uuid.uuid4()}", "status": "accepted", "reason": ""}
    order_id = conn.execute(_INSERT, row).scalar_one()
    conn.execute(_NAME, {"order_id": order_id, "name": f"O-{order_id}"})
    conn.execute(_INSERT_LINES, [_line(order_id, n, line) for n, line in enumerate(lines, 1)])
    return Accepted(order_id, f"O-{order_id}", True)


def owner_of(conn: Connection, lines: Sequence[OrderedLine]) -> int | None:
    """Return the merchant of all lines, or None where there are several."""
    found = catalog.items(conn, [line.item_id for line in lines])
    owners = {item.merchant_id for item in found.values()}
    return owners.pop() if len(owners) == 1 else None


def check(lines: Sequence[OrderedLine], recipient: Recipient) -> None:
    """Make sure that there is something to send, and somebody to send it to.

    :raises Refused: no lines, an odd quantity, no recipient.
    """
    if not lines:
        raise Refused("orders.empty", T("The order has no lines"), T("Send at least one line"))
    for line in lines:
        quantity(line.quantity)
    if not recipient.name.strip():
        raise Refused(
            "orders.recipient",
            T("The order has no recipient"),
            T("Send a name and an address"),
            field="name",
        )


def _same(
    conn: Connection,
    known: Any,
    external_ref: str,
    lines: Sequence[OrderedLine],
    head: tuple[Any, ...],
) -> Accepted:
    stored = [(r.item_id, r.ordered) for r in conn.execute(_KNOWN_LINES, {"order_id": known.id})]
    given = [(line.item_id, line.quantity) for line in lines]
    if (stored, tuple(known[2:])) != (given, head):
        raise Refused(
            "orders.exists",
            T("Order {ref} is known with other content", ref=external_ref),
            T("Send it as it was, or change the order"),
            field="external_ref",
        )
    return Accepted(known.id, known.reference, False)


def _line(order_id: int, line_no: int, line: OrderedLine) -> dict[str, int]:
    row = {"order_id": order_id, "line_no": line_no, "item_id": line.item_id}
    counters = dict.fromkeys(("picked", "packed", "shipped", "short"), 0)
    return row | {"ordered": line.quantity} | counters
