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
from wms.picking.models import Cluster, Pick
from wms.picking.queries import TOGETHER
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
)
_PICK = _PICKS.where(Pick.id == bindparam("pick_id"))
_OF_STOP = _PICKS.where(TOGETHER, Pick.status == "open").order_by(Pick.id).limit(1)
_METHOD = select(Cluster.method).where(Cluster.id == bindparam("cluster_id"))
_LOCKED = (
    _PICKS.where(Pick.reservation_id.in_(bindparam("reservations", expanding=True)))
    .order_by(Pick.id)
    .with_for_update()
)
_END = (
    update(Pick)
    .where(Pick.id == bindparam("pick_id"), Pick.status == "open")
    .values(status="short", ended_at=bindparam("at"))
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many pieces were found elsewhere, and how many cannot be had; of which pick and cluster,
    0 in a sum."""

    elsewhere: int = 0
    missing: int = 0
    pick_id: int = 0
    cluster_id: int = 0

    def __add__(self, other: Outcome) -> Outcome:
        return Outcome(self.elsewhere + other.elsewhere, self.missing + other.missing)


def pick_short(
    conn: Connection, *, pick_id: int, warehouse_id: int, actor: Actor, at: datetime
) -> Outcome:
    """End a pick whose open pieces are not in the bin, and serve all who were going there.

    The bin's rest is held, a count is asked for, and what was promised out of it is looked for
    in other bins. Returns what became of *this* pick's pieces, in a batch of all that its stop
    was for.

    :raises Refused: somebody else has the cart.
    """
    pick, is_batch = _mine(conn, pick_id, actor)
    quant_id = promises.quant_of_reservation(conn, pick.reservation_id)
    if pick.status != "open" or quant_id is None:
        return Outcome()
    where = {"location_id": pick.location_id, "warehouse_id": warehouse_id}
    found = serve_elsewhere(conn, quant_id, **where, found_by=pick, actor=actor, at=at)
    mine = [f for f in found if f.cluster_id == pick.cluster_id] if is_batch else []
    return sum(mine or [f for f in found if f.pick_id == pick.id], Outcome())


def serve_elsewhere(
    conn: Connection,
    quant_id: int,
    *,
    location_id: int,
    warehouse_id: int,
    actor: Actor,
    at: datetime,
    found_by: Any = None,
) -> list[Outcome]:
    """Hold what the ledger believes to lie in a quant, ask for a count of its bin, and look
    elsewhere for all that was promised out of it.

    `found_by` is the pick at which it was noticed; its walk goes on. Returns what became of the
    pieces of each pick; nothing when that pick has ended meanwhile.
    """
    pending, others = _going_there(conn, quant_id, found_by.reservation_id if found_by else None)
    if found_by and found_by.id not in {row.id for row in others if row.status == "open"}:
        return []
    freed = [(row, reserve.release(conn, row.reservation_id, at=at)) for row in others]
    _allocate_anew(conn, pending, {row.reservation_id for row in others}, warehouse_id, at)
    _close_bin(conn, quant_id, warehouse_id, actor, at)
    ask.ask(conn, warehouse_id=warehouse_id, location_id=location_id, why=REASON, at=at)
    outcomes = []
    for row, quantity in freed:
        if not quantity:  # it had ended before
            continue
        conn.execute(_END, {"pick_id": row.id, "at": at})
        found = elsewhere(conn, row, quantity, warehouse_id=warehouse_id, at=at)
        outcomes.append(Outcome(found, quantity - found, row.id, row.cluster_id))
    for cluster_id in sorted({one.cluster_id for one in outcomes if one.elsewhere}):
        replan(conn, cluster_id)
    orders = sorted({row.order_id for row in others})
    for order_id in orders:
        totes.settle(conn, order_id)
    follow.tell(conn, orders)
    going_on = {found_by.cluster_id} if found_by else set()
    for cluster_id in sorted({row.cluster_id for row in others} - going_on):
        totes.finish(conn, cluster_id, at=at)
    return outcomes


def _mine(conn: Connection, pick_id: int, actor: Actor) -> tuple[Any, bool]:
    """Return a pick, in a batch the first of its stop that is open, and whether it is in a batch;
    its cluster is locked.

    :raises Refused: somebody else has the cart.
    """
    pick = conn.execute(_PICK, {"pick_id": pick_id}).one()
    own(conn, cluster_id=pick.cluster_id, actor=actor)
    if conn.execute(_METHOD, {"cluster_id": pick.cluster_id}).scalar() != "batch":
        return pick, False
    return conn.execute(_OF_STOP, {"pick_id": pick_id}).first() or pick, True


def _going_there(
    conn: Connection, quant_id: int, reservation_id: int | None
) -> tuple[Sequence[tuple[int, int, str, int]], Sequence[Any]]:
    """Return what is promised out of a quant and the picks for it, all locked.

    Picks first, then the quant, then its reservations, as a pick itself does: many who find the
    same bin short, or still pick from it, must not wait for each other in a circle.
    """
    own_one = {reservation_id} if reservation_id else set()
    known = own_one.union(promises.of_quant(conn, quant_id))
    conn.execute(_LOCKED, {"reservations": sorted(known)}).all()
    pending = reserve.pending_of(conn, quant_id)
    now = own_one | {row[0] for row in pending}
    return pending, conn.execute(_LOCKED, {"reservations": sorted(now)}).all()


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

    Adds picks to its cluster, which is to be planned anew then (`replan`); notes what cannot be had
    as short, and returns what was found.
    """
    need = Need(pick.order_line_id, pick.item_id, quantity)
    fresh, lost = promised_anew(conn, warehouse_id, need, at=at)
    add_picks(conn, pick.cluster_id, pick.order_id, fresh, {})
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
