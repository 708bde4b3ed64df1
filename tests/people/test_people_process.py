"""The real process: it starts the stations, starts them again, and ends in order."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from people_stage import told

from stations.people.foreman import FOREMAN_LOCK, is_held

ROOT = Path(__file__).parents[2]


def play(run: Path) -> subprocess.Popen[bytes]:
    """Start the floor of `run`, from some other folder."""
    command = [sys.executable, "-m", "stations.people", str(run)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, cwd=run, env=environment)


def until(run: Path, what: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    """Wait until floor.json tells `what`."""
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        path = run / "floor.json"
        told_now = json.loads(path.read_text()) if path.exists() else {}
        if told_now and what(told_now):
            return dict(told_now)
        time.sleep(0.05)
    raise AssertionError(f"never told; the last was {told_now}")


def test_a_station_that_is_killed_is_started_again_and_no_piece_is_lost(tmp_path: Path) -> None:
    (tmp_path / "reality.json").write_text(json.dumps(told(tmp_path)))
    floor = play(tmp_path)
    try:
        pid = until(tmp_path, lambda t: t["pids"]["station S-1"])["pids"]["station S-1"]
        os.kill(pid, signal.SIGKILL)
        after = until(tmp_path, lambda t: t["pids"]["station S-1"] != pid)
        assert after["restarts"] == {"S-1": 1}
        assert after["idle"] is False
    finally:
        floor.terminate()
    assert floor.wait(15) == 0
    physical = json.loads((tmp_path / "physical.json").read_text())
    on_truck = {"MUG|": 5, "PILLS|L1": 2, "PILLS|L2": 4}
    assert physical == {"places": {"TRUCK ASN-1": on_truck}, "lost": {}, "parcels": []}


def test_a_foreman_who_is_killed_finds_the_floor_at_work(tmp_path: Path) -> None:
    (tmp_path / "reality.json").write_text(json.dumps(told(tmp_path)))
    first = play(tmp_path)
    before = until(tmp_path, lambda t: t["pids"]["station S-1"])
    first.kill()
    first.wait()
    second = play(tmp_path)
    try:
        until(tmp_path, lambda _: is_held(tmp_path / FOREMAN_LOCK))
        (tmp_path / "floor.json").unlink()
        assert until(tmp_path, lambda t: t)["pids"] == before["pids"]
    finally:
        second.terminate()
    assert second.wait(15) == 0
    assert (tmp_path / "physical.json").exists()


def test_a_floor_without_a_reality_says_so_and_ends(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "stations.people", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "reality.json" in done.stderr
    assert "Traceback" not in done.stderr
