"""Empty a slot of the put wall into a tote of its order, and bring such totes on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from wms.errors import Refused
from wms.people.actor import Actor
from wms.picking import totes, wall
from wms.picking.models import OrderTote, WallSlot
from wms.picking.wall import Slot
from wms.stock import lpn
from wms.stock import queries as stock
from wms.stock.ledger import Move, Place, post
from wms.text import T

_NOW = select(WallSlot.id).where(WallSlot.id == bindparam("slot_id")).with_for_update()
_CLOSE = (
    update(WallSlot)
    .where(WallSlot.id == bindparam("slot_id"), WallSlot.emptied_at.is_(None))
    .values(emptied_at=bindparam("at"), worker_id=None)
)
_TIE = insert(OrderTote)
_DROP = (
    update(OrderTote)
    .where(
        OrderTote.lpn_id == bindparam("lpn"),
        OrderTote.order_id == bindparam("order"),
        OrderTote.status == "full",
        OrderTote.worker_id == bindparam("worker"),
    )
    .values(status="dropped", worker_id=None)
)


def take_out(
    conn: Connection,
    *,
    location_id: int,
    tote_id: int,
    warehouse_id: int,
    actor: Actor,
    at: datetime,
) -> tuple[Slot, int]:
    """Move all of a slot into an empty tote and free the slot; return it and the pieces.

    A slot with nothing in it is freed, and the tote stays as it is.

    :raises Refused: the slot is nobody's; the tote is not empty, or somebody's.
    """
    slot = _locked(conn, location_id)
    inside = stock.loose_at(conn, location_id)
    if inside:
        totes.check_free(conn, tote_id)
        cart = totes.cart(conn, warehouse_id)
        moves = [
            Move(
                "take_out",
                p.goods,
                p.on_hand,
                p.place,
                Place(cart, tote_id, p.status),
                "order",
                slot.order_id,
            )
            for p in inside
        ]
        post(conn, warehouse_id, moves, actor=actor, at=at)
        row = {"lpn_id": tote_id, "order_id": slot.order_id, "cluster_id": slot.cluster_id}
        conn.execute(_TIE, row | {"status": "full", "worker_id": actor.worker_id})
        lpn.put(conn, tote_id, location_id=cart)
    close(conn, slot, at=at)
    return slot, sum(p.on_hand for p in inside)


def _locked(conn: Connection, location_id: int) -> Slot:
    """Return whose a slot is, locked until the transaction ends.

    :raises Refused: it is nobody's.
    """
    slot = wall.slot(conn, location_id)
    if slot is not None:
        conn.execute(_NOW, {"slot_id": slot.id})
        slot = wall.slot(conn, location_id)
    if slot is None:
        raise Refused("sort.slot_free", T("This slot is empty already"), T("Scan BACK"))
    return slot


def close(conn: Connection, slot: Slot, *, at: datetime) -> None:
    """Free a slot that holds nothing."""
    conn.execute(_CLOSE, {"slot_id": slot.id, "at": at})
    totes.settle(conn, slot.order_id)


def set_down(
    conn: Connection,
    *,
    pairs: Sequence[tuple[int, int]],
    location_id: int,
    warehouse_id: int,
    actor: Actor,
    at: datetime,
) -> None:
    """Set totes (order id, tote id) that were filled at the wall down where they go next.

    :raises Refused: they are not in this worker's hands any more.
    """
    for order_id, tote_id in pairs:
        row = {"lpn": tote_id, "order": order_id, "worker": actor.worker_id}
        if not conn.execute(_DROP, row).rowcount:
            raise Refused("drop.gone", T("Somebody else has these totes"), T("Scan BACK"))
        lpn.move(
            conn,
            warehouse_id,
            tote_id,
            target_id=location_id,
            kind="drop",
            actor=actor,
            at=at,
            for_kind="order",
            for_id=order_id,
        )
    for order_id in sorted({order_id for order_id, _ in pairs}):
        totes.settle(conn, order_id)
