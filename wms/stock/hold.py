"""Hold pieces so that nobody is promised them, and free them again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from wms.people.actor import Actor
from wms.stock.ledger import Goods, Move, Place, post
from wms.stock.models import GOOD, HELD, Hold

_INSERT = insert(Hold)
_OPEN = (
    select(Hold.id, Hold.quantity)
    .where(
        Hold.location_id == bindparam("location_id"),
        Hold.lpn_id == bindparam("lpn_id"),
        Hold.item_id == bindparam("item_id"),
        Hold.lot_id == bindparam("lot_id"),
        Hold.freed_at.is_(None),
    )
    .order_by(Hold.id)
)
_FREE = update(Hold).where(Hold.id == bindparam("hold_id")).values(freed_at=bindparam("at"))
_LESS = update(Hold).where(Hold.id == bindparam("hold_id")).values(quantity=bindparam("left"))
_FOLLOW = (
    update(Hold)
    .where(Hold.lpn_id == bindparam("old_lpn_id"), Hold.freed_at.is_(None))
    .values(location_id=bindparam("to_location_id"), lpn_id=bindparam("to_lpn_id"))
)


def hold(
    conn: Connection,
    warehouse_id: int,
    goods: Goods,
    quantity: int,
    *,
    source: Place,
    target: Place | None = None,
    reason: str,
    actor: Actor,
    at: datetime,
    for_kind: str = "",
    for_id: int = 0,
) -> None:
    """Turn `quantity` free good pieces into held ones, where they are or at `target`.

    :raises Refused: fewer pieces are free there.
    """
    place = replace(target or source, status=HELD)
    move = Move("hold", goods, quantity, source, place, for_kind, for_id, reason)
    post(conn, warehouse_id, [move], actor=actor, at=at)
    row = {"location_id": place.location_id, "lpn_id": place.lpn_id, "item_id": goods.item_id}
    row |= {"lot_id": goods.lot_id, "merchant_id": goods.merchant_id, "quantity": quantity}
    conn.execute(_INSERT, row | {"reason": reason, "held_at": at, "held_by_id": actor.worker_id})


def free(
    conn: Connection,
    warehouse_id: int,
    goods: Goods,
    quantity: int,
    *,
    place: Place,
    reason: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Turn `quantity` held pieces at `place` into good ones; oldest holds end first."""
    held, good = replace(place, status=HELD), replace(place, status=GOOD)
    move = Move("free", goods, quantity, held, good, reason=reason)
    post(conn, warehouse_id, [move], actor=actor, at=at)
    settle(conn, goods, quantity, place=place, at=at)


def settle(conn: Connection, goods: Goods, quantity: int, *, place: Place, at: datetime) -> None:
    """End the oldest holds at `place` to the extent of `quantity` pieces that left them."""
    key = {"location_id": place.location_id, "lpn_id": place.lpn_id}
    key |= {"item_id": goods.item_id, "lot_id": goods.lot_id}
    for hold_id, held in conn.execute(_OPEN, key).all():
        if quantity <= 0:
            return
        if held <= quantity:
            conn.execute(_FREE, {"hold_id": hold_id, "at": at})
        else:
            conn.execute(_LESS, {"hold_id": hold_id, "left": held - quantity})
        quantity -= held


def follow(conn: Connection, *, lpn_id: int, target: Place) -> None:
    """Let the open holds of an LPN's pieces name `target`, whereto all of them were moved."""
    where = {"old_lpn_id": lpn_id, "to_location_id": target.location_id}
    conn.execute(_FOLLOW, where | {"to_lpn_id": target.lpn_id})
