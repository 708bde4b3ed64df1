"""Picks go where their pieces lie: goods were brought to a pick face, or carried away.

A pick whose pieces lie elsewhere than on a face of their item waits; nobody is sent there. Once
they are on the face, it is walked like any other, at once.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, insert, or_, select, update

from wms.catalog.models import Item
from wms.layout import faces
from wms.layout.models import Location
from wms.orders.models import Order
from wms.orders.reasons import FAR, far
from wms.picking.models import Cluster, Pick
from wms.picking.replan import replan
from wms.stock import promises

_OPEN = select(
    Pick.id,
    Pick.order_id,
    Pick.reservation_id,
    Pick.location_id,
    Pick.waits_at_id,
    Pick.cluster_id,
).where(Pick.reservation_id.in_(bindparam("ids", expanding=True)), Pick.status == "open")
_LOCK = _OPEN.order_by(Pick.id).with_for_update()
_WAITING_FOR = (
    select(Pick.reservation_id)
    .join(Cluster, Cluster.id == Pick.cluster_id)
    .where(
        Cluster.warehouse_id == bindparam("warehouse_id"),
        Pick.item_id == bindparam("item_id"),
        Pick.status == "open",
        Pick.waits_at_id.is_not(None),
    )
    .order_by(Pick.id)
)
_GO = (
    update(Pick)
    .where(Pick.id == bindparam("pick_id"))
    .values(
        location_id=bindparam("to_location_id"),
        lot_id=bindparam("of_lot_id"),
        sequence=bindparam("new_sequence"),
        waits_at_id=bindparam("face_id"),
    )
)
_WHOLE = select(*(column for column in Pick.__table__.c if column.name != "id")).where(
    Pick.id == bindparam("pick_id")
)
_LESS = (
    update(Pick)
    .where(Pick.id == bindparam("pick_id"))
    .values(quantity=Pick.quantity - bindparam("n"))
)
_INSERT = insert(Pick)
_WAITING = (
    select(Pick.order_id, Item.sku, Location.code)
    .join(Item, Item.id == Pick.item_id)
    .join(Location, Location.id == Pick.waits_at_id)
    .where(Pick.order_id.in_(bindparam("order_ids", expanding=True)), Pick.status == "open")
    .order_by(Pick.id.desc())
)
_TELL = (
    update(Order)
    .where(
        Order.id == bindparam("order_id"),
        Order.status == "released",
        or_(Order.reason == "", Order.reason.startswith(FAR + " ")),
        Order.reason != bindparam("why"),
    )
    .values(reason=bindparam("why"))
)


def lock(conn: Connection, reservation_ids: Collection[int]) -> list[Any]:
    """Return the open picks of reservations, locked until the transaction ends: each with its id,
    order_id, reservation_id, location_id and waits_at_id."""
    return list(conn.execute(_LOCK, {"ids": sorted(reservation_ids)})) if reservation_ids else []


def waiting_for(conn: Connection, warehouse_id: int, item_id: int) -> list[int]:
    """Return the reservations of the picks of an item that wait for a face."""
    given = {"warehouse_id": warehouse_id, "item_id": item_id}
    return list(conn.execute(_WAITING_FOR, given).scalars())


def divide(conn: Connection, pick_id: int, quantity: int, *, reservation_id: int) -> None:
    """Let `quantity` pieces of a pick, which `reservation_id` promises now, be a pick by itself."""
    whole = conn.execute(_WHOLE, {"pick_id": pick_id}).mappings().one()
    part = {"quantity": quantity, "picked": 0, "reservation_id": reservation_id}
    conn.execute(_LESS, {"pick_id": pick_id, "n": quantity})
    conn.execute(_INSERT, dict(whole) | part)


def follow(conn: Connection, reservation_ids: Collection[int]) -> None:
    """Let the open picks of reservations name the place where their pieces lie now."""
    lies = {p.reservation_id: p for p in promises.by_id(conn, sorted(reservation_ids))}
    if not lies:
        return
    waits = faces.off_face(conn, {(p.item_id, p.location_id) for p in lies.values()})
    picks = lock(conn, lies)
    for pick in picks:
        promised = lies[pick.reservation_id]
        face = waits.get((promised.item_id, promised.location_id))
        going = {"pick_id": pick.id, "to_location_id": promised.location_id}
        going |= {"of_lot_id": promised.lot_id, "new_sequence": promised.sequence}
        conn.execute(_GO, going | {"face_id": face.location_id if face else None})
    for cluster_id in sorted({pick.cluster_id for pick in picks if pick.waits_at_id is not None}):
        replan(conn, cluster_id)
    tell(conn, sorted({pick.order_id for pick in picks}))


def tell(conn: Connection, order_ids: Sequence[int]) -> None:
    """Let released orders say for which face their pieces wait, or no longer say it."""
    if not order_ids:
        return
    waiting = conn.execute(_WAITING, {"order_ids": list(order_ids)})
    why = {row.order_id: far(row.sku, row.code) for row in waiting}
    rows = [{"order_id": n, "why": why.get(n, "")} for n in sorted(order_ids)]
    conn.execute(_TELL, rows)
