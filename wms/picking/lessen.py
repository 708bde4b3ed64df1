"""Pick fewer pieces for an order line than were asked for: what is not picked yet is let go."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, case, select, update

from wms.orders.rules import spread
from wms.picking.models import Pick
from wms.stock import reserve

_OPEN = (
    select(Pick.id, Pick.reservation_id, Pick.quantity - Pick.picked)
    .where(Pick.order_line_id == bindparam("line_id"), Pick.status.in_(("open", "skipped")))
    .order_by(Pick.picked, Pick.id.desc())
    .with_for_update()
)
_LEFT = Pick.quantity - bindparam("n")
_LESSEN = (
    update(Pick)
    .where(Pick.id == bindparam("pick_id"))
    .values(
        quantity=case((_LEFT == 0, Pick.quantity), else_=_LEFT),
        status=case((_LEFT == 0, "cancelled"), (Pick.picked == _LEFT, "picked"), else_=Pick.status),
        ended_at=case((Pick.picked >= _LEFT, bindparam("at")), else_=Pick.ended_at),
    )
)


def lessen(conn: Connection, *, line_id: int, quantity: int, at: datetime) -> int:
    """Take `quantity` pieces off the open picks of an order line, those begun last, and return how
    many were taken off; their stock is free again."""
    rows = conn.execute(_OPEN, {"line_id": line_id}).all()
    shares = spread(quantity, (row[2] for row in rows))
    for row, n in zip(rows, shares, strict=True):
        if n:
            reserve.lessen(conn, row.reservation_id, n, at=at)
            conn.execute(_LESSEN, {"pick_id": row.id, "n": n, "at": at})
    return sum(shares)
