"""Write what a changed order says now: its head, and its lines as the rules took them apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from wms.orders import queries
from wms.orders.models import Order, OrderLine
from wms.orders.rules import Counted, Step, rewrite

_HEAD = update(Order).where(Order.id == bindparam("order_id"))
_LAST = select(func.max(OrderLine.line_no)).where(OrderLine.order_id == bindparam("order_id"))
_ADD = insert(OrderLine).returning(OrderLine.id)
_LINE = (
    update(OrderLine)
    .where(OrderLine.id == bindparam("line_id"))
    .values(
        ordered=bindparam("new_ordered"),
        short=OrderLine.short - bindparam("unshort"),
        picked=OrderLine.picked + bindparam("change"),
        surplus=OrderLine.surplus - bindparam("change"),
    )
)


def steps(conn: Connection, order_id: int, wanted: Sequence[tuple[int, int]]) -> list[Step]:
    """Return what makes an order's lines into the `wanted` ones, (item id, pieces) each."""
    names = Counted.__dataclass_fields__
    lines = queries.lines(conn, [order_id])
    known = [Counted(**{name: getattr(line, name) for name in names}) for line in lines]
    return rewrite(known, wanted)


def amend_head(conn: Connection, order_id: int, values: Mapping[str, Any]) -> None:
    """Write columns of an order: carrier, priority, ship_by, recipient, merchant."""
    if values:
        conn.execute(_HEAD.values(**values), {"order_id": order_id})


def amend_line(conn: Connection, order_id: int, step: Step) -> int:
    """Write one line as `step` says and return its id; a new one goes behind the others."""
    if step.line_id:
        change = step.kept - step.back
        values = {"line_id": step.line_id, "new_ordered": step.ordered}
        conn.execute(_LINE, values | {"unshort": step.unshort, "change": change})
        return step.line_id
    last = conn.execute(_LAST, {"order_id": order_id}).scalar() or 0
    row = {"order_id": order_id, "line_no": last + 1, "item_id": step.item_id}
    return conn.execute(_ADD, row | {"ordered": step.ordered}).scalar_one()
