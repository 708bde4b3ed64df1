"""A whole day, and a supervisor who runs it from a browser: goods come, a wave is planned, seen,
released, walked, packed and gone; people and stations are real processes."""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import Connection

from tests.browser.axe import Axe
from tests.browser.office import Office
from wms import outfit
from wms.clock import utc_now
from wms.db import Database
from wms.demo import physical, watching
from wms.demo.crew import Sizes, crew
from wms.demo.plan import Mishaps
from wms.demo.processes import Processes
from wms.demo.serving import free_port, wait_for_health
from wms.demo.stage import Stage, bring_in, set_stage
from wms.demo.synthetic import synthetic
from wms.demo.watching import Left
from wms.orders import queries as orders
from wms.picking import waves
from wms.stock.audit import audit

ORDERS = 17
"""One of them wants what never comes: it waits, and says why."""

SECONDS = 120.0
CREW = crew(Sizes(receivers=1, pickers=1, counters=0, checkers=0, packers=1))
CONFIG = """
[quality]
every_nth_order = 0
first_orders = 0

[release]
mode = "waves"
"""
_WATCH = """
(name) => {
  const bar = document.querySelector(`[data-live="${name}"] progress`);
  const words = document.querySelector(`[data-live="${name}"] .meter-words`);
  const note = () => bar.value > 0 && (sessionStorage.moved ??= words.textContent);
  new MutationObserver(note).observe(words, { childList: true });
}
"""
"""Note the first movement of a bar where it outlives the page: a short wave may be over soon."""


class Day:
    """The processes of a site and of the people on its floor."""

    def __init__(self, db: Database, run: Path, processes: Processes) -> None:
        self.db = db
        self.run = run
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._processes = processes
        self.stage = self._begin()

    def _begin(self) -> Stage:
        carriers = tuple(carrier["code"] for carrier in outfit.read_plan()["carrier"])
        plan = synthetic(ORDERS, 3, carriers, datetime.now(UTC).date(), CREW)
        plan = replace(plan, mishaps=Mishaps())
        stage = set_stage(self.db, plan, self.run, server=self.url, at=utc_now())
        self.phase("inbound")
        serve = ("-m", "wms.cli", "serve", "--port", str(self.port))
        self._processes.start("server", *serve)
        self._processes.start("worker", "-m", "wms.cli", "work")
        wait_for_health(self.port, self._processes)
        self._processes.start("floor", "-m", "stations.people", str(self.run))
        return stage

    def phase(self, word: str) -> None:
        """Tell the floor what to do now."""
        draft = self.run / "phase.new"
        draft.write_text(word, "utf-8")
        draft.replace(self.run / "phase")

    def until_over(self, ask: Callable[[Connection], Left]) -> None:
        deadline = time.monotonic() + SECONDS
        while True:
            self._processes.watch()
            with self.db.read() as conn:
                left = ask(conn)
            if left.is_over:
                return
            assert time.monotonic() < deadline, f"left: {left}"
            time.sleep(0.2)

    def go_home(self) -> None:
        """Let the people write down what lies where, and end them."""
        (self.run / "stop").touch()
        self._processes.stop("floor")


@pytest.fixture
def day(sqlite_db: Database, tmp_path: Path) -> Iterator[Day]:
    run, config = tmp_path / "run", tmp_path / "site.toml"
    run.mkdir()
    config.write_text(CONFIG, "utf-8")
    url = sqlite_db.engine.url.render_as_string(hide_password=False)
    environment = {"WMS_DATABASE_URL": url, "WMS_CONFIG": str(config)}
    with Processes(run, environment) as processes:
        yield Day(sqlite_db, run, processes)


@pytest.fixture
def boss(day: Day, chromium_page: Callable[..., Office]) -> Office:
    office = chromium_page(day.url)
    office.sign_in(day.stage.supervisor.login, day.stage.supervisor.password)
    return office


@pytest.mark.slow
def test_a_wave_is_planned_released_walked_packed_and_gone(
    day: Day, boss: Office, axe: Axe
) -> None:
    day.until_over(watching.inbound)
    bring_in(day.db, day.run, "orders", at=utc_now())
    day.until_over(watching.jobs)
    _is_planned(boss)
    boss.press("Release")
    boss.is_told("W-1 is released: pickers can begin")
    _is_watched(day, boss)
    day.until_over(watching.outbound)
    expect(boss.page.locator("h1")).to_contain_text("closed")  # the page has seen it by itself
    boss.picture("day-closed")
    boss.go("/orders?view=all")
    boss.picture("day-over", whole=True)
    statuses = boss.page.locator("tbody td[data-label=Status]").all_inner_texts()
    assert sorted(statuses) == ["shipped"] * (ORDERS - 1) + ["waiting"]
    assert axe.finds(boss.page) == []
    day.go_home()
    _is_true(day)
    assert boss.complaints == []


def _is_planned(boss: Office) -> None:
    """See what the wave would be, then plan it: nobody begins yet."""
    boss.go("/orders?view=blocked")
    expect(boss.page.locator("tbody tr")).to_have_count(1)
    assert "There is not enough free stock" in boss.page.locator("tbody").inner_text()
    boss.press("Plan a wave")
    plan = boss.page.locator("main .card").first
    expect(plan).to_contain_text(re.compile(rf"{ORDERS - 1}\s+orders"))
    expect(plan).to_contain_text(re.compile(r"\b1\s+left out: no stock"))
    boss.picture("day-preview", whole=True)
    boss.press("Plan only")
    boss.is_told(f"W-1 is planned: {ORDERS - 1} orders")


def _is_watched(day: Day, boss: Office) -> None:
    """Let the floor begin, and see the bar move on a page that nobody loads again."""
    assert boss.meter("wave:W-1")[0] == 0
    boss.page.evaluate(_WATCH, "wave:W-1")
    day.phase("outbound")
    moved = boss.page.wait_for_function("() => sessionStorage.moved", timeout=SECONDS * 1000)
    done, total = str(moved.json_value()).split("/")
    assert 0 < int(done) <= int(total)
    boss.picture("day-walked")


def _is_true(day: Day) -> None:
    """Compare the books with themselves and with the floor."""
    with day.db.read(snapshot=True) as conn:
        found = audit(conn)
        assert (found.differences, found.total) == ((), 0)
        assert waves.wave(conn, "W-1").status == "closed"
        assert orders.by_status(conn) == {"shipped": ORDERS - 1, "waiting": 1}
        booked = physical.by_ledger(conn)
    lies = physical.told(json.loads((day.run / "physical.json").read_text("utf-8")))
    assert physical.compare(booked, lies, Counter()).differences == ()
