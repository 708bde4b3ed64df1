"""What one confirmed pick costs in CPU, beside the plain driver doing the same statements.

    python -m tests.benchmarks.pick_cost [PICKS]

The same picks are confirmed by the engine in process, by the engine behind HTTP, and by replaying
the very statements (captured from the first run) through plain sqlite3 or psycopg on a copy of the
database. Figures are CPU milliseconds per pick of all processes together, by the operating
system's accounting; what counts is the ratio within one run.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import postgres
from tests.benchmarks import http_site, walk
from tests.benchmarks.cpu import Meter
from tests.benchmarks.plain import Plain
from wms import migrate
from wms.db import Database

PICKS = 150
Copy = Callable[[str], str]


@contextmanager
def sqlite_copies() -> Iterator[Copy]:
    """Yield a function that gives the address of a fresh, migrated SQLite database."""
    with tempfile.TemporaryDirectory(prefix="wms-bench-") as folder:
        yield lambda name: f"sqlite:///{Path(folder) / name}.db"


@contextmanager
def postgresql_copies() -> Iterator[Copy]:
    """Yield a function that gives the address of a fresh database on one PostgreSQL server."""
    with postgres.server() as url:
        admin = Database(url)

        def fresh(name: str) -> str:
            with admin.engine.connect() as conn:
                plain = conn.execution_options(isolation_level="AUTOCOMMIT")
                plain.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
                plain.exec_driver_sql(f"CREATE DATABASE {name}")
            return url.replace("/postgres", f"/{name}", 1)

        yield fresh
        admin.close()


def measure(copies: Copy, picks: int) -> dict[str, float]:
    """Return CPU milliseconds per pick for each way of doing the same work."""
    found: dict[str, float] = {}
    engine = _ready(copies("engine"))
    stage = walk.stage(engine, picks)
    with Meter(engine) as meter, walk.captured(engine) as captured:
        found["engine in process"] = stage.run(meter, captured) / picks
    engine.close()
    copy = _ready(copies("plain"))
    walk.stage(copy, picks)
    plain = Plain(copy)
    with Meter(copy, plain.backend) as meter:
        found["plain driver, same statements"] = plain.replay(captured, meter) / picks
    copy.close()
    served = _ready(copies("served"))
    stage = walk.stage(served, picks)
    with http_site.serving(served) as (client, pid), Meter(served, pid=pid) as meter:
        found["engine through HTTP"] = stage.run(meter, None, client) / picks
    served.close()
    return found


def _ready(url: str) -> Database:
    db = Database(url, pool_size=1 if url.startswith("sqlite") else 2)
    migrate.upgrade(db)
    return db


def main() -> None:
    """Print the table for both databases."""
    picks = int(sys.argv[1]) if len(sys.argv) > 1 else PICKS
    for name, copies in (("SQLite", sqlite_copies), ("PostgreSQL", postgresql_copies)):
        with copies() as fresh:
            found = measure(fresh, picks)
        base = found["plain driver, same statements"]
        print(f"\n{name}, {picks} confirmed picks: CPU ms per pick, client + database")
        for way, ms in found.items():
            print(f"  {way:32} {ms:7.2f}   {ms / base:5.1f} x plain")


if __name__ == "__main__":
    main()
