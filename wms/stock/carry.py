"""Carry pieces elsewhere together with what is promised out of them.

An ordinary move takes free pieces only. When goods are brought nearer to those who want them, the
promises go along: each promises as many pieces at the new place, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from wms.errors import Refused
from wms.people.actor import Actor
from wms.stock.ledger import Goods, Move, Place, post
from wms.stock.models import Quant, Reservation
from wms.text import T

_QUANT = select(Quant.id).where(
    Quant.warehouse_id == bindparam("warehouse_id"),
    Quant.location_id == bindparam("location_id"),
    Quant.lpn_id == bindparam("lpn_id"),
    Quant.status == bindparam("status"),
    Quant.item_id == bindparam("item_id"),
    Quant.lot_id == bindparam("lot_id"),
    Quant.merchant_id == bindparam("merchant_id"),
)
_BOTH = (
    select(Quant.id)
    .where(Quant.id.in_(bindparam("quant_ids", expanding=True)))
    .order_by(Quant.location_id, Quant.lpn_id, Quant.item_id, Quant.lot_id, Quant.status)
    .with_for_update()
)
_PENDING = (
    select(Reservation.quantity)
    .where(
        Reservation.id.in_(bindparam("ids", expanding=True)),
        Reservation.quant_id == bindparam("quant_id"),
        Reservation.status == "pending",
    )
    .with_for_update()
)
_CHANGE = (
    update(Quant)
    .where(Quant.id == bindparam("quant_id"))
    .values(reserved=Quant.reserved + bindparam("n"))
)
_FOLLOW = (
    update(Reservation)
    .where(Reservation.id.in_(bindparam("ids", expanding=True)), Reservation.status == "pending")
    .values(quant_id=bindparam("to_quant_id"))
)


def quant_id_at(conn: Connection, warehouse_id: int, goods: Goods, place: Place) -> int | None:
    """Return the quant of some goods at a place, if there ever was any."""
    given: dict[str, Any] = {"warehouse_id": warehouse_id, "location_id": place.location_id}
    given |= {"lpn_id": place.lpn_id, "status": place.status, "item_id": goods.item_id}
    given |= {"lot_id": goods.lot_id, "merchant_id": goods.merchant_id}
    return conn.execute(_QUANT, given).scalar()


def carry(
    conn: Connection,
    warehouse_id: int,
    move: Move,
    reservations: Sequence[int],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Move good pieces, and let `reservations` out of them promise the same pieces at the target.

    :raises Refused: a reservation has ended meanwhile, or fewer pieces than `move` takes are
        either free or promised by `reservations`.
    """
    source = quant_id_at(conn, warehouse_id, move.goods, move.source)
    target = quant_id_at(conn, warehouse_id, move.goods, move.target)
    conn.execute(_BOTH, {"quant_ids": [n for n in (source, target) if n is not None]}).all()
    given = {"ids": list(reservations), "quant_id": source}
    promised = [row.quantity for row in conn.execute(_PENDING, given)] if reservations else []
    if len(promised) != len(reservations):
        raise Refused(
            "reservation.ended",
            T("An order has changed meanwhile"),
            T("Do it again"),
        )
    if promised:
        conn.execute(_CHANGE, {"quant_id": source, "n": -sum(promised)})
    post(conn, warehouse_id, [move], actor=actor, at=at)
    if promised:
        target = quant_id_at(conn, warehouse_id, move.goods, move.target)
        conn.execute(_CHANGE, {"quant_id": target, "n": sum(promised)})
        conn.execute(_FOLLOW, {"ids": list(reservations), "to_quant_id": target})
