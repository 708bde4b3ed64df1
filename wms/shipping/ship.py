"""Parcels leave the building: the last moves of their pieces.

Where parcels depart from their lane, a job ships each (`ship`); where they depart with their
truck, the close-out of their manifest ships them all (`depart`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, exists, select, update

from wms.layout.models import CUSTOMER
from wms.orders import queries as orders
from wms.orders.models import Order, OrderLine
from wms.packing import queries as packing
from wms.packing.models import Parcel
from wms.packing.queries import ParcelRow
from wms.packing.rules import spread
from wms.people.actor import SYSTEM, Actor
from wms.shipping import join
from wms.shipping.queries import carrier_if_known
from wms.stock import ledger, lpn
from wms.stock import queries as stock
from wms.stock.ledger import Move, Place
from wms.stock.queries import Pieces

_READY = select(Parcel.order_id).where(
    Parcel.id == bindparam("parcel_id"), Parcel.status == "closed", Parcel.lane_id.is_not(None)
)
_LOCK = _READY.with_for_update()
_LOCK_ORDERS = (
    select(Order.id)
    .where(Order.id.in_(bindparam("order_ids", expanding=True)))
    .order_by(Order.id)
    .with_for_update()
)
_SHIPPED = (
    update(Parcel)
    .where(Parcel.id.in_(bindparam("parcel_ids", expanding=True)))
    .values(status="shipped", shipped_at=bindparam("at"))
)
_LINE = (
    update(OrderLine)
    .where(OrderLine.id == bindparam("line_id"))
    .values(shipped=OrderLine.shipped + bindparam("change"))
)
_STILL_HERE = exists().where(Parcel.order_id == Order.id, Parcel.status.not_in(("shipped", "void")))
_ORDERS = (
    update(Order)
    .where(
        Order.id.in_(bindparam("order_ids", expanding=True)), Order.status == "packed", ~_STILL_HERE
    )
    .values(status="shipped", shipped_at=bindparam("at"))
)


def ship(conn: Connection, payload: Mapping[str, Any], at: datetime) -> None:
    """Ship the parcel `payload["parcel_id"]` from its lane; a shipped one stays as it is.

    Handler of the job `ship_parcel`. The parcel joins the open manifest of its carrier.
    """
    wanted = {"parcel_id": payload["parcel_id"]}
    order_id = conn.execute(_READY, wanted).scalar()
    if order_id is None:
        return
    order = orders.order(conn, order_id)
    carrier = carrier_if_known(conn, order)
    manifest_id = None
    if carrier is not None:
        key = {"warehouse_id": order.warehouse_id, "carrier_id": carrier.id}
        manifest_id = join.open_now(conn, **key, at=at)
    if conn.execute(_LOCK, wanted).first() is None:
        return
    parcel = packing.parcel(conn, payload["parcel_id"])
    if manifest_id is not None:
        join.join(conn, manifest_id=manifest_id, parcel_id=parcel.id)
    depart(conn, order.warehouse_id, [parcel], actor=SYSTEM, at=at)


def settle(conn: Connection, order_id: int, *, at: datetime) -> None:
    """Call an order shipped when it is packed and no parcel of it is still here."""
    conn.execute(_ORDERS, {"order_ids": [order_id], "at": at})


def depart(
    conn: Connection,
    warehouse_id: int,
    parcels: Sequence[ParcelRow],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Let closed parcels, locked by the caller, leave for their customers. An order is shipped with
    the last of its parcels."""
    if not parcels:
        return
    order_ids = sorted({parcel.order_id for parcel in parcels})
    conn.execute(_LOCK_ORDERS, {"order_ids": order_ids})
    inside = [(p, stock.in_lpn(conn, p.lpn_id)) for p in parcels]
    moves = [_move(parcel, pieces) for parcel, held in inside for pieces in held]
    ledger.post(conn, warehouse_id, moves, actor=actor, at=at)
    for parcel in parcels:
        lpn.put(conn, parcel.lpn_id, location_id=None)
    conn.execute(_SHIPPED, {"parcel_ids": [p.id for p in parcels], "at": at})
    conn.execute(_LINE, _counts(conn, order_ids, inside))
    conn.execute(_ORDERS, {"order_ids": order_ids, "at": at})


def _move(parcel: ParcelRow, pieces: Pieces) -> Move:
    named: dict[str, Any] = {"for_kind": "parcel", "for_id": parcel.id}
    return Move("ship", pieces.goods, pieces.on_hand, pieces.place, Place(CUSTOMER), **named)


def _counts(
    conn: Connection,
    order_ids: Sequence[int],
    inside: Sequence[tuple[ParcelRow, Sequence[Pieces]]],
) -> list[dict[str, int]]:
    """Return how much each line is shipped further, first packed first."""
    counts: dict[tuple[int, int], int] = {}
    for parcel, held in inside:
        for pieces in held:
            key = (parcel.order_id, pieces.item_id)
            counts[key] = counts.get(key, 0) + pieces.on_hand
    lines = orders.lines(conn, list(order_ids))
    return [
        {"line_id": line_id, "change": share}
        for key, n in counts.items()
        for line_id, share in spread(
            n, [(x.id, x.packed - x.shipped) for x in lines if (x.order_id, x.item_id) == key]
        )
    ]
