"""When stock was promised to order lines: a table for the questions of other areas."""

from __future__ import annotations

from sqlalchemy import select

from wms.stock.models import Reservation

PROMISED = (
    select(Reservation.for_id, Reservation.made_at)
    .where(Reservation.for_kind == "order_line")
    .subquery("promised")
)
"""(for_id: the order line, made_at)."""
