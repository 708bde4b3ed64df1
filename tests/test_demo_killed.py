"""`kill -9` of every process in turn, in the middle of the demo: the same end, nothing lost."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from tests.demo_day import Day, kill, played
from wms.db import Database
from wms.jobs import Job
from wms.orders.models import Order
from wms.people.models import Station
from wms.stock.models import StockMove
from wms.terminal.models import StationEvent

ORDERS = 16
CREW = ("--receivers", "1", "--pickers", "2", "--counters", "0")
"""So few that everybody has work, but for a receiver whom the packers were quicker than."""

LIMIT_SECONDS = 240
EVENTS, PICKS, PACKED = 4, 5, 5
"""Who has made so many events is in the middle of the work; so many picks, and the site is. When so
many orders are packed, who had no work yet will have none: he is killed where he stands."""

pytestmark = [pytest.mark.demo, pytest.mark.slow]


def _at_work(db: Database, names: Collection[str]) -> set[str]:
    """Return which of the processes `names` are in the middle of their own work: stations in their
    dialogues, the worker with a job to do, the server while goods are picked; late, all of them."""
    event = StationEvent
    busy = (
        select(Station.code)
        .join(event, event.station_id == Station.id)
        .where(event.outcome == "applied", event.state.not_like("home.%"))
        .group_by(Station.code)
        .having(func.count() >= EVENTS)
    )
    try:
        with db.read() as conn:
            found = {f"station {code}" for code in conn.execute(busy).scalars()}
            picks = conn.execute(select(func.count()).where(StockMove.kind == "pick")).scalar_one()
            jobs = conn.execute(select(func.count()).where(Job.status == "waiting")).scalar_one()
            gone = select(func.count()).where(Order.status.in_(("packed", "shipped")))
            packed = conn.execute(gone).scalar_one()
    except SQLAlchemyError:
        return set()
    if packed >= PACKED:
        return set(names)
    found |= {"server"} if picks >= PICKS else set()
    return found | ({"worker"} if picks and jobs else set())


def _victims(day: Day) -> Iterator[str]:
    """Kill each process once, at work, each after the last is back and the site is healthy."""
    done: dict[str, int] = {}
    db = Database(day.url)
    while day.demo.poll() is None:
        time.sleep(0.15)
        pids = day.pids()
        if any(pids.get(name) == pid for name, pid in done.items()) or not day.is_healthy():
            continue
        name = next((n for n in pids if n in _at_work(db, pids) - set(done)), None)
        if name is not None:
            kill(pids[name])
            done[name] = pids[name]
            yield name
    db.close()


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    with played(tmp_path_factory.mktemp("undisturbed"), *CREW, orders=ORDERS) as day:
        return day.end(LIMIT_SECONDS)


def test_a_day_in_which_every_process_is_killed_ends_like_any_other(
    undisturbed: dict[str, Any], tmp_path: Path
) -> None:
    with played(tmp_path, *CREW, orders=ORDERS) as day:
        killed = list(_victims(day))
        found = day.end(LIMIT_SECONDS)
        assert set(killed) == {"server", "worker", *day.stations()}
    for name in ("orders", "units", "parcels", "audit"):
        assert found[name] == undisturbed[name], name
    assert found["ledger"]["total"] == 0
    assert found["physical"]["differences"] == 0


def test_the_same_seed_ships_the_same_orders_and_units(
    undisturbed: dict[str, Any], tmp_path: Path
) -> None:
    """Whoever does what when: with stock enough, who works and how fast decides nothing."""
    with played(tmp_path, orders=ORDERS) as day:
        again = day.end(LIMIT_SECONDS)
    assert again["orders"] == undisturbed["orders"]
    assert again["units"] == undisturbed["units"]
