"""Jobs: put with the transaction, done at least once, never lost with a worker."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select

from wms import jobs
from wms.db import Database
from wms.people.models import Merchant

AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def _note(conn: Connection, payload: Mapping[str, Any], at: datetime) -> None:
    conn.execute(insert(Merchant), {"code": payload["code"], "name": "noted"})


def _fail(conn: Connection, payload: Mapping[str, Any], at: datetime) -> None:
    _note(conn, payload, at)
    raise RuntimeError("no paper")


HANDLERS = {"note": _note, "fail": _fail}


def _noted(db: Database) -> list[str]:
    with db.read() as conn:
        return sorted(conn.execute(select(Merchant.code)).scalars())


def _put(db: Database, code: str, kind: str = "note", key: str | None = None) -> None:
    db.run(lambda conn: jobs.put(conn, kind, {"code": code}, at=AT, key=key))


def test_a_job_is_done_once(db: Database) -> None:
    _put(db, "A")
    assert jobs.run_one(db, HANDLERS, AT)
    assert not jobs.run_one(db, HANDLERS, AT)
    assert _noted(db) == ["A"]


def test_a_job_of_a_transaction_that_failed_does_not_exist(db: Database) -> None:
    def work(conn: Connection) -> None:
        jobs.put(conn, "note", {"code": "A"}, at=AT)
        raise KeyError

    with pytest.raises(KeyError):
        db.run(work)
    assert not jobs.run_one(db, HANDLERS, AT)


def test_the_same_wish_twice_is_one_job_until_it_is_taken_up(db: Database) -> None:
    _put(db, "A", key="k")
    _put(db, "B", key="k")
    assert jobs.run_one(db, HANDLERS, AT)
    _put(db, "C", key="k")
    assert jobs.run_one(db, HANDLERS, AT)
    assert _noted(db) == ["A", "C"]


def test_a_failed_job_leaves_nothing_is_tried_again_later_and_ends_dead(db: Database) -> None:
    _put(db, "A", kind="fail")
    at = AT
    for _ in range(jobs.MAX_ATTEMPTS):
        assert jobs.run_one(db, HANDLERS, at)
        assert not jobs.run_one(db, HANDLERS, at)
        at += timedelta(hours=1)
    assert not jobs.run_one(db, HANDLERS, at)
    assert _noted(db) == []
    with db.read() as conn:
        assert jobs.unfinished(conn) == {"dead": 1}


def test_the_job_of_a_worker_that_died_is_taken_by_another_after_its_lease(db: Database) -> None:
    _put(db, "A")
    db.run(lambda conn: jobs._claim(conn, AT))
    assert not jobs.run_one(db, HANDLERS, AT + timedelta(seconds=1))
    assert jobs.run_one(db, HANDLERS, AT + jobs.LEASE)
    assert _noted(db) == ["A"]


def test_a_wish_of_an_open_transaction_is_not_covered_by_a_job_taken_meanwhile(
    postgresql_db: Database,
) -> None:
    _put(postgresql_db, "A", key="k")
    with postgresql_db.write() as conn:
        jobs.put(conn, "note", {"code": "B"}, at=AT, key="k")
        assert jobs.run_one(postgresql_db, HANDLERS, AT)
        assert _noted(postgresql_db) == ["A"]
    assert jobs.run_one(postgresql_db, HANDLERS, AT)
    assert _noted(postgresql_db) == ["A", "B"]


def test_many_workers_share_the_queue_without_doing_anything_twice(postgresql_db: Database) -> None:
    for n in range(40):
        _put(postgresql_db, f"M{n:02}")
    with ThreadPoolExecutor(8) as workers:
        list(workers.map(lambda _: jobs.run_one(postgresql_db, HANDLERS, AT), range(60)))
    assert _noted(postgresql_db) == [f"M{n:02}" for n in range(40)]


def test_wishes_put_at_the_same_moment_are_one(postgresql_db: Database) -> None:
    with ThreadPoolExecutor(8) as hands:
        list(hands.map(lambda n: _put(postgresql_db, f"M{n}", key="k"), range(16)))
    assert jobs.run_one(postgresql_db, HANDLERS, AT)
    assert not jobs.run_one(postgresql_db, HANDLERS, AT)
