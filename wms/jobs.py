"""One table as outbox and queue: work that is done after the transaction that wanted it.

A job is put in the business transaction, so it exists exactly if that was committed. A worker
leases it; a worker that dies lets the lease run out and another takes it. What a handler writes
commits together with the job's end; what it does outside the database may happen again, so
handlers are idempotent.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Connection,
    Index,
    String,
    and_,
    bindparam,
    case,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from wms import logs
from wms.db import Base, Database, Id, Instant, Plain

log = logging.getLogger("wms.jobs")

LEASE = timedelta(seconds=5)
"""So long a dead worker's job waits for another. It covers the moment before the handler's own
transaction, which locks the job: a handler that takes longer is not begun twice."""

MAX_ATTEMPTS = 8
Handler = Callable[[Connection, Mapping[str, Any], datetime], None]


class Job(Base):
    """Wishes of one `key` are one piece of work: a worker that takes one up ends the others that
    are committed by then, for it sees all that they saw. A wish of an open transaction stays."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("status IN ('waiting', 'done', 'dead')", name="status"),
        Index("ix_job_due", "status", "run_at"),
    )
    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(32))
    key: Mapped[str | None] = mapped_column(String(128), index=True)
    payload: Mapped[Plain]
    status: Mapped[str] = mapped_column(String(8), default="waiting")
    run_at: Mapped[Instant]
    leased_until: Mapped[Instant | None]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(String(500), default="")
    put_at: Mapped[Instant]
    done_at: Mapped[Instant | None]


@dataclass(frozen=True, slots=True)
class Backlog:
    """Jobs of a kind that are `waiting` or `dead`; `oldest` is when the first was or will be due,
    `unleased` how many are due now and nobody works on."""

    kind: str
    status: str
    count: int
    oldest: datetime
    unleased: int


_PUT = insert(Job)
_IS_DUE = and_(
    Job.run_at <= bindparam("at"),
    or_(Job.leased_until.is_(None), Job.leased_until <= bindparam("at")),
)
_BACKLOG = (
    select(
        Job.kind,
        Job.status,
        func.count(),
        func.min(Job.run_at),
        func.sum(case((_IS_DUE, 1), else_=0)),
    )
    .where(Job.status.in_(("waiting", "dead")))
    .group_by(Job.kind, Job.status)
    .order_by(Job.kind, Job.status)
)
_LAST_DONE = (
    select(Job.done_at, Job.payload)
    .where(Job.key == bindparam("of_kind"), Job.status == "done")
    .order_by(Job.id.desc())
    .limit(1)
)
_LAST_OF_ALL = (
    select(Job.done_at)
    .where(Job.status == "done", Job.attempts > 0, Job.leased_until.is_not(None))
    .order_by(Job.run_at.desc())
    .limit(1)
)
_COVERED = (
    update(Job)
    .where(Job.key == bindparam("same_key"), Job.status == "waiting", Job.id != bindparam("job_id"))
    .values(status="done", done_at=bindparam("at"))
)
_DUE = (
    select(Job.id, Job.kind, Job.payload, Job.attempts, Job.key)
    .where(
        Job.status == "waiting",
        Job.run_at <= bindparam("at"),
        or_(Job.leased_until.is_(None), Job.leased_until <= bindparam("at")),
    )
    .order_by(Job.run_at, Job.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_LEASE = (
    update(Job)
    .where(Job.id == bindparam("job_id"))
    .values(leased_until=bindparam("until"), attempts=Job.attempts + 1)
)
_DONE = (
    update(Job)
    .where(Job.id == bindparam("job_id"), Job.status == "waiting")
    .values(status="done", done_at=bindparam("at"), last_error="")
)
_FAILED = (
    update(Job)
    .where(Job.id == bindparam("job_id"))
    .values(
        status=bindparam("new_status"),
        run_at=bindparam("run_at_next"),
        leased_until=None,
        last_error=bindparam("error"),
    )
)


def put(
    conn: Connection,
    kind: str,
    payload: Mapping[str, Any],
    *,
    at: datetime,
    key: str | None = None,
    not_before: datetime | None = None,
) -> None:
    """Wish for `kind` to be done with `payload` after this transaction commits, or later."""
    values: dict[str, Any] = {"kind": kind, "key": key, "payload": dict(payload)}
    values |= {
        "run_at": not_before or at,
        "put_at": at,
        "status": "waiting",
        "attempts": 0,
        "last_error": "",
    }
    conn.execute(_PUT, values)


def record(conn: Connection, kind: str, payload: Mapping[str, Any], *, at: datetime) -> None:
    """Keep that work was done which nobody had to wish for; `last_done` shows it."""
    values: dict[str, Any] = {"kind": kind, "key": kind, "payload": dict(payload), "status": "done"}
    values |= {"run_at": at, "put_at": at, "done_at": at, "attempts": 1, "last_error": ""}
    conn.execute(_PUT, values)


def last_done(conn: Connection, kind: str) -> tuple[datetime, Mapping[str, Any]] | None:
    """Return when work of a kind was last done, and what it was; None if never."""
    row = conn.execute(_LAST_DONE, {"of_kind": kind}).first()
    return (row.done_at, row.payload) if row and row.done_at else None


def last_of_all(conn: Connection) -> datetime | None:
    """Return when a worker last ended a job; None if never."""
    return conn.execute(_LAST_OF_ALL).scalar()


def backlog(conn: Connection, at: datetime) -> list[Backlog]:
    """Return what is not done, by kind and status."""
    found = conn.execute(_BACKLOG, {"at": at})
    return [Backlog(row[0], row[1], row[2], row[3], row[4]) for row in found]


def waits(conn: Connection, kind: str) -> bool:
    """Tell whether a job of a kind is still to be done."""
    asked = select(Job.id).where(Job.kind == kind, Job.status == "waiting").limit(1)
    return conn.execute(asked).first() is not None


def run_one(db: Database, handlers: Mapping[str, Handler], at: datetime) -> bool:
    """Do the next due job; tell whether there was one."""
    job = db.run(lambda conn: _claim(conn, at))
    if job is None:
        return False
    job_id, kind, payload, attempts = job
    try:
        db.run(lambda conn: _do(conn, handlers[kind], job_id, payload, at))
    except Exception as error:
        words = logs.described(error)
        logs.failed(log, "job %s (%s) failed, attempt %s", job_id, kind, attempts + 1, error=error)
        db.run(lambda conn: _failed(conn, job_id, attempts + 1, words, at))
    return True


def _claim(conn: Connection, at: datetime) -> tuple[int, str, dict[str, Any], int] | None:
    row = conn.execute(_DUE, {"at": at}).first()
    if row is None:
        return None
    conn.execute(_LEASE, {"job_id": row.id, "until": at + LEASE})
    if row.key is not None:
        conn.execute(_COVERED, {"same_key": row.key, "job_id": row.id, "at": at})
    return row.id, row.kind, row.payload, row.attempts


def _do(
    conn: Connection, handler: Handler, job_id: int, payload: Mapping[str, Any], at: datetime
) -> None:
    """Run `handler` unless another worker finished the job after this one's lease ran out."""
    if conn.execute(_DONE, {"job_id": job_id, "at": at}).rowcount:
        handler(conn, payload, at)


def _failed(conn: Connection, job_id: int, attempts: int, error: str, at: datetime) -> None:
    values = {
        "job_id": job_id,
        "new_status": "dead" if attempts >= MAX_ATTEMPTS else "waiting",
        "run_at_next": at + timedelta(seconds=2**attempts),
        "error": error[:500],
    }
    conn.execute(_FAILED, values)


def unfinished(conn: Connection) -> dict[str, int]:
    """Return how many jobs are `waiting` and how many are `dead`."""
    counted = select(Job.status, func.count()).where(Job.status != "done").group_by(Job.status)
    return {status: int(n) for status, n in conn.execute(counted)}
