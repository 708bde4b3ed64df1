"""Count a bin: remember what the books said when it began, write down what was found."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, update
from sqlalchemy.dialects import postgresql, sqlite

from wms.counting.claim import mine
from wms.counting.models import CountLine, CountTask
from wms.counting.queries import TaskRow
from wms.errors import Refused
from wms.people.actor import Actor
from wms.stock import queries as stock
from wms.text import T

_KEY = ("task_id", "item_id", "lot_id")
_INSERT: dict[str, sqlite.Insert | postgresql.Insert] = {
    "sqlite": sqlite.insert(CountLine),
    "postgresql": postgresql.insert(CountLine),
}


def _seen(new: sqlite.Insert | postgresql.Insert) -> dict[str, Any]:
    """The first time stays, the last is now."""
    return {
        "first_at": func.coalesce(CountLine.first_at, new.excluded.first_at),
        "last_at": new.excluded.last_at,
    }


_EXPECT = {
    name: new.on_conflict_do_update(
        index_elements=_KEY, set_={"expected": CountLine.expected + new.excluded.expected}
    )
    for name, new in _INSERT.items()
}
_ADD = {
    name: new.on_conflict_do_update(
        index_elements=_KEY,
        set_={"found": CountLine.found + new.excluded.found, **_seen(new)},
    )
    for name, new in _INSERT.items()
}
_SET = {
    name: new.on_conflict_do_update(
        index_elements=_KEY, set_={"found": new.excluded.found, **_seen(new)}
    )
    for name, new in _INSERT.items()
}
_BEGIN = update(CountTask).where(CountTask.id == bindparam("task")).values(begun_at=bindparam("at"))


def begin(conn: Connection, *, task_id: int, actor: Actor, at: datetime) -> TaskRow:
    """Remember the loose pieces in the books, good and held together, and return the count;
    they are remembered once, however often this is called.

    :raises Refused: the count is not the actor's.
    """
    task = mine(conn, task_id, actor)
    if task.begun_at is not None:
        return task
    conn.execute(_BEGIN, {"task": task_id, "at": at})
    for pieces in stock.at_location(conn, task.location_id):
        if not pieces.lpn_id:
            row = {"task_id": task_id, "item_id": pieces.item_id, "lot_id": pieces.lot_id}
            row |= {"expected": pieces.on_hand, "found": 0}
            conn.execute(_EXPECT[conn.dialect.name], row)
    return task


def found(
    conn: Connection,
    *,
    task_id: int,
    actor: Actor,
    item_id: int,
    lot_id: int,
    quantity: int,
    at: datetime,
) -> None:
    """Add `quantity` pieces of an item and lot to what was found.

    :raises Refused: the count is not the actor's, or was not begun.
    """
    check_begun(mine(conn, task_id, actor))
    row: dict[str, Any] = {"task_id": task_id, "item_id": item_id, "lot_id": lot_id}
    row |= {"expected": 0, "first_at": at, "last_at": at}
    conn.execute(_ADD[conn.dialect.name], row | {"found": quantity})


def found_in_all(
    conn: Connection,
    *,
    task_id: int,
    actor: Actor,
    item_id: int,
    lot_id: int,
    quantity: int,
    at: datetime,
) -> None:
    """Set what was found of an item and lot to `quantity` pieces.

    :raises Refused: the count is not the actor's, or was not begun.
    """
    check_begun(mine(conn, task_id, actor))
    row: dict[str, Any] = {"task_id": task_id, "item_id": item_id, "lot_id": lot_id}
    row |= {"expected": 0, "first_at": at, "last_at": at}
    conn.execute(_SET[conn.dialect.name], row | {"found": quantity})


def check_begun(task: TaskRow) -> None:
    """Refuse a count whose bin was not scanned yet.

    :raises Refused: `count.not_begun`.
    """
    if task.begun_at is None:
        raise Refused(
            "count.not_begun",
            T("The count of {bin} has not begun", bin=task.location),
            T("Scan bin {bin}", bin=task.location),
        )
