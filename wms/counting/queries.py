"""What may be asked about counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, exists, func, or_, select

from wms.catalog.models import Item
from wms.counting.models import CountBarred, CountLine, CountTask
from wms.errors import Refused
from wms.layout.models import Location
from wms.stock import queries as stock
from wms.stock.queries import LOT_CODES
from wms.text import T


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A count: `begun_at` is when its bin was scanned, `worker_id` who has it."""

    id: int
    warehouse_id: int
    location_id: int
    location: str
    why: str
    status: str
    worker_id: int | None
    begun_at: datetime | None
    recounts_id: int | None = None


@dataclass(frozen=True, slots=True)
class LineRow:
    """One item and lot of a count; a person who counts is never shown `expected`.

    `first_at` and `last_at` say when pieces of it were found.
    """

    item_id: int
    sku: str
    lot_id: int
    lot: str
    expected: int
    found: int
    first_at: datetime | None = None
    last_at: datetime | None = None


TASKS: Select[*tuple[Any, ...]] = select(
    CountTask.id,
    CountTask.warehouse_id,
    CountTask.location_id,
    Location.code,
    CountTask.why,
    CountTask.status,
    CountTask.worker_id,
    CountTask.begun_at,
    CountTask.recounts_id,
).join(Location, Location.id == CountTask.location_id)
_BY_ID = TASKS.where(CountTask.id == bindparam("task_id"))
_AT = TASKS.where(CountTask.location_id == bindparam("location_id"), CountTask.status != "done")
_OPEN = (
    select(func.count())
    .select_from(CountTask)
    .where(CountTask.warehouse_id == bindparam("warehouse_id"), CountTask.status != "done")
)
_LINES = (
    select(
        CountLine.item_id,
        Item.sku,
        CountLine.lot_id,
        LOT_CODES.c.code,
        CountLine.expected,
        CountLine.found,
        CountLine.first_at,
        CountLine.last_at,
    )
    .join(Item, Item.id == CountLine.item_id)
    .join(LOT_CODES, LOT_CODES.c.id == CountLine.lot_id)
    .where(CountLine.task_id == bindparam("task_id"))
    .order_by(Item.sku, CountLine.lot_id)
)


_DIFFERENCES = select(CountLine.item_id, CountLine.lot_id, CountLine.difference).where(
    CountLine.task_id == bindparam("task_id"),
    or_(CountLine.difference.is_(None), CountLine.difference != 0),
)
_BARRED = select(CountBarred.worker_id).where(
    CountBarred.task_id == bindparam("task_id"), CountBarred.worker_id == bindparam("worker_id")
)


_LAST = (
    select(CountTask.location_id, func.max(CountTask.done_at))
    .where(CountTask.warehouse_id == bindparam("warehouse_id"), CountTask.status == "done")
    .group_by(CountTask.location_id)
)
_OFFERED = (
    TASKS.where(
        CountTask.warehouse_id == bindparam("warehouse_id"),
        or_(
            (CountTask.status == "claimed") & (CountTask.worker_id == bindparam("worker_id")),
            (CountTask.status == "open")
            & ~exists().where(
                CountBarred.task_id == CountTask.id,
                CountBarred.worker_id == bindparam("worker_id"),
            ),
        ),
    )
    .order_by(CountTask.status, CountTask.id)
    .limit(bindparam("at_most"))
)
_WAITING = select(CountTask.location_id).where(
    CountTask.warehouse_id == bindparam("warehouse_id"), CountTask.status != "done"
)


def task(conn: Connection, task_id: int) -> TaskRow:
    """Return a count that is known to exist."""
    return TaskRow(*conn.execute(_BY_ID, {"task_id": task_id}).one())


def known(conn: Connection, task_id: int) -> TaskRow:
    """Return the count that somebody names.

    :raises Refused: `count.unknown`, there is none.
    """
    row = conn.execute(_BY_ID, {"task_id": task_id}).first()
    if row is None:
        raise Refused("count.unknown", T("There is no such count"), T("Look at those that are"))
    return TaskRow(*row)


def at_location(conn: Connection, location_id: int) -> TaskRow | None:
    """Return the unfinished count of a location."""
    row = conn.execute(_AT, {"location_id": location_id}).first()
    return TaskRow(*row) if row else None


def unfinished(conn: Connection, warehouse_id: int) -> int:
    """Return how many counts of a warehouse nobody finished yet."""
    return conn.execute(_OPEN, {"warehouse_id": warehouse_id}).scalar_one()


def lines(conn: Connection, task_id: int) -> list[LineRow]:
    """Return what a count expects and has found, by item and lot."""
    return [LineRow(*row) for row in conn.execute(_LINES, {"task_id": task_id})]


def last_counted(conn: Connection, warehouse_id: int) -> dict[int, datetime]:
    """Return when each location was counted last; those that never were are left out."""
    rows = conn.execute(_LAST, {"warehouse_id": warehouse_id})
    return {row[0]: row[1] for row in rows if row[1] is not None}


def offered(conn: Connection, warehouse_id: int, worker_id: int, *, at_most: int) -> list[TaskRow]:
    """Return the counts that a worker has, and open ones that they may do, oldest first."""
    given = {"warehouse_id": warehouse_id, "worker_id": worker_id, "at_most": at_most}
    return [TaskRow(*row) for row in conn.execute(_OFFERED, given)]


def bins_waiting(conn: Connection, warehouse_id: int) -> set[int]:
    """Return the locations that are to be counted."""
    return set(conn.execute(_WAITING, {"warehouse_id": warehouse_id}).scalars())


def chain(conn: Connection, row: TaskRow) -> list[int]:
    """Return the ids of the counts that a count was made to do again, newest first."""
    found = []
    before = row.recounts_id
    while before is not None:
        found.append(before)
        before = task(conn, before).recounts_id
    return found


def differences(conn: Connection, task_id: int) -> dict[tuple[int, int], int | None]:
    """Return by (item, lot) what a finished count found more or fewer; None where unknown."""
    rows = conn.execute(_DIFFERENCES, {"task_id": task_id})
    return {(row.item_id, row.lot_id): row.difference for row in rows}


def is_barred(conn: Connection, task_id: int, worker_id: int) -> bool:
    """Tell whether a worker counted this before and must leave it to somebody else."""
    given = {"task_id": task_id, "worker_id": worker_id}
    return conn.execute(_BARRED, given).first() is not None


def lots_here(conn: Connection, task_id: int, item_id: int) -> set[int]:
    """Return the lots of an item that were in the books when the count began."""
    known = lines(conn, task_id)
    return {line.lot_id for line in known if line.item_id == item_id and line.expected}


def lpns_at(conn: Connection, location_id: int) -> int:
    """Return how many LPNs stand at a location: their pieces are not counted one by one."""
    return len({p.lpn_id for p in stock.at_location(conn, location_id) if p.lpn_id})
