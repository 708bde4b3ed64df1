"""The foreman: starts the floor, passes on when to stop, and may himself be killed at any time.

What physically is where is no program that crashes and starts again with full trucks. So the
floor is a process of its own; a foreman who starts anew finds it at work and goes on with it. Two
locks tell who is there: one is held by the floor, one by its foreman. A floor without a foreman
for too long goes home.

Source: flock(2): a lock goes with its process, also when that is killed.
"""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FLOOR_LOCK, FOREMAN_LOCK = "floor.lock", "foreman.lock"
LONELY_SECONDS = 20.0
POLL_SECONDS = 0.1
START_SECONDS = 15.0
GONE = 3
"""Exit code: there was a floor and it was killed. A new one would have all goods on the lorry."""


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold a lock as long as the block lasts; waits until nobody else does."""
    with path.open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def is_held(path: Path) -> bool:
    """Tell whether somebody holds the lock now."""
    try:
        with path.open("r") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


class Lonely:
    """Tells a floor whether it was without a foreman for too long."""

    def __init__(self, run: Path) -> None:
        self._lock = run / FOREMAN_LOCK
        self._seen_at = time.monotonic()

    def is_so(self) -> bool:
        """Look whether a foreman is there."""
        if is_held(self._lock):
            self._seen_at = time.monotonic()
        return time.monotonic() - self._seen_at > LONELY_SECONDS


def lead(run: Path) -> int:
    """Keep the floor of `run` going until SIGTERM or its own end; return its exit code.

    1 is returned when a floor that an earlier foreman had started was killed meanwhile, `GONE`
    when it was gone already.
    """
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    with held(run / FOREMAN_LOCK):
        lock, started = run / FLOOR_LOCK, None
        if not is_held(lock):
            if (run / "floor.json").exists():
                print("people: the floor of this run has ended; nobody knows what lay where")
                return GONE
            started = _start(run, lock)
        while is_held(lock):
            if stopping.wait(POLL_SECONDS):
                _tell_to_stop(lock)
        return started.wait() if started else int(not (run / "physical.json").exists())


def _start(run: Path, lock: Path) -> subprocess.Popen[bytes]:
    """Start the floor in a group of its own; return once it holds its lock or has ended."""
    command = [sys.executable, "-m", "stations.people", str(run), "--floor"]
    floor = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)
    deadline = time.monotonic() + START_SECONDS
    while not is_held(lock) and floor.poll() is None and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)
    return floor


def _tell_to_stop(lock: Path) -> None:
    """Ask the floor to end, once more each time: it may be at the very start."""
    try:
        os.kill(int(lock.read_text()), signal.SIGTERM)
    except (ValueError, ProcessLookupError):
        return  # it has ended between two looks
    time.sleep(POLL_SECONDS)
