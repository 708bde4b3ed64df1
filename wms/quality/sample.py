"""Decide which picked orders are checked before they are packed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from wms.orders.models import Order
from wms.quality.check import due
from wms.quality.models import QcCheck
from wms.quality.rules import why_check

_KNOWN = select(QcCheck.order_id, QcCheck.status).where(
    QcCheck.order_id.in_(bindparam("order_ids", expanding=True))
)
_RANK = (
    select(func.count())
    .select_from(Order)
    .where(
        Order.id < bindparam("order_id"),
        Order.carrier_code
        == select(Order.carrier_code).where(Order.id == bindparam("order_id")).scalar_subquery(),
    )
)


def sample(
    conn: Connection, order_ids: Sequence[int], *, config: Mapping[str, Any], at: datetime
) -> set[int]:
    """Return which of `order_ids` wait for a check; those the rules choose get one now."""
    rows = conn.execute(_KNOWN, {"order_ids": list(order_ids)})
    known = {row.order_id: row.status for row in rows}
    for order_id in order_ids:
        if order_id in known:
            continue
        number = conn.execute(_RANK, {"order_id": order_id}).scalar_one() + 1
        why = why_check(order_id, number, config)
        if why:
            due(conn, order_id, why, at)
            known[order_id] = "due"
    return {order_id for order_id, status in known.items() if status == "due"}
