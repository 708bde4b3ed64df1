"""The doctor finds what is broken, names a remedy, and its exit code says how bad it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text, update

from tests.hooks import deliver_due, hook, later
from tests.kept import Shelf, stocked
from tests.receiver import receiving
from tests.usecases.conftest import Run
from tests.world import World
from wms import jobs, migrate
from wms.db import Database
from wms.doctor import database, floor
from wms.doctor.check import Check
from wms.doctor.examine import examine
from wms.terminal.models import Document


def _by_name(checks: Iterator[Check]) -> dict[str, Check]:
    found = {check.name: check for check in checks}
    assert all(check.remedy for check in found.values() if check.level != "ok")
    return found


def test_a_new_site_has_one_warning_and_none_after_its_first_audit(site: Run) -> None:
    code, said, _ = site("doctor", "--json")
    checks = {row["name"]: row for row in json.loads(said)}
    assert {n: row["level"] for n, row in checks.items() if row["level"] != "ok"} == {
        "audit": "warning"
    }
    assert (code, "wms audit" in checks["audit"]["remedy"]) == (1, True)
    assert site("audit")[0] == 0
    code, said, _ = site("doctor")
    assert code == 0
    assert all(line.startswith("ok ") for line in said.splitlines())
    assert {"migrations", "triggers", "jobs", "worker"} <= {
        line.split()[1] for line in said.splitlines()
    }


def test_a_database_that_is_not_there_is_not_made(wms: Run, home: Path) -> None:
    code, said, _ = wms("doctor")
    assert code == 2
    assert "wms init" in said
    assert list(home.iterdir()) == []


def test_settings_that_make_no_sense_are_a_fault(
    site: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "site.toml").write_text("[web]\nstreams = -1\n")
    monkeypatch.setenv("WMS_CONFIG", "site.toml")
    code, said, _ = site("doctor")
    assert code == 2
    assert "web.streams must be at least 0" in said


def test_a_server_that_is_not_there_is_a_fault(site: Run) -> None:
    code, said, _ = site("doctor", "--url", "http://127.0.0.1:9")
    assert code == 2
    assert "cannot be reached" in said


def test_everything_is_looked_at_on_both_databases(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = world.db.engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("WMS_DATABASE_URL", url)
    found = _by_name(examine(at=world.at, whole_audit=True))
    assert found["audit"].said == "0 differences in 0 moves"
    assert (found["triggers"].level, found["migrations"].level) == ("ok", "ok")
    wanted = {"sqlite", "file", "disk"} if world.db.is_sqlite else {"postgresql", "connections"}
    assert wanted <= set(found)
    if not world.db.is_sqlite:
        assert found["durability"].level == "fault", "the tests' server has fsync off"


def test_a_missing_trigger_and_an_old_form_are_faults(sqlite_db: Database) -> None:
    with sqlite_db.write() as conn:
        conn.execute(text("DROP TRIGGER stock_move_no_delete"))
    with sqlite_db.read() as conn:
        assert "stock_move_no_delete" in database.guarded(conn).said
    migrate.downgrade(sqlite_db, "-1")
    with sqlite_db.read() as conn:
        found = database.migrated(conn)
    assert (found.level, "wms migrate" in found.remedy) == ("fault", True)


def test_a_disabled_trigger_is_a_fault_on_postgresql(postgresql_url: str, tmp_path: Path) -> None:
    shelf = Shelf("postgresql", tmp_path, postgresql_url)
    with stocked(shelf.address()) as world, world.db.write() as conn:
        conn.execute(text("ALTER TABLE stock_move DISABLE TRIGGER stock_move_no_update"))
        assert database.guarded(conn).level == "fault"


def test_jobs_that_nobody_does_and_jobs_that_were_given_up_are_told_apart(world: World) -> None:
    at = world.at
    world.do(lambda conn: jobs.put(conn, "refill", {}, at=at))

    def look(later: timedelta) -> dict[str, Check]:
        with world.db.read() as conn:
            return _by_name(floor.queue(conn, at + later))

    assert look(timedelta(seconds=1))["worker"].level == "ok"
    assert look(timedelta(seconds=40))["worker"].level == "warning"
    found = look(timedelta(minutes=10))
    assert (found["worker"].level, found["jobs"].level) == ("fault", "ok")
    world.do(lambda conn: conn.execute(update(jobs.Job).values(status="dead")))
    found = look(timedelta(minutes=10))
    assert (found["worker"].level, found["jobs"].level) == ("ok", "fault")
    assert "1 of refill" in found["jobs"].said


def test_a_station_that_fell_silent_and_a_printer_that_failed_are_named(world: World) -> None:
    desk = world.station("PACK-1", "bench", worker="eva")
    row = {"station_id": desk.post.id, "device": "label", "kind": "slip", "data": {}}
    row |= {"state": "failed", "booked_at": world.at}
    world.do(lambda conn: conn.execute(Document.__table__.insert(), row))
    with world.db.read() as conn:
        assert floor.stations(conn, world.at).level == "ok"
        silent = floor.stations(conn, world.at + timedelta(hours=2))
        failed = floor.printers(conn, world.at)
        later = floor.printers(conn, world.at + timedelta(days=2))
    assert (silent.level, "PACK-1" in silent.said) == ("warning", True)
    assert (failed.level, "1 at PACK-1 (label)" in failed.said) == ("warning", True)
    assert later.level == "ok"


def test_an_audit_that_finds_something_is_a_fault(world: World) -> None:
    world.bins("A-01").item("MUG").stock("MUG", 3, at="A-01")
    with world.db.write() as conn:
        conn.execute(text("UPDATE quant SET on_hand = 4"))
        assert floor.stock(conn, whole=True).level == "fault"
        assert floor.stock(conn, whole=False).level == "warning"


def test_a_receiver_that_is_away_is_told_and_a_webhook_that_was_stopped_is_not(
    world: World,
) -> None:
    def look() -> Check:
        with world.db.read() as conn:
            return floor.webhooks(conn)

    assert look().level == "ok"
    with receiving(500, 500, 500) as receiver:
        number, _ = hook(world, receiver.url, "item.*")
        world.item("MUG")
        deliver_due(world)
        assert (look().level, "1 are tried again" in look().said) == ("ok", True)
        for _ in range(2):
            later(world, 3600)
            deliver_due(world)
    found = look()
    assert (found.level, "1 letters are dead" in found.said) == ("warning", True)
    assert "wms webhook dead" in found.remedy
    assert number == 1
