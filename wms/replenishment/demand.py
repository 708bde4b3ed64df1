"""Who waits for pieces that lie elsewhere than on a face: asked and locked before they move.

Whoever carries such pieces locks their orders, then their picks, then stock: as cancelling does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from wms.orders.allocate import FOR
from wms.orders.models import Order, OrderLine
from wms.picking import follow
from wms.replenishment import rules
from wms.stock import promises, reserve
from wms.stock.promises import Promised

_ORDERS = select(OrderLine.id, Order.id.label("order_id"), Order.priority).join(
    Order, Order.id == OrderLine.order_id
)
_OF_LINES = _ORDERS.where(OrderLine.id.in_(bindparam("line_ids", expanding=True)))
_LOCK = (
    select(Order.id)
    .where(Order.id.in_(bindparam("order_ids", expanding=True)))
    .order_by(Order.id)
    .with_for_update(key_share=True)
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A promise whose pieces must reach a face; `pick_id` is None until its order is released."""

    promised: Promised
    priority: int
    pick_id: int | None


def wanted(conn: Connection, warehouse_id: int, item_id: int, near: Sequence[int]) -> list[Wanted]:
    """Return the promises of an item's pieces that lie elsewhere than at the locations `near` and
    that no picker fetches there, most urgent orders first; locked until the transaction ends."""
    far = _far(conn, warehouse_id, item_id, near)
    if not far:
        return []
    asked = {"line_ids": sorted({p.for_id for p in far})}
    orders = {row.id: row for row in conn.execute(_OF_LINES, asked)}
    conn.execute(_LOCK, {"order_ids": sorted({row.order_id for row in orders.values()})}).all()
    picks = {row.reservation_id: row for row in follow.lock(conn, [p.reservation_id for p in far])}
    seen = {p.reservation_id for p in far}
    far = [p for p in _far(conn, warehouse_id, item_id, near) if p.reservation_id in seen]
    found = []
    for promised in far:
        pick = picks.get(promised.reservation_id)
        if pick is None or pick.waits_at_id is not None:
            priority = orders[promised.for_id].priority
            found.append(Wanted(promised, priority, pick.id if pick else None))
    return sorted(found, key=lambda w: (w.priority, w.promised.reservation_id))


def _far(conn: Connection, warehouse_id: int, item_id: int, near: Sequence[int]) -> list[Promised]:
    found = promises.of_items(conn, warehouse_id, FOR, [item_id])
    return [p for p in found if p.location_id not in near]


def kept_by(conn: Connection, quantity: int, waiting: Sequence[Wanted]) -> list[int]:
    """Return the reservations that `quantity` pieces keep, most urgent first; the last one is
    divided, its pick too, where they keep only a part of it."""
    sizes = {w.promised.reservation_id: w for w in waiting}
    kept: list[int | None] = []
    promised = [(w.promised.reservation_id, w.promised.quantity) for w in waiting]
    for number, n in rules.spread(quantity, promised):
        whole = n == sizes[number].promised.quantity
        kept.append(number if whole else part(conn, sizes[number], n))
    return [number for number in kept if number is not None]


def part(conn: Connection, wanted: Wanted, quantity: int) -> int | None:
    """Divide a promise and its pick, and return the reservation of `quantity` of its pieces; None
    when the promise has ended meanwhile."""
    number = reserve.split(conn, wanted.promised.reservation_id, quantity)
    if number is not None and wanted.pick_id is not None:
        follow.divide(conn, wanted.pick_id, quantity, reservation_id=number)
    return number
