"""Whoever follows the feed of changes sees each of them once and each order's in their true order,
however transactions overtake each other; slow, restarted or not."""

from __future__ import annotations

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Connection, select, text, update

from tests.follower import Follower
from tests.orders import accepted
from tests.world import World
from wms.changes import feed
from wms.changes.models import Change
from wms.db import Database
from wms.errors import Refused
from wms.horizon import Snapshot
from wms.orders.models import Order

WRITERS, TRANSACTIONS, ORDERS = 8, 30, 5
STATUSES = ("waiting", "allocated", "released", "picked", "packed")
SEED = 20_261_127


@pytest.fixture
def world(postgresql_db: Database) -> World:
    world = World(postgresql_db).item("MUG")
    for n in range(ORDERS):
        accepted(world, f"S-{n}", [("MUG", 1)])
    return world


def _set(world: World, conn: Connection, ref: str, status: str, why: str = "") -> None:
    given: dict[str, Any] = {"status": status, "reason": why}
    conn.execute(update(Order).where(Order.id == world.ids[ref]).values(**given))


def _truth(world: World) -> dict[str, tuple[str, str]]:
    asked = select(Order.reference, Order.status, Order.reason)
    with world.db.read() as conn:
        return {row.reference: (row.status, row.reason) for row in conn.execute(asked)}


def _known(follower: Follower) -> dict[str, tuple[str, str]]:
    return {name: (s, follower.reasons[name]) for name, s in follower.statuses.items()}


def _all(db: Database) -> list[int]:
    with db.read() as conn:
        return list(conn.execute(select(Change.id).order_by(Change.id)).scalars())


def test_what_is_written_first_and_committed_last_is_not_missed(world: World) -> None:
    follower = Follower(world.db)
    follower.read_on()
    with world.db.write() as early:
        _set(world, early, "S-0", "waiting")
        with world.db.write() as late:
            _set(world, late, "S-1", "waiting")
        assert follower.read_on() == 1, "what is over need not wait for what is not"
    assert follower.read_on() == 1
    assert sorted(follower.numbers) == _all(world.db)


def test_who_began_first_and_waited_for_anothers_order_is_told_after_it(world: World) -> None:
    """The transaction with the lower number changes the order last, and a third keeps any horizon
    between the two of them."""
    follower = Follower(world.db)
    follower.read_on()
    first, third, second = (world.db.engine.connect() for _ in range(3))
    with first, third, second:
        for conn in (first, third, second):
            conn.execute(text("SELECT pg_current_xact_id()"))
        _set(world, second, "S-0", "waiting")
        second.commit()
        _set(world, first, "S-0", "allocated")
        first.commit()
        follower.read_on()
        assert follower.statuses["O-1"] == "allocated"
        third.rollback()
    follower.read_on()
    assert _known(follower) == _truth(world)


def test_what_was_rolled_back_was_never_told(world: World) -> None:
    follower = Follower(world.db)
    follower.read_on()
    with world.db.engine.connect() as conn:
        _set(world, conn, "S-0", "packed")
        conn.rollback()
    assert follower.read_on() == 0


def _write(world: World, number: int) -> None:
    """Change two orders a transaction, some of them slowly; each begins before it waits."""
    chance = random.Random(SEED + number)
    for turn in range(TRANSACTIONS):
        with world.db.write() as conn:
            conn.execute(text("SELECT pg_current_xact_id()"))
            time.sleep(chance.choice((0, 0, 0.002, 0.01)))
            for n in sorted(chance.sample(range(ORDERS), 2)):
                _set(world, conn, f"S-{n}", chance.choice(STATUSES), f"{number} {turn}")
            time.sleep(chance.choice((0, 0, 0.002, 0.01)))


def test_among_writers_of_any_speed_each_change_comes_once_and_the_last_word_is_true(
    world: World,
) -> None:
    over = threading.Event()
    quick, slow = Follower(world.db, most=50), Follower(world.db, most=3)
    heirs: list[Follower] = []

    def read(follower: Follower, pause: float) -> None:
        while not over.is_set():
            follower.read_on()
            time.sleep(pause)

    def restart() -> None:
        heirs.append(Follower(world.db, most=5))
        while not over.is_set():
            heirs[-1].read_on()
            heirs.append(heirs[-1].restarted())

    with ThreadPoolExecutor(WRITERS + 3) as pool:
        reading = [pool.submit(read, quick, 0), pool.submit(read, slow, 0.2), pool.submit(restart)]
        for writing in [pool.submit(_write, world, number) for number in range(WRITERS)]:
            writing.result()
        over.set()
        for done in reading:
            done.result()
    heirs[-1].read_on()
    for follower in (quick, slow):
        follower.read_on()
        assert follower.repeats() == []
        assert sorted(follower.numbers) == _all(world.db)
        assert _known(follower) == _truth(world)
    read_by_heirs = [number for heir in heirs for number in heir.numbers]
    assert sorted(read_by_heirs) == _all(world.db)


def test_a_cursor_from_before_a_restore_is_refused(world: World) -> None:
    ahead = Snapshot(2**60)
    with world.db.read() as conn, pytest.raises(Refused, match="ahead of this database"):
        feed.read(conn, feed.Cursor(ahead, ahead))
