"""A bin holds fewer pieces than the ledger says: nobody else shall walk there in vain.

What is left in the bin is held until it is counted; everybody who was going there gets the
same goods from elsewhere at once, or is told that there are none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from wms.counting import ask
from wms.orders import allocate
from wms.orders.allocate import FOR
from wms.orders.models import OrderLine
from wms.orders.rules import Need
from wms.people.actor import Actor
from wms.picking import follow, totes
from wms.picking.again import promised_anew
from wms.picking.claim import own
from wms.picking.form import add_picks
from wms.picking.models import Pick
from wms.picking.replan import replan
from wms.stock import hold, promises, reserve
from wms.stock import queries as stock

REASON = "short"

_PICKS = select(
    Pick.id,
    Pick.cluster_id,
    Pick.order_id,
    Pick.order_line_id,
    Pick.reservation_id,
    Pick.location_id,
    Pick.item_id,
    Pick.status,
).with_for_update()
_PICK = _PICKS.where(Pick.id == bindparam("pick_id"))
_OTHERS = _PICKS.where(Pick.reservation_id.in_(bindparam("reservations", expanding=True))).order_by(
    Pick.id
)
_END = (
    update(Pick)
    .where(Pick.id == bindparam("pick_id"), Pick.status == "open")
    .values(status="short", ended_at=bindparam("at"))
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many pieces were found elsewhere, and how many cannot be had."""

    elsewhere: int
    missing: int


def pick_short(
    conn: Connection, *, pick_id: int, warehouse_id: int, actor: Actor, at: datetime
) -> Outcome:
    """End a pick whose open pieces are not in the bin, and serve all who were going there.

    The bin's rest is held, a count is asked for, and what was promised out of it is looked for
    in other bins. Returns what became of *this* pick's pieces.

    :raises Refused: somebody else has the cart.
    """
    pick = conn.execute(_PICK, {"pick_id": pick_id}).one()
    own(conn, cluster_id=pick.cluster_id, actor=actor)
    quant_id = promises.quant_of_reservation(conn, pick.reservation_id)
    if pick.status != "open" or quant_id is None:
        return Outcome(0, 0)
    where = {"location_id": pick.location_id, "warehouse_id": warehouse_id}
    return serve_elsewhere(conn, quant_id, **where, found_by=pick, actor=actor, at=at)[pick_id]


def serve_elsewhere(
    conn: Connection,
    quant_id: int,
    *,
    location_id: int,
    warehouse_id: int,
    actor: Actor,
    at: datetime,
    found_by: Any = None,
) -> dict[int, Outcome]:
    """Hold what the ledger believes to lie in a quant, ask for a count of its bin, and look
    elsewhere for all that was promised out of it.

    `found_by` is the pick at which it was noticed; its walk goes on. Returns by pick what became
    of its pieces.
    """
    pending = reserve.pending_of(conn, quant_id)
    wanted = {row[0] for row in pending} | ({found_by.reservation_id} if found_by else set())
    others = conn.execute(_OTHERS, {"reservations": sorted(wanted)}).all()
    freed = [(row, reserve.release(conn, row.reservation_id, at=at)) for row in others]
    _allocate_anew(conn, pending, {row.reservation_id for row in others}, warehouse_id, at)
    _close_bin(conn, quant_id, warehouse_id, actor, at)
    ask.ask(conn, warehouse_id=warehouse_id, location_id=location_id, why=REASON, at=at)
    outcomes = {}
    for row, quantity in freed:
        conn.execute(_END, {"pick_id": row.id, "at": at})
        found = elsewhere(conn, row, quantity, warehouse_id=warehouse_id, at=at)
        outcomes[row.id] = Outcome(found, quantity - found)
    orders = sorted({row.order_id for row in others})
    for order_id in orders:
        totes.settle(conn, order_id)
    follow.tell(conn, orders)
    going_on = {found_by.cluster_id} if found_by else set()
    for cluster_id in sorted({row.cluster_id for row in others} - going_on):
        totes.finish(conn, cluster_id, at=at)
    return outcomes


def _allocate_anew(
    conn: Connection,
    pending: Sequence[tuple[int, int, str, int]],
    picked: set[int],
    warehouse_id: int,
    at: datetime,
) -> None:
    """Let orders that have a promise here but no pick yet look for stock again."""
    lines = [for_id for number, _, kind, for_id in pending if kind == FOR and number not in picked]
    if not lines:
        return
    asked = select(OrderLine.order_id).where(OrderLine.id.in_(lines)).distinct()
    for order_id in sorted(conn.execute(asked).scalars()):
        allocate.unpromise(conn, order_id, at=at)
    allocate.ask(conn, warehouse_id, at=at)


def elsewhere(
    conn: Connection, pick: Any, quantity: int, *, warehouse_id: int, at: datetime
) -> int:
    """Promise up to `quantity` pieces for a pick's order line from other bins.

    Adds picks to its cluster, which is walked in another order from then on; notes what cannot be
    had as short, and returns what was found.
    """
    need = Need(pick.order_line_id, pick.item_id, quantity)
    fresh, lost = promised_anew(conn, warehouse_id, need, at=at)
    add_picks(conn, pick.cluster_id, pick.order_id, fresh, {})
    if fresh:
        replan(conn, pick.cluster_id)
    return quantity - lost


def _close_bin(
    conn: Connection, quant_id: int, warehouse_id: int, actor: Actor, at: datetime
) -> None:
    """Hold what the ledger believes to lie in the bin, until somebody has counted."""
    pieces = stock.quant(conn, quant_id)
    if pieces is None or pieces.free <= 0:
        return
    hold.hold(
        conn,
        warehouse_id,
        pieces.goods,
        pieces.free,
        source=pieces.place,
        reason=REASON,
        actor=actor,
        at=at,
    )
