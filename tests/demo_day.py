"""A whole day of the demo as a process of its own, and what a bystander can see of it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

FLOOR = "floor"
"""The people and the world: no part of the system, so nobody kills them."""


@dataclass(slots=True)
class Day:
    """A day that is being played in the folder `run`."""

    run: Path
    told: Path
    url: str
    demo: subprocess.Popen[str]

    @property
    def is_over(self) -> bool:
        """Tell whether the work is done: the floor goes home."""
        return self.demo.poll() is not None or (self.run / "stop").exists()

    def end(self, limit_seconds: float) -> dict[str, Any]:
        """Wait for the end of the day; return its figures."""
        with self.demo:
            try:
                words, _ = self.demo.communicate(timeout=limit_seconds)
            except subprocess.TimeoutExpired:
                self.demo.terminate()
                words, _ = self.demo.communicate()
                pytest.fail(f"the demo did not end: {words[-3000:]}")
        assert self.demo.returncode == 0, words[-3000:]
        found: dict[str, Any] = json.loads(self.told.read_text("utf-8"))
        return found

    def pids(self) -> dict[str, int]:
        """Return the system's processes by name."""
        with contextlib.suppress(OSError, ValueError):
            found: dict[str, int] = json.loads((self.run / "pids.json").read_text("utf-8"))
            return {name: pid for name, pid in found.items() if name != FLOOR and pid}
        return {}

    def stations(self) -> set[str]:
        """Return the names of the station processes; none before the stage is set."""
        with contextlib.suppress(OSError, ValueError):
            reality = json.loads((self.run / "reality.json").read_text("utf-8"))
            return {f"station {station['code']}" for station in reality["stations"]}
        return set()

    def is_healthy(self) -> bool:
        """Ask the server whether it and its database are well."""
        try:
            server = json.loads((self.run / "reality.json").read_text("utf-8"))["server"]
            with urllib.request.urlopen(f"{server}/api/v1/health", timeout=2) as answer:
                return bool(answer.status == 200)
        except (OSError, ValueError, KeyError):
            return False


@contextlib.contextmanager
def played(folder: Path, *more: str, orders: int, url: str = "") -> Iterator[Day]:
    """Play a day in `folder`, with its own SQLite file unless another database is named.

    A day that was not waited for is broken off.
    """
    run, told = folder / "run", folder / "told.json"
    command = [sys.executable, "-m", "wms.cli", "demo", "--orders", str(orders), "--exit"]
    command += ["--run", str(run), "--json", str(told), *more]
    command += ["--database", url] if url else []
    demo = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=folder
    )
    try:
        yield Day(run, told, url or f"sqlite:///{run / 'wms.db'}", demo)
    finally:
        if demo.poll() is None:
            demo.terminate()
            demo.communicate()


def kill(pid: int) -> None:
    """End a process as a power cut would."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
