"""Finish a count: put the books right by what was found, and end what the count has settled.

Only the difference between found and expected is posted, so moves made during the count stay
valid. A count never blocks: what is promised to orders stays, and the bin is counted again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, update

from wms.catalog import queries as catalog
from wms.counting import queries, rules
from wms.counting.ask import ask
from wms.counting.claim import mine
from wms.counting.count import check_begun
from wms.counting.models import CountTask
from wms.counting.queries import TaskRow
from wms.counting.rules import SHORT, Settlement, Stood, settle
from wms.errors import Refused
from wms.layout.models import COUNT
from wms.people.actor import Actor
from wms.stock import freed, hold
from wms.stock import queries as stock
from wms.stock.ledger import Goods, Move, Place, post

ATTEMPTS = 5
HELD = "held"

_DONE = (
    update(CountTask)
    .where(CountTask.id == bindparam("task"))
    .values(status="done", worker_id=None, done_at=bindparam("at"))
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a count changed, in pieces; `left` could not leave, `promised` of them to orders.

    `recounts` are the counts that were asked for because of that: for another walk.
    """

    bin: str
    missing: int = 0
    surplus: int = 0
    freed: int = 0
    left: int = 0
    promised: int = 0
    recounts: tuple[int, ...] = ()

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


def finish(conn: Connection, *, task_id: int, actor: Actor, at: datetime) -> Outcome:
    """Post the differences of a count, free what was held as short, and close the count.

    :raises Refused: the count is not the actor's, or was not begun.
    """
    task = mine(conn, task_id, actor)
    check_begun(task)
    kinds = _settled(conn, task, actor, at)
    conn.execute(_DONE, {"task": task_id, "at": at})
    outcome = _outcome(task, kinds)
    if outcome.freed or outcome.surplus:
        freed.tell(conn, task.warehouse_id, at=at)
    if not outcome.left:
        return outcome
    where = task.location_id
    ask(conn, warehouse_id=task.warehouse_id, location_id=where, why="recount", at=at)
    again = queries.at_location(conn, where)
    return replace(outcome, recounts=(again.id,) if again else ())


def _settled(conn: Connection, task: TaskRow, actor: Actor, at: datetime) -> list[_Kind]:
    """Return what was posted; when a picker takes pieces at the same moment, look again."""
    for attempt in range(ATTEMPTS):
        kinds = _kinds(conn, task)
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


def _kinds(conn: Connection, task: TaskRow) -> list[_Kind]:
    """Return every kind that was expected, was found or lies in the bin now."""
    here = [p for p in stock.at_location(conn, task.location_id) if not p.lpn_id]
    lines = queries.lines(conn, task.id)
    items = catalog.items(conn, [line.item_id for line in lines])
    now = Counter[Goods]()
    for pieces in here:
        now[pieces.goods] += pieces.on_hand
    differences: dict[Goods, int | None] = dict.fromkeys(now, 0)
    for line in lines:
        goods = Goods(line.item_id, line.lot_id, items[line.item_id].merchant_id)
        differences[goods] = rules.difference(line.expected, line.found, now[goods])
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
    plan = settle(difference, Stood(short, good, held - short))
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
