"""Take goods from where they are stored onto the way to a face, with the promises out of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, update

from wms.errors import Refused
from wms.layout import faces
from wms.layout import queries as layout
from wms.people.actor import Actor
from wms.picking import short
from wms.replenishment import claim, demand
from wms.replenishment.models import Replenishment
from wms.replenishment.queries import TaskRow
from wms.stock import freed, lpn
from wms.stock import queries as stock
from wms.stock.carry import carry, quant_id_at
from wms.stock.ledger import Move, Place
from wms.text import N, T, Text
from wms.units import quantity as sensible

KIND = "replenish"
FOR = "replenishment"
_TAKEN = (
    update(Replenishment)
    .where(Replenishment.id == bindparam("task_id"))
    .values(taken=bindparam("n"), quantity=bindparam("n"))
)
_END = (
    update(Replenishment)
    .where(Replenishment.id == bindparam("task_id"))
    .values(status="cancelled", worker_id=None, done_at=bindparam("at"))
)


@dataclass(frozen=True, slots=True)
class Shortage:
    """How many pieces that orders waited for were found elsewhere, and how many cannot be had."""

    elsewhere: int
    missing: int


def take(conn: Connection, *, task_id: int, quantity: int, actor: Actor, at: datetime) -> None:
    """Take `quantity` loose pieces for a task; what it asked for more is asked for anew.

    :raises Refused: the task is not the actor's, its pieces were taken already, or fewer are
        there; a number that makes no sense.
    """
    task = _not_taken(claim.mine(conn, task_id, actor))
    _take(conn, task, quantity, actor, at)
    if quantity < task.quantity:
        freed.refill(conn, task.warehouse_id, at=at)


def take_lpn(conn: Connection, *, task_id: int, lpn_id: int, actor: Actor, at: datetime) -> int:
    """Take the LPN of a task as a whole and return the pieces that it carries.

    :raises Refused: as `take`; it is another LPN, or carries other goods too.
    """
    task = _not_taken(claim.mine(conn, task_id, actor))
    inside = stock.in_lpn(conn, lpn_id)
    if lpn_id != task.source_lpn_id or not inside:
        words = T("This is not the LPN for {bin}", bin=task.face)
        raise Refused("replenish.lpn", words, T("Scan the LPN that the screen names"))
    if len(inside) > 1 or inside[0].status != "good":
        words = T("This LPN carries other goods too")
        raise Refused("replenish.mixed", words, T("Scan SKIP and tell a supervisor"))
    place = on_the_way(conn, task)
    _carry(conn, task, inside[0].on_hand, Place(place, lpn_id), actor, at)
    lpn.put(conn, lpn_id, location_id=place, bound_for_id=task.face_id)
    conn.execute(_TAKEN, {"task_id": task_id, "n": inside[0].on_hand})
    return inside[0].on_hand


def source_short(
    conn: Connection, *, task_id: int, quantity: int, actor: Actor, at: datetime
) -> Shortage:
    """Take the `quantity` pieces that are there, when the rest is not.

    What the ledger still believes to be in the bin is held and counted, and orders that waited
    for it are promised others, as a picker's short does. With nothing taken the task ends.

    :raises Refused: as `take`.
    """
    task = _not_taken(claim.mine(conn, task_id, actor))
    if quantity:
        _take(conn, task, quantity, actor, at)
    else:
        conn.execute(_END, {"task_id": task_id, "at": at})
    shortage = _close_source(conn, task, actor, at, are_locked=quantity > 0)
    freed.refill(conn, task.warehouse_id, at=at)
    return shortage


def _take(conn: Connection, task: TaskRow, quantity: int, actor: Actor, at: datetime) -> None:
    _carry(conn, task, sensible(quantity), Place(on_the_way(conn, task)), actor, at)
    conn.execute(_TAKEN, {"task_id": task.id, "n": quantity})


def _close_source(
    conn: Connection, task: TaskRow, actor: Actor, at: datetime, *, are_locked: bool
) -> Shortage:
    place = Place(task.source_id, task.source_lpn_id)
    quant_id = quant_id_at(conn, task.warehouse_id, task.goods, place)
    if quant_id is None:
        return Shortage(0, 0)
    if not are_locked:
        _wanted(conn, task, quant_id)  # locks orders and picks before stock
    outcomes = short.serve_elsewhere(
        conn,
        quant_id,
        location_id=task.source_id,
        warehouse_id=task.warehouse_id,
        actor=actor,
        at=at,
    )
    return Shortage(sum(o.elsewhere for o in outcomes), sum(o.missing for o in outcomes))


def on_the_way(conn: Connection, task: TaskRow) -> int:
    """Return the location that stands for goods on carts."""
    return layout.first(conn, task.warehouse_id, "cart").id


def _wanted(conn: Connection, task: TaskRow, quant_id: int) -> list[demand.Wanted]:
    own = faces.of_item(conn, task.warehouse_id, task.item_id)
    near = [face.location_id for face in own]
    waiting = demand.wanted(conn, task.warehouse_id, task.item_id, near)
    return [w for w in waiting if w.promised.quant_id == quant_id]


def _carry(
    conn: Connection, task: TaskRow, quantity: int, target: Place, actor: Actor, at: datetime
) -> None:
    source = Place(task.source_id, task.source_lpn_id)
    kept = keep(conn, task, quantity, source)
    move = Move(KIND, task.goods, quantity, source, target, FOR, task.id)
    carry(conn, task.warehouse_id, move, kept, actor=actor, at=at)


def keep(
    conn: Connection, task: TaskRow, quantity: int, source: Place, remedy: Text | None = None
) -> list[int]:
    """Return the reservations that `quantity` pieces out of `source` take along.

    :raises Refused: fewer pieces lie there that may be taken.
    """
    lpn_id, location_id = source.lpn_id, source.location_id
    here = stock.in_lpn(conn, lpn_id) if lpn_id else stock.loose_at(conn, location_id)
    good = (p for p in here if p.goods == task.goods and p.place == source)
    pieces = next(good, None)
    waiting = _wanted(conn, task, pieces.quant_id) if pieces is not None else []
    most = sum(w.promised.quantity for w in waiting) + (pieces.free if pieces else 0)
    if quantity > most:
        raise Refused(
            "replenish.too_many",
            N("Only {n} {sku} may be taken", "Only {n} {sku} may be taken", most, sku=task.sku),
            remedy or _remedy(most),
        )
    return demand.kept_by(conn, quantity, waiting)


def _remedy(most: int) -> Text:
    if not most:
        return T("Put them back. Scan SKIP")
    return T("Put the others back: QTY {n}, FULL", n=most)


def _not_taken(task: TaskRow) -> TaskRow:
    if task.taken:
        words = T("You have {n} {sku} on the way", n=task.on_the_way, sku=task.sku)
        raise Refused("replenish.loaded", words, T("Bring them to {bin}", bin=task.face))
    return task
