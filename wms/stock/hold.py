"""Hold pieces so that nobody is promised them, and free them again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from wms.errors import Refused
from wms.people.actor import Actor
from wms.stock.ledger import Goods, Move, Place, post
from wms.stock.models import GOOD, HELD, Hold
from wms.text import T

_INSERT = insert(Hold)
_HOLD = _INSERT.returning(Hold.id)
_OPEN = (
    select(Hold.id, Hold.quantity, Hold.reason, Hold.held_at, Hold.held_by_id)
    .where(
        Hold.location_id == bindparam("location_id"),
        Hold.lpn_id == bindparam("lpn_id"),
        Hold.item_id == bindparam("item_id"),
        Hold.lot_id == bindparam("lot_id"),
        Hold.freed_at.is_(None),
    )
    .order_by(Hold.id)
    .with_for_update()
)
_FREE = update(Hold).where(Hold.id == bindparam("hold_id")).values(freed_at=bindparam("at"))
_LESS = update(Hold).where(Hold.id == bindparam("hold_id")).values(quantity=bindparam("left"))
_ONE_OPEN = (Hold.id == bindparam("hold_id"), Hold.freed_at.is_(None))
_END_WHOLE = (
    update(Hold).where(*_ONE_OPEN, Hold.quantity == bindparam("n")).values(freed_at=bindparam("at"))
)
_END_PART = (
    update(Hold)
    .where(*_ONE_OPEN, Hold.quantity > bindparam("n"))
    .values(quantity=Hold.quantity - bindparam("n"))
)
_CARRY = (
    update(Hold)
    .where(Hold.id == bindparam("hold_id"))
    .values(location_id=bindparam("to_location_id"), lpn_id=bindparam("to_lpn_id"))
)
_FOLLOW = (
    update(Hold)
    .where(Hold.lpn_id == bindparam("old_lpn_id"), Hold.freed_at.is_(None))
    .values(location_id=bindparam("to_location_id"), lpn_id=bindparam("to_lpn_id"))
)
_FOLLOW_PART = _FOLLOW.where(
    Hold.item_id == bindparam("of_item"), Hold.lot_id == bindparam("of_lot")
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
) -> int:
    """Turn `quantity` free good pieces into held ones, where they are or at `target`, and return
    the hold's id.

    :raises Refused: fewer pieces are free there.
    """
    place = replace(target or source, status=HELD)
    move = Move("hold", goods, quantity, source, place, for_kind, for_id, reason)
    post(conn, warehouse_id, [move], actor=actor, at=at)
    row = {"location_id": place.location_id, "lpn_id": place.lpn_id, "item_id": goods.item_id}
    row |= {"lot_id": goods.lot_id, "merchant_id": goods.merchant_id, "quantity": quantity}
    why = {"reason": reason, "held_at": at, "held_by_id": actor.worker_id}
    return conn.execute(_HOLD, row | why).scalar_one()


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
    for hold_id, held, *_ in conn.execute(_OPEN, _key(goods, place)).all():
        if quantity <= 0:
            return
        if held <= quantity:
            conn.execute(_FREE, {"hold_id": hold_id, "at": at})
        else:
            conn.execute(_LESS, {"hold_id": hold_id, "left": held - quantity})
        quantity -= held


def end(conn: Connection, hold_id: int, quantity: int, *, at: datetime) -> None:
    """Lower one open hold by `quantity` pieces that left it; none left ends it.

    :raises Refused: `hold.ended` when it has ended or holds fewer by now.
    """
    given = {"hold_id": hold_id, "n": quantity, "at": at}
    if conn.execute(_END_WHOLE, given).rowcount or conn.execute(_END_PART, given).rowcount:
        return
    raise Refused("hold.ended", T("This hold has changed meanwhile"), T("Scan the bin again"))


def carry(conn: Connection, goods: Goods, quantity: int, *, source: Place, target: Place) -> None:
    """Let the oldest open holds at `source` name `target`, whereto `quantity` of their pieces
    were moved; one of which only a part moved is split."""
    where = {"location_id": target.location_id, "lpn_id": target.lpn_id}
    for hold_id, held, reason, held_at, by_id in conn.execute(_OPEN, _key(goods, source)).all():
        if quantity <= 0:
            return
        if held <= quantity:
            named = {f"to_{name}": value for name, value in where.items()}
            conn.execute(_CARRY, named | {"hold_id": hold_id})
        else:
            conn.execute(_LESS, {"hold_id": hold_id, "left": held - quantity})
            row = where | {"item_id": goods.item_id, "lot_id": goods.lot_id}
            row |= {"merchant_id": goods.merchant_id, "quantity": quantity}
            part = {"reason": reason, "held_at": held_at, "held_by_id": by_id}
            conn.execute(_INSERT, row | part)
        quantity -= held


def _key(goods: Goods, place: Place) -> dict[str, int]:
    key = {"location_id": place.location_id, "lpn_id": place.lpn_id}
    return key | {"item_id": goods.item_id, "lot_id": goods.lot_id}


def follow(conn: Connection, *, lpn_id: int, target: Place, goods: Goods | None = None) -> None:
    """Let the open holds of an LPN's pieces, or of those `goods` in it, name `target`, whereto all
    of them were moved."""
    where = {"old_lpn_id": lpn_id, "to_location_id": target.location_id}
    where |= {"to_lpn_id": target.lpn_id}
    if goods is None:
        conn.execute(_FOLLOW, where)
    else:
        conn.execute(_FOLLOW_PART, where | {"of_item": goods.item_id, "of_lot": goods.lot_id})
