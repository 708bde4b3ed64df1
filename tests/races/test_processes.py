"""Several processes serve one database: each event acts once, a killed process loses nothing."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import func, select

from tests.orders import accepted, released
from tests.races import draining
from tests.races.floor import Watched, together
from tests.races.served import Remote, Server, serving
from tests.world import World
from wms.db import Database
from wms.picking.models import Pick
from wms.stock.models import StockMove
from wms.terminal.models import StationEvent
from wms.terminal.wire import Scan

MANY = ("--server", "gunicorn", "--workers", "2", "--threads", "8")
PICKERS, WALKS, KILLS = 4, 3, 4


@pytest.fixture
def world(postgresql_db: Database) -> World:
    return World(postgresql_db).bins("A-01").item("MUG").stock("MUG", 100, at="A-01")


def _crew(world: World, server: Server, many: int) -> list[Watched]:
    crew = [Watched(world, f"H{n}", f"w{n}") for n in range(many)]
    for one in crew:
        one.desk = Remote(one.desk, server.port)
    return crew


def test_an_event_sent_to_all_processes_at_once_acts_once_and_has_one_answer(
    world: World, tmp_path: Path
) -> None:
    with serving(world.db, tmp_path, *MANY) as server:
        [one] = _crew(world, server, 1)
        desk = one.desk
        assert isinstance(desk, Remote)
        for n in range(3):
            world.totes(f"T-{n}")
            accepted(world, f"S-{n}", [("MUG", 2)])
            released(world, 1)
            one.key("PICK")
            for code in (f"T-{n}", "A-01", "MUG"):
                one.scan(code)
            one.key("QTY")
            event = desk.event(Scan(f"T-{n}"))
            answers = together(*(lambda e=event: desk.send(e) for _ in range(12)))
            assert len({repr(answer) for answer in answers}) == 1
            assert answers[0].outcome == "applied"
            assert world.on_hand("MUG")[f"CART/T-{n}"] == 2
            desk.answer = answers[0]
            one.scan(desk.screen.expects)
        assert len(server.answered_by()) == 2, "one process answered all"
        told = _events_counted(server)
    assert told["repeated"] == 33
    assert world.differences() == []


def test_killing_processes_under_work_loses_nothing_and_does_nothing_twice(
    world: World, tmp_path: Path
) -> None:
    for n in range(PICKERS * WALKS):
        accepted(world, f"S-{n}", [("MUG", 2)])
    released(world, 1)
    world.totes(*(f"T-{n}" for n in range(PICKERS * WALKS)))
    with serving(world.db, tmp_path, *MANY) as server:
        crew = _crew(world, server, PICKERS)
        over = threading.Event()

        def kill() -> None:
            while not over.wait(0.7) and len(server.killed) < KILLS:
                server.kill_one()

        killer = threading.Thread(target=kill)
        killer.start()

        def shift(n: int) -> None:
            for walk in range(WALKS):
                crew[n].key("PICK")
                crew[n].walk(f"T-{n * WALKS + walk}")

        try:
            together(*(lambda n=n: shift(n) for n in range(PICKERS)))
        finally:
            over.set()
            killer.join()
        while len(server.workers()) < 2:
            time.sleep(0.05)
        assert server.killed
    pieces = PICKERS * WALKS * 2
    with world.db.read() as conn:
        picked = conn.execute(select(func.sum(Pick.picked))).scalar_one()
        moved = select(func.sum(StockMove.quantity)).where(StockMove.kind == "pick")
        assert (picked, conn.execute(moved).scalar_one()) == (pieces, pieces)
        wrong = select(StationEvent.code).where(StationEvent.outcome != "applied")
        assert conn.execute(wrong).all() == []
    assert world.differences() == []


@pytest.mark.parametrize("name", ["waitress", "gunicorn", "granian"])
def test_each_server_serves_and_ends_when_it_is_told_to(
    world: World, tmp_path: Path, name: str
) -> None:
    with serving(world.db, tmp_path, "--server", name, "--threads", "4") as server:
        assert server.get("/ready")[0] == 200
        assert server.get("/health")[0] == 200


@pytest.mark.parametrize("name", ["waitress", "gunicorn"])
def test_a_server_that_is_told_to_end_answers_what_came_and_ends_the_streams(
    sqlite_db: Database, tmp_path: Path, name: str
) -> None:
    """A page is being told and a slow request is under way: the stream ends, the request is
    answered, and the server has not waited for anything else."""
    with draining.serving(sqlite_db, tmp_path, name) as (server, port):
        told = draining.asked(port, "/told")
        assert told.readline() == b"retry: 3000\n"
        with ThreadPoolExecutor(1) as hands:
            slow = hands.submit(lambda: draining.asked(port, "/slow").read())
            draining.wait_for(tmp_path / "slow")
            begun = time.monotonic()
            server.terminate()
            told.read()
            assert slow.result() == b"answered"
        assert server.wait(20) == 0
        assert time.monotonic() - begun < 10


def _events_counted(server: Server) -> dict[str, int]:
    """Return what all processes together counted; whoever is asked tells of all."""
    counts: dict[str, int] = {}
    status, told = server.get("/metrics")
    assert status == 200
    for family in text_string_to_metric_families(told.decode()):
        for sample in family.samples:
            if sample.name == "wms_station_events_total":
                outcome = sample.labels["outcome"]
                counts[outcome] = counts.get(outcome, 0) + int(sample.value)
    return counts
