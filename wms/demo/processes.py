"""The demo's processes: start them, start again what died, leave nothing running behind.

Each has a process group of its own, and asks the kernel to end it should the demo itself be
killed (Linux only). What the floor started is known from `floor.json`.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import wms
from wms.errors import Refused
from wms.text import T

DEATHS = 5
"""A process that fails so often in a row, each time within `YOUNG_SECONDS`, is given up. One that
was killed did not fail."""

YOUNG_SECONDS = 5.0
STOP_SECONDS = 20.0
_PR_SET_PDEATHSIG = 1


@dataclass(slots=True)
class Child:
    """One process that is kept alive; what it writes goes to `log`.

    What only it knows is lost with one that `may_restart` is not said of.
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    may_restart: bool = True
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    reaped_cpu_seconds: float = 0.0

    def start(self, now: float) -> None:
        """Start it."""
        self.started = now
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_end_with_parent,
            )

    @property
    def pid(self) -> int:
        return self.process.pid if self.process else 0

    def restart(self, now: float) -> None:
        """Start it again after its death.

        :raises Refused: it fails again and again, or cannot go on where it was.
        """
        code = self.process.returncode if self.process else 0
        failed = code != -signal.SIGKILL and now - self.started < YOUNG_SECONDS
        self.failures = self.failures + 1 if failed else 0
        if self.failures >= DEATHS or not self.may_restart:
            words = T("The {name} does not stay up", name=self.name)
            raise Refused("demo.process", words, T("Read {log}", log=str(self.log)))
        self.start(now)

    def is_up(self) -> bool:
        if self.process is None:
            return False
        with self._charged():
            return self.process.poll() is None

    def cpu_seconds(self) -> float:
        """Return what it has used so far, its dead predecessors included.

        Where the system does not tell of living processes (other than Linux), dead ones alone.
        """
        return self.reaped_cpu_seconds + (_running_cpu_seconds(self.pid) if self.is_up() else 0.0)

    @contextlib.contextmanager
    def _charged(self) -> Iterator[None]:
        """Charge it with what the processes that are reaped in this block have used."""
        before = _children_cpu_seconds()
        yield
        self.reaped_cpu_seconds += _children_cpu_seconds() - before

    def stop(self, seconds: float = STOP_SECONDS) -> int:
        """Ask it to end, then end its whole group; return its exit code."""
        if self.process is None:
            return 0
        if self.is_up():
            self.process.terminate()
        with self._charged():
            try:
                code = self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                code = -signal.SIGKILL
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process = None
        return code


class Processes:
    """All children of the demo; use it as a context, so that none outlives it."""

    def __init__(self, run: Path, environment: Mapping[str, str]) -> None:
        self._run = run
        self._environment = {**os.environ, **environment, **of_this_program()}
        self._children: dict[str, Child] = {}
        self._written = ""
        (run / "logs").mkdir(parents=True, exist_ok=True)

    def __enter__(self) -> Processes:
        return self

    def __exit__(self, *error: object) -> None:
        for name in reversed(list(self._children)):
            self.stop(name)

    def start(self, name: str, *arguments: str, may_restart: bool = True) -> None:
        """Start `python` with `arguments` under a name."""
        log = self._run / "logs" / f"{name}.log"
        child = Child(name, (sys.executable, *arguments), self._environment, log, may_restart)
        self._children[name] = child
        child.start(time.monotonic())
        self._note()

    def watch(self) -> None:
        """Start again whatever died, and note the ids of all processes in pids.json.

        :raises Refused: one fails again and again.
        """
        for child in self._children.values():
            if not child.is_up():
                child.restart(time.monotonic())
        self._note()

    def stop(self, name: str) -> int:
        """End a process and whatever it left behind; return its exit code."""
        child = self._children.pop(name, None)
        code = child.stop() if child else 0
        if name == "floor":
            _end_orphans(floor(self._run).get("pids", {}).values())
        return code

    def cpu_seconds(self) -> dict[str, float]:
        """Return the seconds of CPU that the children which are still watched have used."""
        return {name: round(child.cpu_seconds(), 1) for name, child in self._children.items()}

    def _note(self) -> None:
        """Rewrite pids.json when something changed."""
        pids = {child.name: child.pid for child in self._children.values()}
        text = json.dumps(pids | dict(floor(self._run).get("pids", {})), indent=1)
        if text != self._written:
            draft = self._run / "pids.json.new"
            draft.write_text(text, "utf-8")
            draft.replace(self._run / "pids.json")
            self._written = text


def of_this_program() -> dict[str, str]:
    """Return what lets `python -m` find this program and no folder that happens to be named so
    where the demo was started."""
    root = str(Path(wms.__file__).parents[1])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {"PYTHONPATH": os.pathsep.join(paths), "PYTHONSAFEPATH": "1"}


def floor(run: Path) -> dict[str, dict[str, int]]:
    """Return what the floor last told in floor.json; nothing before its first word."""
    try:
        told = json.loads((run / "floor.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _children_cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _running_cpu_seconds(pid: int) -> float:
    """Return the CPU time of a living process. Source: Linux proc(5), /proc/[pid]/stat, 14, 15."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _end_with_parent() -> None:
    """Ask for SIGTERM at the parent's death. Source: Linux prctl(2), PR_SET_PDEATHSIG."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _end_orphans(pids: Iterable[int]) -> None:
    """Kill stations that outlived a floor which was killed; a reused id is left alone."""
    for pid in pids:
        with contextlib.suppress(OSError, ValueError):
            command = Path(f"/proc/{int(pid)}/cmdline").read_bytes()
            if b"stations" in command:
                os.kill(int(pid), signal.SIGKILL)
