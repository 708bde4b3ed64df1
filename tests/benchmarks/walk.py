"""A picker's walk to measure: one cluster of orders of five lines each, all from one bin."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy import event, update

from tests.benchmarks.cpu import Meter
from tests.orders import accepted, released
from tests.world import Desk, World
from wms.db import Database
from wms.people.models import Station
from wms.people.secrets import digest
from wms.terminal.wire import Event, Key, Scan

LINES = 5
SKUS = tuple(f"MUG-{n}" for n in range(LINES))
KEY = "benchmark-key"


class Sender(Protocol):
    """Whoever takes an event to the engine and gives back the answer."""

    def answer(self, event: Event) -> Any: ...


@dataclass
class Captured:
    """The statements of a walk, transaction by transaction; `timed` ones confirm a pick."""

    transactions: list[tuple[bool, list[tuple[str, Any]]]] = field(default_factory=list)
    timed: bool = False


@contextmanager
def captured(db: Database) -> Iterator[Captured]:
    """Collect every statement that is sent while the context is open."""
    found = Captured()

    def begin(conn: Any) -> None:
        found.transactions.append((found.timed, []))

    def note(conn: Any, cursor: Any, statement: str, given: Any, context: Any, many: bool) -> None:
        if not statement.startswith("BEGIN"):
            found.transactions[-1][1].append((statement, list(given) if many else given))

    event.listen(db.engine, "begin", begin)
    event.listen(db.engine, "before_cursor_execute", note)
    yield found
    event.remove(db.engine, "begin", begin)
    event.remove(db.engine, "before_cursor_execute", note)


@dataclass
class Walk:
    """A station at the first bin, every order's tote on its cart."""

    desk: Desk
    picks: int

    def run(self, meter: Meter, capture: Captured | None, sender: Sender | None = None) -> float:
        """Confirm all picks and return the CPU milliseconds of the confirming events alone."""
        for _ in range(self.picks):
            self._say(Scan(self.desk.screen.prompt.removeprefix("Scan ")), sender)
            tote = Scan(self.desk.screen.expects)
            if capture:
                capture.timed = True
            meter.start()
            self._say(tote, sender)
            meter.stop()
            if capture:
                capture.timed = False
        assert self.desk.screen.title == "DROP", self.desk.screen
        return meter.seconds * 1000

    def _say(self, given: Scan, sender: Sender | None) -> None:
        now = self.desk.answer
        told = Event(str(uuid.uuid4()), now.last_event, now.screen.no, self.desk.world.at, given)
        if sender is None:
            self.desk.answer = self.desk.engine.answer(self.desk.post, told, told.occurred_at)
        else:
            self.desk.answer = sender.answer(told)


def stage(db: Database, picks: int) -> Walk:
    """Set the stage and walk to the bin; the same ids in every database.

    `picks` is at most 200: five lines for each order of one release."""
    world = World(db)
    orders = picks // LINES
    world.bins("A-01").totes(*(f"T-{n}" for n in range(orders)))
    for sku in SKUS:
        world.item(sku).stock(sku, orders + 10, at="A-01")
    for n in range(orders):
        accepted(world, f"S-{n}", [(sku, 1) for sku in SKUS])
    released(world, orders)
    desk = world.station("H1", worker="anna")
    world.do(
        lambda conn: conn.execute(
            update(Station).where(Station.code == "H1").values(key_digest=digest(KEY))
        )
    )
    desk.say(Key("PICK"))
    for n in range(orders):
        desk.scan(f"T-{n}")
    desk.scan("A-01")
    assert desk.screen.prompt == f"Scan {SKUS[0]}", desk.screen
    return Walk(desk, picks)
