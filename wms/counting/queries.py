"""What may be asked about counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select

from wms.catalog.models import Item
from wms.counting.models import CountLine, CountTask
from wms.layout.models import Location
from wms.stock import queries as stock
from wms.stock.queries import LOT_CODES


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


@dataclass(frozen=True, slots=True)
class LineRow:
    """One item and lot of a count; a person who counts is never shown `expected`."""

    item_id: int
    sku: str
    lot_id: int
    lot: str
    expected: int
    found: int


TASKS: Select[*tuple[Any, ...]] = select(
    CountTask.id,
    CountTask.warehouse_id,
    CountTask.location_id,
    Location.code,
    CountTask.why,
    CountTask.status,
    CountTask.worker_id,
    CountTask.begun_at,
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
    )
    .join(Item, Item.id == CountLine.item_id)
    .join(LOT_CODES, LOT_CODES.c.id == CountLine.lot_id)
    .where(CountLine.task_id == bindparam("task_id"))
    .order_by(Item.sku, CountLine.lot_id)
)


def task(conn: Connection, task_id: int) -> TaskRow:
    """Return a count that is known to exist."""
    return TaskRow(*conn.execute(_BY_ID, {"task_id": task_id}).one())


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


def lots_here(conn: Connection, task_id: int, item_id: int) -> set[int]:
    """Return the lots of an item that were in the books when the count began."""
    known = lines(conn, task_id)
    return {line.lot_id for line in known if line.item_id == item_id and line.expected}


def lpns_at(conn: Connection, location_id: int) -> int:
    """Return how many LPNs stand at a location: their pieces are not counted one by one."""
    return len({p.lpn_id for p in stock.at_location(conn, location_id) if p.lpn_id})
