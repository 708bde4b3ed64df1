"""`kill -9` of every process in turn, in the middle of the demo: the same end, nothing lost."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ORDERS = 16
LIMIT_SECONDS = 240


def _start(run: Path, told: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "wms.cli", "demo", "--orders", str(ORDERS), "--exit"]
    return subprocess.Popen(
        [*command, "--run", str(run), "--json", str(told)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=run.parent,
    )


def _end(demo: subprocess.Popen[str], told: Path) -> dict[str, Any]:
    with demo:
        try:
            words, _ = demo.communicate(timeout=LIMIT_SECONDS)
        except subprocess.TimeoutExpired:
            demo.terminate()
            words, _ = demo.communicate()
            pytest.fail(f"the demo did not end: {words[-3000:]}")
    assert demo.returncode == 0, words[-3000:]
    found: dict[str, Any] = json.loads(told.read_text())
    return found


def _pids(run: Path) -> dict[str, int]:
    """Return the processes by name, but for the people, who are not of the system."""
    with contextlib.suppress(OSError, ValueError):
        found: dict[str, int] = json.loads((run / "pids.json").read_text())
        return {name: pid for name, pid in found.items() if name != "floor"}
    return {}


def _healthy(run: Path) -> bool:
    try:
        server = json.loads((run / "reality.json").read_text())["server"]
        with urllib.request.urlopen(f"{server}/api/v1/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except (OSError, ValueError, KeyError):
        return False


def _at_work(run: Path) -> set[str]:
    """Return the processes in the middle of their own work: stations in their dialogues, the worker
    with a job to do, the server while goods are picked."""
    with (
        contextlib.suppress(sqlite3.Error),
        sqlite3.connect(f"file:{run}/wms.db?mode=ro", uri=True) as db,
    ):
        asked = (
            "SELECT s.code, count(*) FROM station_event e JOIN station s ON s.id = e.station_id"
            " WHERE e.outcome = 'applied' AND e.state NOT LIKE 'home.%' GROUP BY s.code"
        )
        found = {f"station {code}" for code, events in db.execute(asked) if events >= 4}
        (picks,) = db.execute("SELECT count(*) FROM stock_move WHERE kind = 'pick'").fetchone()
        (jobs,) = db.execute("SELECT count(*) FROM job WHERE status = 'waiting'").fetchone()
        return (
            found
            | ({"server"} if picks >= 5 else set())
            | ({"worker"} if picks and jobs else set())
        )
    return set()


def _victims(run: Path, demo: subprocess.Popen[str]) -> Iterator[str]:
    """Kill each process once, at work, each after the last is back and the site is healthy."""
    done: dict[str, int] = {}
    while demo.poll() is None:
        time.sleep(0.15)
        pids = _pids(run)
        if any(pids.get(name) == pid for name, pid in done.items()) or not _healthy(run):
            continue
        name = next((n for n in pids if n in _at_work(run) - set(done)), None)
        if name is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pids[name], signal.SIGKILL)
            done[name] = pids[name]
            yield name


def _stations(run: Path) -> set[str]:
    reality = json.loads((run / "reality.json").read_text())
    return {f"station {station['code']}" for station in reality["stations"]}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("undisturbed")
    return _end(_start(folder / "run", folder / "told.json"), folder / "told.json")


@pytest.mark.demo
@pytest.mark.slow
def test_a_day_in_which_every_process_is_killed_ends_like_any_other(
    undisturbed: dict[str, Any], tmp_path: Path
) -> None:
    run, told = tmp_path / "run", tmp_path / "told.json"
    demo = _start(run, told)
    killed = list(_victims(run, demo))
    found = _end(demo, told)
    assert set(killed) == {"server", "worker", *_stations(run)}
    for name in ("orders", "units", "parcels", "audit"):
        assert found[name] == undisturbed[name], name
    assert found["ledger"]["total"] == 0
    assert found["physical"]["differences"] == 0


@pytest.mark.demo
@pytest.mark.slow
def test_the_same_seed_ships_the_same_orders_and_units(
    undisturbed: dict[str, Any], tmp_path: Path
) -> None:
    again = _end(_start(tmp_path / "run", tmp_path / "told.json"), tmp_path / "told.json")
    assert again["orders"] == undisturbed["orders"]
    assert again["units"] == undisturbed["units"]
