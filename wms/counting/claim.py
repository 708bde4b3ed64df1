"""Who counts what: take the next count, or the one of a bin; give it back; take it over."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, exists, update

from wms.counting import queries
from wms.counting.ask import ask
from wms.counting.models import CountBarred, CountLine, CountTask
from wms.counting.queries import TASKS, TaskRow
from wms.errors import Refused
from wms.people.actor import Actor
from wms.text import T

_MINE = (
    TASKS.where(
        CountTask.warehouse_id == bindparam("warehouse_id"),
        CountTask.status == "claimed",
        CountTask.worker_id == bindparam("worker"),
    )
    .order_by(CountTask.begun_at.is_(None), CountTask.id)
    .limit(1)
)
_NEXT = (
    TASKS.where(
        CountTask.warehouse_id == bindparam("warehouse_id"),
        CountTask.status == "open",
        CountTask.id.not_in(bindparam("left_out", expanding=True)),
        ~exists().where(
            CountBarred.task_id == CountTask.id, CountBarred.worker_id == bindparam("worker")
        ),
    )
    .order_by(CountTask.id)
    .limit(1)
    .with_for_update(of=CountTask, skip_locked=True)
)
_LOCKED = TASKS.where(CountTask.id == bindparam("task_id")).with_for_update(of=CountTask)
_AT = TASKS.where(
    CountTask.location_id == bindparam("location"), CountTask.status != "done"
).with_for_update(of=CountTask)
_CLAIM = (
    update(CountTask)
    .where(CountTask.id == bindparam("task_id"))
    .values(status="claimed", worker_id=bindparam("worker"))
)
_GIVE_BACK = (
    update(CountTask)
    .where(CountTask.id == bindparam("task_id"))
    .values(status="open", worker_id=None, begun_at=None)
)
_FORGET = delete(CountLine).where(CountLine.task_id == bindparam("task_id"))


def claim(
    conn: Connection, *, warehouse_id: int, worker_id: int, left_out: Collection[int] = ()
) -> TaskRow | None:
    """Return the worker's own unfinished count, else the oldest open one, now theirs.

    `left_out` are counts that the worker gave back on this walk.
    """
    given = {"warehouse_id": warehouse_id, "worker": worker_id}
    mine = conn.execute(_MINE, given).first()
    if mine is not None:
        return TaskRow(*mine)
    found = conn.execute(_NEXT, given | {"left_out": [*left_out, 0]}).first()
    return _taken(conn, found.id, worker_id) if found is not None else None


def claim_bin(
    conn: Connection, *, warehouse_id: int, location_id: int, worker_id: int, at: datetime
) -> TaskRow:
    """Return the count of a bin, made if there is none, now the worker's.

    :raises Refused: `count.taken` when somebody else counts it, `count.not_again` when somebody
        else shall.
    """
    ask(conn, warehouse_id=warehouse_id, location_id=location_id, why="asked", at=at)
    found = TaskRow(*conn.execute(_AT, {"location": location_id}).one())
    _check_may(conn, found, worker_id)
    if found.worker_id not in (None, worker_id):
        raise Refused(
            "count.taken",
            T("Somebody else counts {bin}", bin=found.location),
            T("Scan {bin} again to take over", bin=found.location),
        )
    return _taken(conn, found.id, worker_id)


def take_over(conn: Connection, *, location_id: int, worker_id: int) -> TaskRow | None:
    """Return the unfinished count of a bin, now the worker's; what was found stays found.

    :raises Refused: `count.not_again` when it is to be counted by somebody else than the worker.
    """
    row = conn.execute(_AT, {"location": location_id}).first()
    if row is None:
        return None
    found = TaskRow(*row)
    _check_may(conn, found, worker_id)
    return _taken(conn, found.id, worker_id)


def take(conn: Connection, *, task_id: int, worker_id: int) -> TaskRow | None:
    """Return a count that was offered to a worker, now theirs; None when somebody else has it.

    :raises Refused: `count.not_again` when it is to be counted by somebody else than the worker.
    """
    found = locked(conn, task_id)
    if found.status == "done" or found.worker_id not in (None, worker_id):
        return None
    _check_may(conn, found, worker_id)
    return _taken(conn, task_id, worker_id)


def give_back(conn: Connection, *, task_id: int, actor: Actor) -> None:
    """Let somebody else count; what was found so far is forgotten, the next one begins anew.

    :raises Refused: the count is not the actor's.
    """
    mine(conn, task_id, actor)
    conn.execute(_FORGET, {"task_id": task_id})
    conn.execute(_GIVE_BACK, {"task_id": task_id})


def leave(conn: Connection, *, task_id: int, actor: Actor) -> bool:
    """Give back a count in which nothing was found yet, and tell whether it was given back;
    any other stays the actor's, to be found again."""
    found = queries.task(conn, task_id)
    if found.worker_id != actor.worker_id or any(n.found for n in queries.lines(conn, task_id)):
        return False
    give_back(conn, task_id=task_id, actor=actor)
    return True


def mine(conn: Connection, task_id: int, actor: Actor) -> TaskRow:
    """Return a count that the actor has, locked until the transaction ends.

    :raises Refused: `count.not_yours` when it is finished or somebody else has it.
    """
    found = locked(conn, task_id)
    if found.status != "claimed" or found.worker_id != actor.worker_id:
        raise Refused(
            "count.not_yours",
            T("You no longer count {bin}", bin=found.location),
            T("Scan BACK for your next count"),
        )
    return found


def locked(conn: Connection, task_id: int) -> TaskRow:
    """Return a count that is known to exist, locked until the transaction ends."""
    return TaskRow(*conn.execute(_LOCKED, {"task_id": task_id}).one())


def _check_may(conn: Connection, found: TaskRow, worker_id: int) -> None:
    if queries.is_barred(conn, found.id, worker_id):
        raise Refused(
            "count.not_again",
            T("You counted {bin}. Now somebody else must", bin=found.location),
            T("Scan another bin"),
        )


def _taken(conn: Connection, task_id: int, worker_id: int) -> TaskRow:
    conn.execute(_CLAIM, {"task_id": task_id, "worker": worker_id})
    return queries.task(conn, task_id)
