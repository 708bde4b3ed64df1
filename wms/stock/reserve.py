"""Promises of stock: a reservation is a pending transfer and ends once.

`quant.reserved` is the sum of the pending reservations of that quant, changed in the same
transaction as they are.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from wms.errors import Refused
from wms.stock.models import GOOD, Quant, Reservation
from wms.text import T

_PROMISE = (
    update(Quant)
    .where(
        Quant.id == bindparam("quant_id"),
        Quant.status == GOOD,
        Quant.on_hand - Quant.reserved >= bindparam("quantity"),
    )
    .values(reserved=Quant.reserved + bindparam("quantity"))
)
_INSERT = insert(Reservation).returning(Reservation.id)
_END = (
    update(Reservation)
    .where(Reservation.id == bindparam("reservation_id"), Reservation.status == "pending")
    .values(status=bindparam("new_status"), ended_at=bindparam("at"))
    .returning(Reservation.quant_id, Reservation.quantity)
)
_CONSUME_WHOLE = (
    update(Reservation)
    .where(
        Reservation.id == bindparam("reservation_id"),
        Reservation.status == "pending",
        Reservation.quantity == bindparam("taken"),
    )
    .values(status="consumed", ended_at=bindparam("at"))
)
_CONSUME_PART = (
    update(Reservation)
    .where(
        Reservation.id == bindparam("reservation_id"),
        Reservation.status == "pending",
        Reservation.quantity > bindparam("taken"),
    )
    .values(quantity=Reservation.quantity - bindparam("taken"))
    .returning(Reservation.quant_id, Reservation.for_kind, Reservation.for_id, Reservation.made_at)
)
_LESSEN = (
    update(Reservation)
    .where(
        Reservation.id == bindparam("reservation_id"),
        Reservation.status == "pending",
        Reservation.quantity > bindparam("n"),
    )
    .values(quantity=Reservation.quantity - bindparam("n"))
    .returning(Reservation.quant_id)
)
_UNPROMISE = (
    update(Quant)
    .where(Quant.id == bindparam("quant_id"))
    .values(reserved=Quant.reserved - bindparam("quantity"))
)
_PENDING = (
    select(Reservation.quant_id, Reservation.quantity)
    .where(Reservation.id == bindparam("reservation_id"), Reservation.status == "pending")
    .with_for_update()
)
_REPROMISE = (
    update(Reservation)
    .where(Reservation.id == bindparam("reservation_id"))
    .values(quant_id=bindparam("to_quant_id"))
)
_LOCK_QUANT = select(Quant.id).where(Quant.id == bindparam("quant_id")).with_for_update()
_OF_QUANT = (
    select(Reservation.id, Reservation.quantity, Reservation.for_kind, Reservation.for_id)
    .where(Reservation.quant_id == bindparam("quant_id"), Reservation.status == "pending")
    .order_by(Reservation.id)
    .with_for_update()
)


def reserve(
    conn: Connection, *, quant_id: int, quantity: int, for_kind: str, for_id: int, at: datetime
) -> int:
    """Promise `quantity` free pieces of a quant and return the reservation's id.

    :raises Refused: `stock.not_enough` when fewer are free, or the quant is held.
    """
    if not conn.execute(_PROMISE, {"quant_id": quant_id, "quantity": quantity}).rowcount:
        raise Refused(
            "stock.not_enough",
            T("Fewer than {n} pieces are free there", n=quantity),
            T("Try again: the next free stock is looked up"),
        )
    row = {"quant_id": quant_id, "quantity": quantity, "for_kind": for_kind, "for_id": for_id}
    values = row | {"status": "pending", "made_at": at}
    return conn.execute(_INSERT, values).scalar_one()


def release(conn: Connection, reservation_id: int, *, at: datetime) -> int:
    """End a pending reservation unused and return its quantity; 0 if it had ended already."""
    ended = {"reservation_id": reservation_id, "new_status": "released", "at": at}
    row = conn.execute(_END, ended).first()
    if row is None:
        return 0
    conn.execute(_UNPROMISE, {"quant_id": row.quant_id, "quantity": row.quantity})
    return int(row.quantity)


def split(conn: Connection, reservation_id: int, quantity: int) -> int | None:
    """Divide a pending reservation: `quantity` pieces of it become one of their own.

    Returns its id, or None when the reservation has ended or promises no more than `quantity`.
    """
    row = conn.execute(_CONSUME_PART, {"reservation_id": reservation_id, "taken": quantity}).first()
    if row is None:
        return None
    part = {"quant_id": row.quant_id, "quantity": quantity, "for_kind": row.for_kind}
    part |= {"for_id": row.for_id, "made_at": row.made_at, "status": "pending"}
    return conn.execute(_INSERT, part).scalar_one()


def repromise(conn: Connection, reservation_id: int, *, quant_id: int) -> bool:
    """Let a pending reservation promise free pieces of another quant instead of its own; tell
    whether it did: it may have ended, or too few are free there."""
    row = conn.execute(_PENDING, {"reservation_id": reservation_id}).first()
    if row is None or row.quant_id == quant_id:
        return False
    moved = {"quant_id": quant_id, "quantity": row.quantity}
    if not conn.execute(_PROMISE, moved).rowcount:
        return False
    conn.execute(_REPROMISE, {"reservation_id": reservation_id, "to_quant_id": quant_id})
    conn.execute(_UNPROMISE, {"quant_id": row.quant_id, "quantity": row.quantity})
    return True


def lessen(conn: Connection, reservation_id: int, quantity: int, *, at: datetime) -> None:
    """Give back `quantity` of the pieces that a pending reservation promised; all of them end
    it."""
    row = conn.execute(_LESSEN, {"reservation_id": reservation_id, "n": quantity}).first()
    if row is None:
        release(conn, reservation_id, at=at)
    else:
        conn.execute(_UNPROMISE, {"quant_id": row.quant_id, "quantity": quantity})


def consume(conn: Connection, reservation_id: int, taken: int, *, at: datetime) -> None:
    """End a reservation by the pieces it promised; a part splits off and ends by itself.

    Only `ledger.post` calls this: the quant's `reserved` is lowered there.

    :raises Refused: `reservation.ended` when it has ended or promised less.
    """
    given = {"reservation_id": reservation_id, "taken": taken, "at": at}
    if conn.execute(_CONSUME_WHOLE, given).rowcount:
        return
    row = conn.execute(_CONSUME_PART, given).first()
    if row is None:
        raise Refused(
            "reservation.ended",
            T("This stock is no longer reserved for you"),
            T("Go on with the next task"),
        )
    part = {"quant_id": row.quant_id, "quantity": taken, "for_kind": row.for_kind}
    part |= {"for_id": row.for_id, "made_at": row.made_at, "status": "consumed", "ended_at": at}
    conn.execute(_INSERT, part)


def pending_of(conn: Connection, quant_id: int) -> list[tuple[int, int, str, int]]:
    """Return (id, quantity, for_kind, for_id) of a quant's pending reservations; the quant and they
    are locked, in the order in which a post locks them."""
    conn.execute(_LOCK_QUANT, {"quant_id": quant_id})
    rows = conn.execute(_OF_QUANT, {"quant_id": quant_id})
    return [(row.id, row.quantity, row.for_kind, row.for_id) for row in rows]
