"""What other systems may see of returns, as JSON-ready data."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from wms.channels.narrowed import narrowed
from wms.orders import queries as orders
from wms.orders.models import Order
from wms.people.queries import merchant_codes
from wms.returns import queries
from wms.returns.models import DISPOSITIONS, Rma
from wms.returns.queries import Returned, RmaRow

Plain = dict[str, Any]


def returns(
    conn: Connection,
    merchant_id: int | None,
    *,
    status: str = "",
    reference: str = "",
    order: str = "",
    after: int = 0,
    limit: int = 100,
) -> list[Plain]:
    """Return a page of returns with what was announced and what came back; `reference` and `order`
    are ours or the sender's."""
    asked = narrowed(
        select(Rma.id).join(Order, Order.id == Rma.order_id),
        Rma,
        owner=Order.merchant_id,
        merchant_id=merchant_id,
        status=status,
        reference=reference,
        after=after,
        limit=limit,
    )
    if order:
        asked = asked.where((Order.reference == order) | (Order.external_ref == order))
    numbers, codes = conn.execute(asked).scalars().all(), merchant_codes(conn)
    return [_shown(conn, queries.rma(conn, number), codes) for number in numbers]


def _shown(conn: Connection, row: RmaRow, codes: dict[int, str]) -> Plain:
    order = orders.order(conn, row.order_id)
    returned = queries.returned(conn, row.id)
    return {
        "id": row.id,
        "reference": row.reference,
        "external_ref": "" if row.source == queries.DOCK else row.external_ref,
        "was_announced": row.source != queries.DOCK,
        "merchant": codes.get(order.merchant_id or 0, ""),
        "order": order.reference,
        "order_external_ref": order.external_ref,
        "status": row.status,
        "reason": row.reason,
        "announced_at": row.announced_at.isoformat(),
        "closed_at": row.closed_at.isoformat() if row.closed_at else None,
        "lines": [
            {
                "line_no": line.line_no,
                "sku": line.sku,
                "announced": line.announced,
                "received": line.received,
                "open": 0 if row.status == "received" else line.open,
            }
            for line in queries.lines(conn, row.id)
        ],
        "returned": [_returned(one) for one in returned],
        "dispositions": {
            name: sum(one.quantity for one in returned if one.disposition == name)
            for name in DISPOSITIONS
        },
    }


def _returned(one: Returned) -> Plain:
    return {
        "sku": one.sku,
        "lot": one.lot,
        "quantity": one.quantity,
        "condition": one.condition,
        "disposition": one.disposition,
        "parcel_no": one.parcel_no,
        "sscc": one.sscc,
        "returned_at": one.returned_at.isoformat(),
    }
