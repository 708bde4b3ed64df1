"""The whole demo as a user starts it: real processes, from a lorry full of goods to the lanes."""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from wms.cli.arguments import parser
from wms.demo.crew import Sizes, crew
from wms.demo.plan import demand
from wms.demo.run import main, make_plan
from wms.demo.shop import NEVER_DELIVERED
from wms.demo.synthetic import synthetic
from wms.errors import Refused

ORDERS, SEED = 4, 7


def _demo(folder: Path, *more: str) -> subprocess.Popen[str]:
    command = (sys.executable, "-m", "wms.cli", "demo", "--run", str(folder), "--seed", str(SEED))
    return subprocess.Popen([*command, *more], stdout=subprocess.PIPE, text=True)


def _given(**changed: object) -> argparse.Namespace:
    given: dict[str, Any] = {"orders": 1, "seed": 1, "port": 0, "exit": True, **asdict(Sizes())}
    given |= dict.fromkeys(("data", "json", "run_dir", "database"))
    return argparse.Namespace(**(given | changed))


@pytest.mark.demo
@pytest.mark.slow
def test_a_day_ends_with_everything_shipped_that_could_be(tmp_path: Path) -> None:
    told_file = tmp_path / "told.json"
    play = _demo(tmp_path / "run", "--orders", str(ORDERS), "--exit", "--json", str(told_file))
    said, _ = play.communicate(timeout=180)
    assert play.returncode == 0, said
    told = json.loads(told_file.read_text("utf-8"))
    plan = synthetic(ORDERS, SEED, ("SWIFT", "STORK"), date(2026, 3, 2), crew(Sizes()))
    hopeless = [o for o in plan.orders if any(x.sku == NEVER_DELIVERED for x in o.lines)]
    shipped = demand(o for o in plan.orders if o not in hopeless)
    assert told["orders"]["shipped"] == ORDERS - len(hopeless)
    assert told["orders"]["unaccounted"] == 0
    assert told["units"]["shipped"] == shipped.total()
    assert told["audit"]["differences"] == told["ledger"]["total"] == 0
    assert told["physical"]["differences"] == 0
    assert told["physical"]["places"] > 0
    assert told["parcels"]["labels_decoded"] == told["parcels"]["n"] > 0
    assert told["replenishments"]["faces"] == len(plan.faces) > 0
    assert told["replenishments"]["done"] >= len(plan.faces)
    assert told["refusals"]
    assert told["crew"] == {"RECV": 2, "HAND": 4, "COUNT": 1, "QC": 1, "PACK": 2}
    assert told["events_per_second"] > 0
    assert 0 < told["scans_per_line"] < told["touches_per_line"]
    assert set(told["cpu_seconds"]) == {"people", "stations", "server", "worker", "demo"}
    assert min(told["cpu_seconds"].values()) > 0
    assert not _alive(tmp_path / "run")


@pytest.mark.demo
@pytest.mark.slow
def test_an_interrupted_play_leaves_nothing_running(tmp_path: Path) -> None:
    play = _demo(tmp_path / "run", "--orders", "20")
    pids = tmp_path / "run" / "pids.json"
    deadline = time.monotonic() + 60
    while not (pids.is_file() and "station PACK-1" in pids.read_text("utf-8")):
        assert play.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.2)
    play.send_signal(signal.SIGINT)
    said, _ = play.communicate(timeout=60)
    assert play.returncode == 130
    assert "Interrupted" in said
    assert not _alive(tmp_path / "run")


def _alive(run: Path) -> list[str]:
    """Return the names of the play's processes that are still there."""
    found = []
    for name, pid in json.loads((run / "pids.json").read_text("utf-8")).items():
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            continue
        found.append(name)
    return found


def test_a_folder_that_holds_something_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    with pytest.raises(Refused, match="is not empty"):
        main(_given(run_dir=tmp_path))


def test_all_orders_of_a_made_up_day_are_refused() -> None:
    with pytest.raises(Refused, match="real ones only"):
        main(_given(orders=parser().parse_args(["demo", "--orders", "all"]).orders))


def test_a_crew_is_as_large_as_was_asked_for() -> None:
    wanted = ["--receivers", "1", "--pickers", "3", "--counters", "0", "--packers", "5"]
    posts = make_plan(parser().parse_args(["demo", *wanted])).crew
    assert Counter(post.code.partition("-")[0] for post in posts) == Counter(
        {"RECV": 1, "HAND": 3, "QC": 1, "PACK": 5}
    )
    assert all(
        {"COUNT", "REPLENISH"} <= set(post.flows) for post in posts if post.code.startswith("HAND")
    )


def test_a_port_in_use_is_refused(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(Refused, match="cannot be used"):
            main(_given(port=taken.getsockname()[1], run_dir=tmp_path))
