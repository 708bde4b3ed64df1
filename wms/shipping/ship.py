"""A parcel leaves the building: the last move of its pieces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update

from wms.layout.models import CUSTOMER
from wms.orders import queries as orders
from wms.orders.models import Order, OrderLine
from wms.packing import queries as packing
from wms.packing.models import Parcel
from wms.packing.queries import ParcelRow
from wms.packing.rules import spread
from wms.people.actor import SYSTEM
from wms.stock import ledger, lpn
from wms.stock import queries as stock
from wms.stock.ledger import Move, Place
from wms.stock.queries import Pieces

_LOCK = (
    select(Parcel.status, Parcel.lane_id, Order.warehouse_id)
    .join(Order, Order.id == Parcel.order_id)
    .where(Parcel.id == bindparam("parcel_id"))
    .with_for_update()
)
_SHIPPED = (
    update(Parcel)
    .where(Parcel.id == bindparam("parcel_id"))
    .values(status="shipped", shipped_at=bindparam("at"))
)
_LINE = (
    update(OrderLine)
    .where(OrderLine.id == bindparam("line_id"))
    .values(shipped=OrderLine.shipped + bindparam("change"))
)
_STILL_HERE = select(func.count()).where(
    Parcel.order_id == bindparam("order_id"), Parcel.status.not_in(("shipped", "void"))
)
_ORDER = (
    update(Order)
    .where(Order.id == bindparam("number"), Order.status == "packed")
    .values(status="shipped", shipped_at=bindparam("at"))
)


def ship(conn: Connection, payload: Mapping[str, Any], at: datetime) -> None:
    """Ship the parcel `payload["parcel_id"]` from its lane; a shipped one stays as it is.

    Handler of the job `ship_parcel`. Its order is shipped with the last of its parcels.
    """
    row = conn.execute(_LOCK, {"parcel_id": payload["parcel_id"]}).one()
    if row.status != "closed" or row.lane_id is None:
        return
    parcel = packing.parcel(conn, payload["parcel_id"])
    inside = stock.in_lpn(conn, parcel.lpn_id)
    _leave(conn, row.warehouse_id, parcel, inside, at)
    conn.execute(_SHIPPED, {"parcel_id": parcel.id, "at": at})
    conn.execute(_LINE, _counts(conn, parcel.order_id, inside))
    if not conn.execute(_STILL_HERE, {"order_id": parcel.order_id}).scalar():
        conn.execute(_ORDER, {"number": parcel.order_id, "at": at})


def _leave(
    conn: Connection, warehouse_id: int, parcel: ParcelRow, inside: Sequence[Pieces], at: datetime
) -> None:
    moves = [
        Move(
            "ship",
            p.goods,
            p.on_hand,
            p.place,
            Place(CUSTOMER),
            for_kind="parcel",
            for_id=parcel.id,
        )
        for p in inside
    ]
    ledger.post(conn, warehouse_id, moves, actor=SYSTEM, at=at)
    lpn.put(conn, parcel.lpn_id, location_id=None)


def _counts(conn: Connection, order_id: int, inside: Sequence[Pieces]) -> list[dict[str, int]]:
    """Return how much each line is shipped further, first packed first."""
    counts: dict[int, int] = {}
    for pieces in inside:
        counts[pieces.item_id] = counts.get(pieces.item_id, 0) + pieces.on_hand
    lines = orders.lines(conn, [order_id])
    return [
        {"line_id": line_id, "change": share}
        for item_id, n in counts.items()
        for line_id, share in spread(
            n, [(x.id, x.packed - x.shipped) for x in lines if x.item_id == item_id]
        )
    ]
