"""CPU time of this process, a server process and a database backend, read from the system."""

from __future__ import annotations

import os
import time
from pathlib import Path

from wms.db import Database

_TICK = os.sysconf("SC_CLK_TCK")


class Meter:
    """Adds up CPU seconds between `start` and `stop`; use it as a context."""

    def __init__(self, db: Database, backend: int | None = None, *, pid: int | None = None) -> None:
        self.pids = [pid] if pid else []
        self.db = db
        self.backend = backend
        self.seconds = 0.0
        self._begun = 0.0

    def __enter__(self) -> Meter:
        return self

    def __exit__(self, *exc: object) -> None: ...

    def start(self) -> None:
        self._begun = self._now()

    def stop(self) -> None:
        self.seconds += self._now() - self._begun

    def _now(self) -> float:
        return time.process_time() + sum(cpu_seconds(pid) for pid in self._others())

    def _others(self) -> list[int]:
        if self.db.is_sqlite:
            return self.pids
        return [*self.pids, *_children(self.db)]


def cpu_seconds(pid: int) -> float:
    """Return user and system seconds of a process; 0 when it has gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICK


_KNOWN: dict[int, list[int]] = {}


def _children(db: Database) -> list[int]:
    """Return the backends of the database, looked up once per `Database`."""
    if id(db) not in _KNOWN:
        with db.read() as conn:
            rows = conn.exec_driver_sql(
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            )
            _KNOWN[id(db)] = [row[0] for row in rows]
    return _KNOWN[id(db)]
