"""A piece that may not be sent: it goes on hold, the order gets another one at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from wms.errors import Refused
from wms.layout.models import COUNT
from wms.orders.models import OrderLine
from wms.orders.rules import spread
from wms.people.actor import Actor
from wms.picking.replace import replace
from wms.quality import queries
from wms.quality.check import locked
from wms.quality.models import QcResult
from wms.quality.queries import CheckRow
from wms.quality.rules import MISSING, Look
from wms.stock import hold
from wms.stock.ledger import Move, Place, post
from wms.stock.queries import Pieces
from wms.text import N, T

_KEY = ("check_id", "item_id", "lot_id")
_INSERT: dict[str, sqlite.Insert | postgresql.Insert] = {
    "sqlite": sqlite.insert(QcResult),
    "postgresql": postgresql.insert(QcResult),
}
_FAIL = {
    name: new.on_conflict_do_update(
        index_elements=_KEY,
        set_={"failed": QcResult.failed + new.excluded.failed, "reason": new.excluded.reason},
    )
    for name, new in _INSERT.items()
}
_UNPASS = (
    update(QcResult)
    .where(
        QcResult.check_id == bindparam("check"),
        QcResult.item_id == bindparam("item"),
        QcResult.lot_id == bindparam("lot"),
    )
    .values(passed=QcResult.passed - bindparam("back"))
)
_LINES = (
    select(OrderLine.id, OrderLine.picked - OrderLine.packed, OrderLine.surplus)
    .where(OrderLine.order_id == bindparam("order_id"), OrderLine.item_id == bindparam("item"))
    .order_by(OrderLine.line_no)
    .with_for_update()
)
_UNPICK = (
    update(OrderLine)
    .where(OrderLine.id == bindparam("line"))
    .values(picked=OrderLine.picked - bindparam("n"))
)
_LESS = (
    update(OrderLine)
    .where(OrderLine.id == bindparam("line"))
    .values(surplus=OrderLine.surplus - bindparam("n"))
)
Leave = Callable[[Pieces, int], None]


def failed(
    conn: Connection,
    *,
    check_id: int,
    item_id: int,
    lot_id: int,
    quantity: int,
    reason: str,
    hold_id: int,
    actor: Actor,
    at: datetime,
    tote_id: int = 0,
) -> str:
    """Take `quantity` pieces out of the order's totes, `tote_id` first, and hold them at the
    location `hold_id`; the order gets others.

    Returns "" when all others could be had, else the reason why not.

    :raises Refused: fewer pieces are in the totes.
    """
    check = locked(conn, check_id)
    look = _look(conn, check, item_id, lot_id)
    if quantity > look.in_totes:
        n, sku = look.in_totes, look.sku
        words = N("Only {n} {sku} is in the totes", "Only {n} {sku} are in the totes", n, sku=sku)
        raise Refused("qc.too_many", words, T("Scan what is in the tote"))

    def put_on_hold(pieces: Pieces, n: int) -> None:
        _hold(conn, check, pieces, n, hold_id, reason, actor, at)

    _take(conn, check, look, quantity, tote_id, put_on_hold)
    _note(conn, check, look, quantity, reason)
    return _replaced(conn, check, item_id, quantity, actor, at)


def missing(conn: Connection, *, check_id: int, actor: Actor, at: datetime) -> str:
    """Write off all pieces that nobody found in the order's totes; the order gets others.

    Returns "" when all others could be had, else the reason why not.
    """
    check = locked(conn, check_id)
    reasons = []
    for look in [look for look in queries.looks(conn, check) if look.left]:

        def write_off(pieces: Pieces, n: int) -> None:
            document = ("order", check.order_id, MISSING)
            move = Move("count", pieces.goods, n, pieces.place, Place(COUNT), *document)
            post(conn, check.warehouse_id, [move], actor=actor, at=at)

        _take(conn, check, look, look.left, 0, write_off)
        _note(conn, check, look, look.left, MISSING)
        reasons.append(_replaced(conn, check, look.item_id, look.left, actor, at))
    return next((reason for reason in reasons if reason), "")


def _hold(
    conn: Connection,
    check: CheckRow,
    pieces: Pieces,
    n: int,
    hold_id: int,
    reason: str,
    actor: Actor,
    at: datetime,
) -> None:
    hold.hold(
        conn,
        check.warehouse_id,
        pieces.goods,
        n,
        source=pieces.place,
        target=Place(hold_id),
        reason=reason,
        actor=actor,
        at=at,
        for_kind="order",
        for_id=check.order_id,
    )


def _look(conn: Connection, check: CheckRow, item_id: int, lot_id: int) -> Look:
    for look in queries.looks(conn, check):
        if (look.item_id, look.lot_id) == (item_id, lot_id):
            return look
    raise Refused("qc.not_here", T("This is not of the order"), T("Put it aside"))


def _take(
    conn: Connection, check: CheckRow, look: Look, quantity: int, tote_id: int, leave: Leave
) -> None:
    """Let `leave` take pieces out of the totes, `tote_id` first."""
    inside = queries.inside(conn, check.order_id, first=tote_id)
    mine = [p for p in inside if (p.item_id, p.lot_id) == (look.item_id, look.lot_id)]
    for pieces, n in zip(mine, spread(quantity, (p.free for p in mine)), strict=True):
        if n:
            leave(pieces, n)


def _note(conn: Connection, check: CheckRow, look: Look, quantity: int, reason: str) -> None:
    """Note failed pieces; those that had passed before no longer do."""
    key = {"check_id": check.id, "item_id": look.item_id, "lot_id": look.lot_id}
    row = {"passed": 0, "failed": quantity, "reason": reason}
    conn.execute(_FAIL[conn.dialect.name], key | row)
    back = quantity - look.left
    if back > 0:
        where = {"check": check.id, "item": look.item_id, "lot": look.lot_id}
        conn.execute(_UNPASS, where | {"back": back})


def _replaced(
    conn: Connection, check: CheckRow, item_id: int, quantity: int, actor: Actor, at: datetime
) -> str:
    """Lower what was picked and ask for as much again, line by line.

    Pieces that were taken off the order and still lie in its totes make up for others first.
    """
    asked = {"order_id": check.order_id, "item": item_id}
    lines = conn.execute(_LINES, asked).all()
    reasons = []
    for line, n in zip(lines, spread(quantity, (row[2] for row in lines)), strict=True):
        if n:
            conn.execute(_LESS, {"line": line.id, "n": n})
            quantity -= n
    for line, n in zip(lines, spread(quantity, (row[1] for row in lines)), strict=True):
        if n:
            conn.execute(_UNPICK, {"line": line.id, "n": n})
            ids = {"order_id": check.order_id, "order_line_id": line.id}
            reasons.append(replace(conn, **ids, quantity=n, actor=actor, at=at))
    return next((reason for reason in reasons if reason), "")
