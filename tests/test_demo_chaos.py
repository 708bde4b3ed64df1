"""A day in which one process a second is killed: nothing is lost, nothing is done twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests import chaos, postgres
from tests.demo_day import played
from wms.db import Database
from wms.demo.crew import Sizes, crew
from wms.demo.shop import NEVER_DELIVERED
from wms.demo.synthetic import synthetic

ORDERS, SEED = 60, 7
LIMIT_SECONDS = 400
FEWEST_VICTIMS = 20
FEWEST_EVENTS = 10
"""An order takes at least so many."""

CRASH_AFTER = 12
"""So many victims are killed before PostgreSQL itself is."""

pytestmark = [pytest.mark.demo, pytest.mark.slow]


@pytest.fixture
def server() -> Iterator[postgres.Server]:
    """A PostgreSQL of this day's own; what it has confirmed survives its own death."""
    try:
        with postgres.running("-c synchronous_commit=on") as found:
            yield found
    except LookupError as missing:
        pytest.skip(str(missing))


def _hopeless() -> int:
    """Return how many orders of the day want goods that never come."""
    plan = synthetic(ORDERS, SEED, ("SWIFT", "STORK"), date(2026, 3, 2), crew(Sizes()))
    return sum(any(line.sku == NEVER_DELIVERED for line in o.lines) for o in plan.orders)


def _play(folder: Path, url: str = "", server: postgres.Server | None = None) -> None:
    with played(folder, "--seed", str(SEED), orders=ORDERS, url=url) as day:
        reaper = chaos.Reaper(day)
        for victims, _ in enumerate(reaper.victims(), 1):
            if server is not None and victims == CRASH_AFTER:
                server.crash()
        told = day.end(LIMIT_SECONDS)
    db = Database(day.url)
    with db.read() as conn:
        assert chaos.differences(day, conn) == []  # of so many events:
        assert told["events"] > ORDERS * FEWEST_EVENTS
        assert chaos.doubles(conn) == []
        assert chaos.twice_out(conn) == []
    db.close()
    assert told["orders"]["shipped"] == ORDERS - _hopeless()
    assert told["orders"]["unaccounted"] == 0
    assert told["audit"]["differences"] == told["ledger"]["total"] == 0
    assert told["physical"]["differences"] == 0
    assert told["parcels"]["labels_decoded"] == told["parcels"]["n"] > 0
    assert reaper.killed.total() >= FEWEST_VICTIMS
    assert reaper.killed["server"] == reaper.killed.total() // chaos.SERVER_EVERY
    assert reaper.killed["worker"] > 0


def test_a_day_of_chaos_on_sqlite_loses_no_scan_and_does_nothing_twice(tmp_path: Path) -> None:
    _play(tmp_path)


def test_a_day_of_chaos_on_postgresql_that_crashes_too_loses_no_scan_and_does_nothing_twice(
    tmp_path: Path, server: postgres.Server
) -> None:
    _play(tmp_path, server.url, server)
