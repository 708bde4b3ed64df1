"""Finish a count: replay moves made meanwhile, then book what differs, or have it counted again.

What is beyond a worker's limit is not booked on one person's word: somebody else counts. Two who
agree are believed, a third decides; a supervisor's own count, or approval, is enough.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from wms.catalog import queries as catalog
from wms.counting import queries, rules
from wms.counting.claim import mine
from wms.counting.count import check_begun
from wms.counting.models import CountBarred, CountLine, CountTask
from wms.counting.queries import TaskRow
from wms.counting.rules import NO_LIMITS, Course, Limits
from wms.counting.settle import Differences, Outcome, close, settle
from wms.people import rights
from wms.people.actor import Actor
from wms.people.rules import may
from wms.stock import bin_history
from wms.stock.bin_history import Books
from wms.stock.ledger import Goods

__all__ = ["Outcome", "finish"]

_NOTHING = Books(0, ())

_KEEP = (
    update(CountLine)
    .where(
        CountLine.task_id == bindparam("task"),
        CountLine.item_id == bindparam("item"),
        CountLine.lot_id == bindparam("lot"),
    )
    .values(difference=bindparam("n"))
)
_AGAIN = insert(CountTask).returning(CountTask.id)
_BARRED = select(CountBarred.worker_id).where(CountBarred.task_id == bindparam("task"))
_BAR = insert(CountBarred)


def finish(
    conn: Connection, *, task_id: int, actor: Actor, at: datetime, limits: Limits = NO_LIMITS
) -> Outcome:
    """Post the differences of a count and free what was held as short; where they are beyond what
    the actor may book alone, ask for a count by somebody else instead.

    :raises Refused: the count is not the actor's, or was not begun.
    """
    task = mine(conn, task_id, actor)
    check_begun(task)
    found = _differences(conn, task, at)
    _keep(conn, task, found)
    if _is_settled(conn, task, found, actor, limits):
        return settle(conn, task, lambda: _differences(conn, task, at), actor=actor, at=at)
    return _disputed(conn, task, actor, at)


def _differences(conn: Connection, task: TaskRow, at: datetime) -> Differences:
    """Return what differs of every kind that was expected, was found or lies in the bin now."""
    assert task.begun_at is not None
    books = bin_history.loose_since(conn, task.location_id, task.begun_at)
    lines = queries.lines(conn, task.id)
    items = catalog.items(conn, [line.item_id for line in lines])
    told: dict[Goods, int | None] = dict.fromkeys((g for g in books if books[g].now), 0)
    for line in lines:
        goods = Goods(line.item_id, line.lot_id, items[line.item_id].merchant_id)
        known = books.get(goods, _NOTHING)
        course = Course(task.begun_at, line.expected, known.now, known.changes)
        levels = course.levels(line.first_at or task.begun_at, line.last_at or at)
        told[goods] = rules.difference(line.found, levels)
    return told


def _keep(conn: Connection, task: TaskRow, found: Differences) -> None:
    rows = [
        {"task": task.id, "item": goods.item_id, "lot": goods.lot_id, "n": n}
        for goods, n in found.items()
    ]
    if rows:
        conn.execute(_KEEP, rows)


def _is_settled(
    conn: Connection, task: TaskRow, found: Differences, actor: Actor, limits: Limits
) -> bool:
    """Tell whether the differences may be booked now."""
    books = sum(line.expected for line in queries.lines(conn, task.id))
    if not limits.are_passed(found.values(), books):
        return True
    if may(rights.role(conn, actor), "APPROVE"):
        return True
    own = _by_kind(found)
    earlier = [queries.differences(conn, number) for number in queries.chain(conn, task)]
    return rules.is_decided(own, earlier)


def _by_kind(found: Differences) -> dict[tuple[int, int], int | None]:
    return {(goods.item_id, goods.lot_id): n for goods, n in found.items() if n != 0}


def _disputed(conn: Connection, task: TaskRow, actor: Actor, at: datetime) -> Outcome:
    close(conn, task.id, actor=actor, at=at)
    row = {"warehouse_id": task.warehouse_id, "location_id": task.location_id, "why": "recount"}
    row |= {"status": "open", "made_at": at, "recounts_id": task.id}
    again = conn.execute(_AGAIN, row).scalar_one()
    before = set(conn.execute(_BARRED, {"task": task.id}).scalars())
    barred = before | ({actor.worker_id} if actor.worker_id is not None else set())
    if barred:
        conn.execute(_BAR, [{"task_id": again, "worker_id": who} for who in sorted(barred)])
    return Outcome(task.location, recounts=(again,), is_disputed=True)
