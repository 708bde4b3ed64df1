"""A reader with a cursor sees every move exactly once, however commits overtake each other."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection, select, text

from tests.world import World
from wms.db import Database
from wms.errors import Refused
from wms.people.actor import SYSTEM
from wms.stock import feed
from wms.stock.feed import Cursor
from wms.stock.ledger import Move, Place, post
from wms.stock.models import StockMove

WRITERS, TRANSACTIONS = 8, 40
SEED = 20_261_127


@pytest.fixture
def world(postgresql_db: Database) -> World:
    bins = [f"A-{n:02}" for n in range(WRITERS)]
    world = World(postgresql_db).bins(*bins, "B-01").item("MUG")
    for code in bins:
        world.stock("MUG", 500, at=code)
    return world


def _carry(world: World, conn: Connection, source: str, pieces: int = 1) -> None:
    """Move single pieces, each by a move of its own."""
    goods = world.goods(conn, "MUG")
    move = Move("move", goods, 1, Place(world.ids[source]), Place(world.ids["B-01"]))
    post(conn, world.warehouse_id, [move] * pieces, actor=SYSTEM, at=world.at)


def _insert(world: World, conn: Connection, source: str) -> None:
    """Append a move alone: two of these wait for nothing of each other."""
    given = {"goods": world.goods(conn, "MUG").item_id, "source": world.ids[source]}
    columns = [c.name for c in StockMove.__table__.c if c.name not in ("id", "transaction_id")]
    names = ", ".join(columns)
    like = "WHERE item_id = :goods AND target_location_id = :source ORDER BY id LIMIT 1"
    conn.execute(
        text(f"INSERT INTO stock_move ({names}) SELECT {names} FROM stock_move {like}"),  # noqa: S608
        given,
    )


class Reader:
    """Reads on from its cursor, a few rows at a time."""

    def __init__(self, db: Database, after: Cursor = feed.START) -> None:
        self.db, self.cursor = db, after
        self.seen: list[int] = []

    def read_on(self, most: int = 7) -> list[int]:
        """Return the numbers of the moves that are new to this reader."""
        new: list[int] = []
        while True:
            with self.db.read() as conn:
                page = feed.moves(conn, self.cursor, most=most)
            if not page:
                self.seen += new
                return new
            self.cursor = page[-1].cursor
            new += [moved.cursor.move_id for moved in page]


def _all(db: Database) -> list[int]:
    with db.read() as conn:
        return list(conn.execute(select(StockMove.id).order_by(StockMove.id)).scalars())


def test_a_move_that_is_written_first_and_committed_last_is_not_missed(world: World) -> None:
    reader = Reader(world.db)
    reader.read_on()
    with world.db.write() as early:
        _insert(world, early, "A-00")
        with world.db.write() as late:
            _insert(world, late, "A-01")
        assert reader.read_on() == [], "what overtook an open transaction has to wait for it"
    assert len(reader.read_on()) == 2
    assert sorted(reader.seen) == _all(world.db)


def test_a_transaction_that_began_first_and_writes_last_is_not_missed(world: World) -> None:
    reader = Reader(world.db)
    with world.db.write() as early:
        early.execute(text("SELECT 1"))
        with world.db.write() as late:
            _insert(world, late, "A-01")
        reader.read_on()
        _insert(world, early, "A-00")
    reader.read_on()
    assert sorted(reader.seen) == _all(world.db)


def test_what_was_rolled_back_holds_nobody_up(world: World) -> None:
    reader = Reader(world.db)
    reader.read_on()
    with world.db.engine.connect() as conn:
        _insert(world, conn, "A-00")
        conn.rollback()
    with world.db.write() as conn:
        _insert(world, conn, "A-01")
    assert len(reader.read_on()) == 1


def test_moves_read_among_writers_of_any_speed_come_once_each_and_all_of_them(
    world: World,
) -> None:
    over = threading.Event()
    readers = [Reader(world.db) for _ in range(2)]

    def write(number: int) -> None:
        chance = random.Random(SEED + number)
        for _ in range(TRANSACTIONS):
            with world.db.write() as conn:
                if chance.random() < 0.5:
                    time.sleep(chance.uniform(0, 0.01))
                _carry(world, conn, f"A-{number:02}", chance.randint(1, 4))
                _insert(world, conn, f"A-{number:02}")
                time.sleep(chance.choice((0, 0, 0.002, 0.02)))

    def read(reader: Reader) -> None:
        while not over.is_set():
            reader.read_on(most=random.Random(len(reader.seen)).randint(1, 9))

    with ThreadPoolExecutor(WRITERS + len(readers)) as pool:
        reading = [pool.submit(read, reader) for reader in readers]
        for writing in [pool.submit(write, number) for number in range(WRITERS)]:
            writing.result()
        over.set()
        for done in reading:
            done.result()
    for reader in readers:
        reader.read_on()
        assert max(Counter(reader.seen).values()) == 1
        assert sorted(reader.seen) == _all(world.db)


def test_a_cursor_of_another_database_is_refused(world: World) -> None:
    with world.db.read() as conn, pytest.raises(Refused, match="ahead of this database"):
        feed.moves(conn, Cursor(2**60, 5))
