"""Put the books right by what a count found, and end what it has settled.

Only differences are posted, so moves made during the count stay valid. A count never blocks: what
is promised to orders stays, and the bin is counted again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, update

from wms.counting import found, queries
from wms.counting.ask import ask
from wms.counting.models import CountTask
from wms.counting.queries import TaskRow
from wms.counting.rules import SHORT, Settlement, Stood, settlement
from wms.errors import Refused
from wms.layout.models import COUNT
from wms.people.actor import Actor
from wms.stock import hold
from wms.stock import queries as stock
from wms.stock.ledger import Goods, Move, Place, post

ATTEMPTS = 5
HELD = "held"
Differences = Mapping[Goods, int | None]
"""Pieces found more (or fewer) than the books say, by kind; None where nobody can know."""

_DONE = (
    update(CountTask)
    .where(CountTask.id == bindparam("task"))
    .values(
        status="done", worker_id=None, done_at=bindparam("at"), counted_by_id=bindparam("worker")
    )
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a count changed, in pieces; `left` could not leave, `promised` of them to orders.

    `recounts` are the counts that were asked for because of that: for another walk. With
    `is_disputed` nothing was changed: the difference is beyond the counter's limit.
    """

    bin: str
    missing: int = 0
    surplus: int = 0
    freed: int = 0
    left: int = 0
    promised: int = 0
    recounts: tuple[int, ...] = ()
    is_disputed: bool = False

    @property
    def differs(self) -> bool:
        return bool(self.missing or self.surplus or self.left)


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of goods in the bin: what stands there, its open holds, what becomes of it."""

    goods: Goods
    held: int
    reserved: int
    others: tuple[tuple[str, int], ...]
    plan: Settlement


def settle(
    conn: Connection,
    task: TaskRow,
    look: Callable[[], Differences],
    *,
    actor: Actor,
    at: datetime,
) -> Outcome:
    """Post the differences that `look` tells, free what was held as short, and close the count."""
    kinds = _settled(conn, task, look, actor, at)
    close(conn, task.id, actor=actor, at=at)
    outcome = _outcome(task, kinds)
    if outcome.freed or outcome.surplus:
        _tell(conn, task, kinds, at)
    if not outcome.left:
        return outcome
    where = task.location_id
    ask(conn, warehouse_id=task.warehouse_id, location_id=where, why="recount", at=at)
    again = queries.at_location(conn, where)
    return replace(outcome, recounts=(again.id,) if again else ())


def _tell(conn: Connection, task: TaskRow, kinds: list[_Kind], at: datetime) -> None:
    items = {kind.goods.item_id for kind in kinds if kind.plan.freed or kind.plan.surplus}
    where = task.location_id
    found.tell(conn, task.warehouse_id, location_id=where, item_ids=items, at=at)


def close(conn: Connection, task_id: int, *, actor: Actor, at: datetime) -> None:
    """End a count, and note who counted."""
    conn.execute(_DONE, {"task": task_id, "at": at, "worker": actor.worker_id})


def _settled(
    conn: Connection,
    task: TaskRow,
    look: Callable[[], Differences],
    actor: Actor,
    at: datetime,
) -> list[_Kind]:
    """Return what was posted; when a picker takes pieces at the same moment, look again."""
    for attempt in range(ATTEMPTS):
        kinds = _kinds(conn, task, look())
        try:
            with conn.begin_nested():
                _post(conn, task, kinds, actor, at)
        except Refused:
            if attempt == ATTEMPTS - 1:
                raise
        else:
            return kinds
    raise AssertionError("unreachable")


def _post(conn: Connection, task: TaskRow, kinds: list[_Kind], actor: Actor, at: datetime) -> None:
    moves = [move for kind in kinds for move in _moves(task, kind)]
    if moves:
        post(conn, task.warehouse_id, moves, actor=actor, at=at)
    for kind in kinds:
        _end_holds(conn, task, kind, actor, at)


def _kinds(conn: Connection, task: TaskRow, differences: Differences) -> list[_Kind]:
    here = stock.loose_at(conn, task.location_id)
    holds = [h for h in stock.open_holds(conn, task.location_id) if not h.lpn_id]
    return [_kind(goods, n, here, holds) for goods, n in differences.items()]


def _kind(
    goods: Goods, difference: int | None, here: list[stock.Pieces], holds: list[Any]
) -> _Kind:
    own = [p for p in here if p.goods == goods]
    held = sum(p.on_hand for p in own if p.status == HELD)
    reasons = [(h.reason, h.quantity) for h in holds if _is_of(h, goods)]
    short = min(held, sum(n for reason, n in reasons if reason == SHORT))
    good = sum(p.free for p in own if p.status != HELD)
    plan = settlement(difference, Stood(short, good, held - short))
    others = tuple((reason, n) for reason, n in reasons if reason != SHORT)
    return _Kind(goods, held, sum(p.reserved for p in own), others, plan)


def _is_of(row: Any, goods: Goods) -> bool:
    return (row.item_id, row.lot_id) == (goods.item_id, goods.lot_id)


def _moves(task: TaskRow, kind: _Kind) -> Iterator[Move]:
    good, held, outside = Place(task.location_id), Place(task.location_id, 0, HELD), Place(COUNT)
    plan = kind.plan
    steps = (
        ("count", plan.from_short + plan.from_other, held, outside),
        ("count", plan.from_good, good, outside),
        ("count", plan.surplus, outside, good),
        ("free", plan.freed, held, good),
    )
    for name, quantity, source, target in steps:
        if quantity:
            yield Move(name, kind.goods, quantity, source, target, "count", task.id, task.why)


def _end_holds(conn: Connection, task: TaskRow, kind: _Kind, actor: Actor, at: datetime) -> None:
    """End the holds of what left or was freed. Holds end oldest first, so where others than
    short ones stand beside them, those are taken up again with their reasons."""
    plan, place = kind.plan, Place(task.location_id, 0, HELD)
    short = plan.from_short + plan.freed
    if not (short and kind.others):
        hold.settle(conn, kind.goods, short + plan.from_other, place=place, at=at)
        return
    hold.settle(conn, kind.goods, kind.held, place=place, at=at)
    good = Place(task.location_id)
    for reason, quantity in _less(kind.others, plan.from_other):
        again = Move("free", kind.goods, quantity, place, good, "count", task.id, "rehold")
        post(conn, task.warehouse_id, [again], actor=actor, at=at)
        hold.hold(
            conn,
            task.warehouse_id,
            kind.goods,
            quantity,
            source=good,
            reason=reason,
            actor=actor,
            at=at,
            for_kind="count",
            for_id=task.id,
        )


def _less(rows: tuple[tuple[str, int], ...], taken: int) -> Iterator[tuple[str, int]]:
    """Yield what remains of (reason, pieces) when `taken` pieces leave the first ones."""
    for reason, quantity in rows:
        gone = min(taken, quantity)
        taken -= gone
        if quantity > gone:
            yield reason, quantity - gone


def _outcome(task: TaskRow, kinds: list[_Kind]) -> Outcome:
    return Outcome(
        task.location,
        missing=sum(k.plan.missing for k in kinds),
        surplus=sum(k.plan.surplus for k in kinds),
        freed=sum(k.plan.freed for k in kinds),
        left=sum(k.plan.left for k in kinds),
        promised=sum(min(k.plan.left, k.reserved) for k in kinds),
    )
