"""Who brings what to which face: take the next task, give it back, take it over."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from wms.errors import Refused
from wms.layout import queries as layout
from wms.people.actor import Actor
from wms.replenishment import queries, rules
from wms.replenishment.models import Replenishment as Task
from wms.replenishment.queries import TASKS, TaskRow
from wms.stock import freed
from wms.stock import queries as stock
from wms.stock.carry import quant_id_at
from wms.stock.ledger import Place
from wms.text import T

_MINE = (
    TASKS.where(
        Task.warehouse_id == bindparam("warehouse_id"),
        Task.status == "claimed",
        Task.worker_id == bindparam("worker"),
    )
    .order_by(Task.id)
    .limit(1)
)
_FREE = (
    select(Task.id)
    .where(Task.id == bindparam("task_id"), Task.status == "open")
    .with_for_update(skip_locked=True)
)
_LOCKED = TASKS.where(Task.id == bindparam("task_id")).with_for_update(of=Task)
_CLAIM = (
    update(Task)
    .where(Task.id == bindparam("task_id"), Task.status.in_(("open", "claimed")))
    .values(status="claimed", worker_id=bindparam("worker"), claimed_at=bindparam("at"))
)
_END = (
    update(Task)
    .where(Task.id == bindparam("task_id"))
    .values(status="cancelled", worker_id=None, done_at=bindparam("at"))
)
_LESS = (
    update(Task)
    .where(Task.id == bindparam("task_id"))
    .values(taken=Task.brought + bindparam("there"))
)
_GONE = (
    update(Task)
    .where(Task.id == bindparam("task_id"))
    .values(status="done", worker_id=None, taken=Task.brought, done_at=bindparam("at"))
)


def claim(
    conn: Connection,
    *,
    warehouse_id: int,
    worker_id: int,
    at: datetime,
    left_out: Collection[int] = (),
) -> TaskRow | None:
    """Return the worker's own unfinished task, else the most urgent one that can be done now.

    A face that still holds another lot takes nothing yet: its task waits until it was picked
    empty. `left_out` are the faces that the worker gave back on this walk.
    """
    mine = conn.execute(_MINE, {"warehouse_id": warehouse_id, "worker": worker_id}).first()
    own = _checked(conn, TaskRow(*mine), at) if mine is not None else None
    if own is not None:
        return own
    for task in queries.unfinished(conn, warehouse_id):
        if task.status != "open" or task.face_id in left_out or not _can_go(conn, task):
            continue
        if conn.execute(_FREE, {"task_id": task.id}).first() is not None:
            conn.execute(_CLAIM, {"task_id": task.id, "worker": worker_id, "at": at})
            return queries.task(conn, task.id)
    return None


def offered(conn: Connection, warehouse_id: int, worker_id: int) -> list[TaskRow]:
    """Return a worker's own unfinished task, else those that can be done now, most urgent first."""
    found = queries.unfinished(conn, warehouse_id)
    mine = [task for task in found if task.worker_id == worker_id]
    return mine or [task for task in found if task.status == "open" and _can_go(conn, task)]


def take(conn: Connection, *, task_id: int, worker_id: int, at: datetime) -> TaskRow | None:
    """Claim a task that was offered and return it; None when it is somebody else's or finished by
    now, or the worker has another one under way."""
    task = TaskRow(*conn.execute(_LOCKED, {"task_id": task_id}).one())
    if task.status == "claimed" and task.worker_id == worker_id:
        return _checked(conn, task, at)
    given = {"warehouse_id": task.warehouse_id, "worker": worker_id}
    if task.status != "open" or conn.execute(_MINE, given).first() is not None:
        return None
    conn.execute(_CLAIM, {"task_id": task_id, "worker": worker_id, "at": at})
    return queries.task(conn, task_id)


def _checked(conn: Connection, task: TaskRow, at: datetime) -> TaskRow | None:
    """Return a task as it stands now: goods that somebody carried elsewhere meanwhile, by MOVE or
    PUTAWAY, are no longer on the way; with none left it is done."""
    if not task.on_the_way:
        return task
    place = Place(layout.first(conn, task.warehouse_id, "cart").id, task.source_lpn_id)
    quant_id = quant_id_at(conn, task.warehouse_id, task.goods, place)
    pieces = stock.quant(conn, quant_id) if quant_id is not None else None
    there = pieces.on_hand if pieces is not None else 0
    if there >= task.on_the_way:
        return task
    conn.execute(_LESS if there else _GONE, {"task_id": task.id, "there": there, "at": at})
    freed.refill(conn, task.warehouse_id, at=at)
    return queries.task(conn, task.id) if there else None


def _can_go(conn: Connection, task: TaskRow) -> bool:
    return rules.may_lie(lots_on(conn, task), task.lot_id)


def lots_on(conn: Connection, task: TaskRow) -> set[int]:
    """Return the lots of a task's item that lie on its face, good or held."""
    here = stock.at_location(conn, task.face_id)
    return {p.lot_id for p in here if p.item_id == task.item_id}


def give_back(conn: Connection, *, task_id: int, actor: Actor, at: datetime) -> None:
    """Let somebody else bring it: the task ends, and what is needed is asked for anew.

    :raises Refused: it is not the actor's; `replenish.loaded` when its pieces are on the way.
    """
    task = mine(conn, task_id, actor)
    if task.on_the_way:
        words = T("You have {n} {sku} on the way", n=task.on_the_way, sku=task.sku)
        raise Refused("replenish.loaded", words, T("Bring them to {bin}", bin=task.face))
    conn.execute(_END, {"task_id": task_id, "at": at})
    freed.refill(conn, task.warehouse_id, at=at)


def take_over(
    conn: Connection, *, task_id: int, worker_id: int, at: datetime
) -> tuple[TaskRow, int | None]:
    """Go on with a task that somebody else left; returns it and who had it.

    :raises Refused: `replenish.done` when it is finished; `replenish.busy` when the worker has
        another one.
    """
    task = TaskRow(*conn.execute(_LOCKED, {"task_id": task_id}).one())
    given = {"warehouse_id": task.warehouse_id, "worker": worker_id}
    own = conn.execute(_MINE, given).first()
    if own is not None and own.id != task_id:
        words = T("You have another face under way")
        raise Refused("replenish.busy", words, T("Finish it first: choose REPLENISH"))
    if not conn.execute(_CLAIM, {"task_id": task_id, "worker": worker_id, "at": at}).rowcount:
        words = T("This replenishment is finished")
        raise Refused("replenish.done", words, T("Choose REPLENISH for the next"))
    return queries.task(conn, task_id), task.worker_id


def mine(conn: Connection, task_id: int, actor: Actor) -> TaskRow:
    """Return a task that the actor has, locked until the transaction ends.

    :raises Refused: `replenish.not_yours` when it is finished or somebody else has it.
    """
    task = TaskRow(*conn.execute(_LOCKED, {"task_id": task_id}).one())
    if task.status != "claimed" or (
        actor.worker_id is not None and task.worker_id != actor.worker_id
    ):
        raise Refused(
            "replenish.not_yours",
            T("{bin} is no longer yours to fill", bin=task.face),
            T("Scan BACK, then REPLENISH"),
        )
    return task
