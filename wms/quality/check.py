"""Look at a picked order: make the check due, open it, pass its pieces, finish it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from wms.errors import Refused
from wms.orders import cancelled
from wms.orders import queries as orders
from wms.orders.models import Order
from wms.orders.rules import spread
from wms.people.actor import Actor
from wms.picking import totes
from wms.picking.models import OrderTote
from wms.quality import queries
from wms.quality.models import QcCheck, QcResult
from wms.quality.queries import CHECKS, CheckRow
from wms.quality.rules import Look, progress
from wms.stock import lpn
from wms.text import N, T

_DUE = {
    "sqlite": sqlite.insert(QcCheck).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(QcCheck).on_conflict_do_nothing(),
}
_KEY = ("check_id", "item_id", "lot_id")
_INSERT: dict[str, sqlite.Insert | postgresql.Insert] = {
    "sqlite": sqlite.insert(QcResult),
    "postgresql": postgresql.insert(QcResult),
}
_PASS = {
    name: new.on_conflict_do_update(
        index_elements=_KEY, set_={"passed": QcResult.passed + new.excluded.passed}
    )
    for name, new in _INSERT.items()
}
_LOCKED = CHECKS.where(QcCheck.id == bindparam("check_id")).with_for_update(of=QcCheck)
_OPEN = (
    update(QcCheck).where(QcCheck.id == bindparam("check")).values(worker_id=bindparam("worker"))
)
_LEAVE_OTHERS = (
    update(QcCheck)
    .where(
        QcCheck.worker_id == bindparam("worker"),
        QcCheck.status == "due",
        QcCheck.id != bindparam("check"),
    )
    .values(worker_id=None)
)
_DONE = (
    update(QcCheck)
    .where(QcCheck.id == bindparam("check"))
    .values(status=bindparam("outcome"), worker_id=bindparam("worker"), done_at=bindparam("at"))
)
_WITHDRAWN = (
    update(QcCheck)
    .where(QcCheck.order_id == bindparam("order"), QcCheck.status == "due")
    .values(status="withdrawn", done_at=bindparam("at"))
)
_LOCK = select(QcCheck.id).where(QcCheck.order_id == bindparam("order")).with_for_update()
_EMPTIED = (
    update(OrderTote)
    .where(OrderTote.lpn_id == bindparam("tote"), OrderTote.status == "dropped")
    .values(status="empty")
)
_UNPICKED = (
    update(Order)
    .where(Order.id == bindparam("number"), Order.status == "picked")
    .values(status="released")
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a check ended; `moved` totes went to packing, `emptied` ones are free again."""

    order: str
    status: str
    moved: int
    emptied: int


def due(conn: Connection, order_id: int, why: str, at: datetime) -> None:
    """Ask that an order be looked at before it is packed; asking twice changes nothing."""
    row = {"order_id": order_id, "why": why, "status": "due", "made_at": at}
    conn.execute(_DUE[conn.dialect.name], row)


def lock(conn: Connection, order_id: int) -> None:
    """Lock the check of an order, if there is one, until the transaction ends."""
    conn.execute(_LOCK, {"order": order_id})


def withdraw(conn: Connection, order_id: int, *, at: datetime) -> None:
    """End the due check of an order that will not be sent."""
    conn.execute(_WITHDRAWN, {"order": order_id, "at": at})


def open_tote(conn: Connection, *, lpn_id: int, code: str, actor: Actor) -> CheckRow:
    """Return the check of the order whose tote was scanned; it is the actor's work now.

    :raises Refused: the tote is empty, still being filled, or its order needs no check.
    """
    carried = queries.tote(conn, lpn_id)
    if carried is None:
        another = T("Scan another tote")
        raise Refused("qc.no_order", T("Tote {tote} carries no order", tote=code), another)
    order_id, order, status = carried
    if status != "dropped":
        words = T("Tote {tote} is still on a cart", tote=code)
        raise Refused("qc.not_dropped", words, T("Finish picking {order} first", order=order))
    if orders.order(conn, order_id).status == "cancelled":
        raise cancelled.refusal(order)
    check = queries.of_order(conn, order_id)
    if check is None or check.status != "due":
        words = T("Order {order} needs no check", order=order)
        raise Refused("qc.not_due", words, T("Take tote {tote} to packing", tote=code))
    conn.execute(_LEAVE_OTHERS, {"worker": actor.worker_id, "check": check.id})
    conn.execute(_OPEN, {"worker": actor.worker_id, "check": check.id})
    return check


def passed(conn: Connection, *, check_id: int, item_id: int, lot: str = "", quantity: int) -> None:
    """Note that `quantity` more pieces are as they should be; without `lot`, of any lot.

    :raises Refused: fewer are left to look at, or such a lot is not in the totes.
    """
    check = locked(conn, check_id)
    mine = of_lot(queries.looks(conn, check), item_id, lot)
    left = sum(look.left for look in mine)
    if quantity > left:
        sku = mine[0].sku
        words = N("Only {n} {sku} is left", "Only {n} {sku} are left", left, sku=sku)
        if not left:
            words = T("All {sku} were looked at", sku=sku)
        raise Refused("qc.too_many", words, T("One too many? Put it aside"))
    for look, n in zip(mine, spread(quantity, (look.left for look in mine)), strict=True):
        row = {"check_id": check_id, "item_id": item_id, "lot_id": look.lot_id, "failed": 0}
        conn.execute(_PASS[conn.dialect.name], row | {"passed": n, "reason": ""})


def finish(
    conn: Connection, *, check_id: int, target_id: int, actor: Actor, at: datetime
) -> Outcome:
    """End a check and move the order's totes to `target_id`, a place where orders are packed.

    Totes that nothing is left in are free again.

    :raises Refused: `qc.left` when pieces were not looked at.
    """
    check = locked(conn, check_id)
    looks = queries.looks(conn, check)
    done, total = progress(looks)
    if done < total:
        missing = total - done
        words = N("{n} piece was not looked at", "{n} pieces were not looked at", missing)
        raise Refused("qc.left", words, T("Scan them, or scan MISSING"))
    status = "failed" if any(look.failed for look in looks) else "passed"
    ended = {"check": check_id, "outcome": status, "worker": actor.worker_id, "at": at}
    conn.execute(_DONE, ended)
    moved, emptied = _set_down(conn, check, target_id, actor, at)
    if not moved:
        conn.execute(_UNPICKED, {"number": check.order_id})
        totes.settle(conn, check.order_id)
    return Outcome(check.order, status, moved, emptied)


def locked(conn: Connection, check_id: int) -> CheckRow:
    """Return a check that is due, locked until the transaction ends.

    :raises Refused: it is finished, or its order was cancelled.
    """
    check = CheckRow(*conn.execute(_LOCKED, {"check_id": check_id}).one())
    if check.status == "withdrawn":
        raise cancelled.refusal(check.order)
    if check.status != "due":
        words = T("The check of {order} is finished", order=check.order)
        raise Refused("qc.done", words, T("Scan BACK, then the next tote"))
    return check


def of_lot(looks: list[Look], item_id: int, lot: str) -> list[Look]:
    """Return what there is of an item, of one lot if `lot` names it.

    :raises Refused: there is no such item or lot in the totes.
    """
    mine = [look for look in looks if look.item_id == item_id]
    if not mine:
        raise Refused("qc.not_here", T("This is not of the order"), T("Put it aside"))
    fitting = [look for look in mine if not lot or not look.lot_id or look.lot == lot]
    if not fitting:
        raise Refused(
            "qc.wrong_lot",
            T("Lot {lot} was not picked for this order", lot=lot),
            T("FAIL it as WRONG"),
        )
    return fitting


def _set_down(
    conn: Connection, check: CheckRow, target_id: int, actor: Actor, at: datetime
) -> tuple[int, int]:
    full = {pieces.lpn_id for pieces in queries.inside(conn, check.order_id)}
    known = queries.dropped(conn, check.order_id)
    for tote_id in known:
        if tote_id in full:
            lpn.move(
                conn,
                check.warehouse_id,
                tote_id,
                target_id=target_id,
                kind="drop",
                actor=actor,
                at=at,
                for_kind="order",
                for_id=check.order_id,
            )
        else:
            conn.execute(_EMPTIED, {"tote": tote_id})
            lpn.put(conn, tote_id, location_id=None)
    return len(full), len(known) - len(full)
