"""What may be asked about the refilling of pick faces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select
from sqlalchemy.orm import aliased

from wms.catalog.models import Item
from wms.layout.models import Location
from wms.people.models import Worker
from wms.replenishment.models import Replenishment as Task
from wms.stock import plates
from wms.stock.ledger import Goods
from wms.stock.queries import LOT_CODES


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task with the names of what it is about; see `models.Replenishment`."""

    id: int
    warehouse_id: int
    item_id: int
    sku: str
    name: str
    merchant_id: int
    lot_id: int
    lot: str
    expires_on: date | None
    face_id: int
    face: str
    source_id: int
    source: str
    source_lpn_id: int
    quantity: int
    taken: int
    brought: int
    status: str
    why: str
    priority: int
    worker_id: int | None
    worker: str | None

    @property
    def goods(self) -> Goods:
        return Goods(self.item_id, self.lot_id, self.merchant_id)

    @property
    def on_the_way(self) -> int:
        """Return how many pieces were taken and are not on the face yet."""
        return self.taken - self.brought


_FACE, _SOURCE = aliased(Location), aliased(Location)
TASKS: Select[*tuple[Any, ...]] = (
    select(
        Task.id,
        Task.warehouse_id,
        Task.item_id,
        Item.sku,
        Item.name,
        Item.merchant_id,
        Task.lot_id,
        LOT_CODES.c.code,
        LOT_CODES.c.expires_on,
        Task.face_id,
        _FACE.code.label("face"),
        Task.source_id,
        _SOURCE.code.label("source"),
        Task.source_lpn_id,
        Task.quantity,
        Task.taken,
        Task.brought,
        Task.status,
        Task.why,
        Task.priority,
        Task.worker_id,
        Worker.name.label("worker"),
    )
    .join(Item, Item.id == Task.item_id)
    .join(LOT_CODES, LOT_CODES.c.id == Task.lot_id)
    .join(_FACE, _FACE.id == Task.face_id)
    .join(_SOURCE, _SOURCE.id == Task.source_id)
    .outerjoin(Worker, Worker.id == Task.worker_id)
)
_BY_ID = TASKS.where(Task.id == bindparam("task_id"))
_UNFINISHED = TASKS.where(
    Task.warehouse_id == bindparam("warehouse_id"), Task.status.in_(("open", "claimed"))
).order_by(Task.priority, Task.id)
_OF_ITEM = TASKS.where(
    Task.warehouse_id == bindparam("warehouse_id"),
    Task.item_id == bindparam("item_id"),
    Task.status.in_(("open", "claimed")),
).order_by(Task.id)
_COUNT = (
    select(func.count())
    .select_from(Task)
    .where(Task.warehouse_id == bindparam("warehouse_id"), Task.status == "open")
)
_CLAIMED_AT = (
    TASKS.where(
        Task.warehouse_id == bindparam("warehouse_id"),
        Task.status == "claimed",
        (Task.face_id == bindparam("location_id")) | (Task.source_id == bindparam("location_id")),
    )
    .order_by(Task.id)
    .limit(1)
)


def task(conn: Connection, task_id: int) -> TaskRow:
    """Return a task that is known to exist."""
    return TaskRow(*conn.execute(_BY_ID, {"task_id": task_id}).one())


def unfinished(conn: Connection, warehouse_id: int) -> list[TaskRow]:
    """Return the tasks of a warehouse that nobody finished yet, most urgent first."""
    return [TaskRow(*row) for row in conn.execute(_UNFINISHED, {"warehouse_id": warehouse_id})]


def of_item(conn: Connection, warehouse_id: int, item_id: int) -> list[TaskRow]:
    """Return the tasks of an item that nobody finished yet."""
    given = {"warehouse_id": warehouse_id, "item_id": item_id}
    return [TaskRow(*row) for row in conn.execute(_OF_ITEM, given)]


def waiting(conn: Connection, warehouse_id: int) -> int:
    """Return how many tasks wait for somebody to take them."""
    return conn.execute(_COUNT, {"warehouse_id": warehouse_id}).scalar_one()


def claimed_at(conn: Connection, warehouse_id: int, location_id: int) -> TaskRow | None:
    """Return what somebody brings to or from a bin."""
    given = {"warehouse_id": warehouse_id, "location_id": location_id}
    row = conn.execute(_CLAIMED_AT, given).first()
    return TaskRow(*row) if row else None


def lpn_code(conn: Connection, lpn_id: int) -> str:
    """Return the code of the LPN that a task takes as a whole; "" where it takes loose pieces."""
    return plates.codes(conn, [lpn_id]).get(lpn_id, "")
