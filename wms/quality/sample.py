"""Decide which picked orders are checked before they are packed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, case, delete, func, select

from wms.layout.models import Location
from wms.orders.models import Order
from wms.picking.models import Cluster, OrderTote
from wms.quality.check import due
from wms.quality.models import QcCheck
from wms.quality.rules import why_check
from wms.stock.queries import lpn_codes

_KNOWN = select(QcCheck.order_id, QcCheck.status).where(
    QcCheck.order_id.in_(bindparam("order_ids", expanding=True))
)
_WITHDRAW = delete(QcCheck).where(
    QcCheck.order_id.in_(bindparam("order_ids", expanding=True)),
    QcCheck.status == "due",
    ~select(OrderTote.id)
    .where(OrderTote.order_id == QcCheck.order_id, OrderTote.status != "empty")
    .exists(),
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


@dataclass(frozen=True, slots=True)
class CartTote:
    """A tote on a cart and where it goes: the put wall when it is a batch's (its order is 0), the
    dock when its order was cancelled, QC when it is to be checked, else packing."""

    order_id: int
    tote_id: int
    tote: str
    place_id: int | None
    place: str | None
    is_cancelled: bool = False


_TOTES = lpn_codes("tote")
_IS_CANCELLED = Order.status == "cancelled"
_OF_BATCH = OrderTote.order_id.is_(None)
_KIND = case(
    (_OF_BATCH, "wall"), (_IS_CANCELLED, "dock"), (QcCheck.id.is_(None), "pack"), else_="qc"
)


def _place(column: Any) -> Any:
    """Return the first location of the kind where a tote goes."""
    asked = select(column).where(
        Location.kind == _KIND, Location.warehouse_id == Cluster.warehouse_id
    )
    return asked.order_by(Location.sequence, Location.code).limit(1).scalar_subquery()


_CARRIED = (
    select(
        func.coalesce(OrderTote.order_id, 0),
        _TOTES.c.id,
        _TOTES.c.code,
        _place(Location.id),
        _place(Location.code),
        _IS_CANCELLED,
    )
    .join(_TOTES, _TOTES.c.id == OrderTote.lpn_id)
    .join(Cluster, Cluster.id == OrderTote.cluster_id)
    .outerjoin(Order, Order.id == OrderTote.order_id)
    .outerjoin(QcCheck, (QcCheck.order_id == OrderTote.order_id) & (QcCheck.status == "due"))
    .where(OrderTote.status.in_(("filling", "full")))
    .order_by(case((_IS_CANCELLED, 0), (QcCheck.id.is_(None), 2), else_=1), OrderTote.id)
)
_ON_CART = _CARRIED.where(OrderTote.cluster_id == bindparam("cluster_id"))
_AT_WALL = _CARRIED.where(OrderTote.worker_id == bindparam("worker"))


def on_cart(conn: Connection, cluster_id: int) -> list[CartTote]:
    """Return the totes on a cart: of cancelled orders first, then those that are to be checked."""
    return _carried(conn, _ON_CART, cluster_id=cluster_id)


def from_wall(conn: Connection, worker_id: int) -> list[CartTote]:
    """Return the totes that a worker filled from slots of the put wall and is to bring on."""
    return _carried(conn, _AT_WALL, worker=worker_id)


def _carried(conn: Connection, asked: Any, **given: int) -> list[CartTote]:
    rows = conn.execute(asked, given)
    return [CartTote(row[0], row[1], row[2], row[3], row[4], bool(row[5])) for row in rows]


def withdraw(conn: Connection, order_ids: Sequence[int]) -> None:
    """Take back the due checks of orders of which no tote carries anything: there is nothing to
    look at. When such an order is picked after all, it is chosen anew."""
    conn.execute(_WITHDRAW, {"order_ids": list(order_ids)})


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
