"""Databases for the tests: every test that asks for `db` runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import gc
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgres
from tests.world import World
from wms import migrate
from wms.db import Database
from wms.schema import metadata

KEPT_ROWS = "id <= 0"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of public data sets; tests that need it are skipped where it is absent."""
    folder = os.environ.get("WMS_SHARED_DATA", "")
    if not folder or not Path(folder).is_dir():
        pytest.skip("WMS_SHARED_DATA does not name the folder of public data sets")
    return Path(folder)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "wms.db"
    db = Database(f"sqlite:///{path}")
    migrate.upgrade(db)
    with db.engine.connect() as conn:
        conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return path


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    try:
        with postgres.server() as url:
            yield url
    except LookupError as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def _postgresql(postgresql_url: str) -> Iterator[Database]:
    db = Database(postgresql_url, pool_size=60)
    migrate.upgrade(db)
    yield db
    db.close()


@pytest.fixture
def sqlite_db(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "wms.db"
    shutil.copy(sqlite_template, path)
    db = Database(f"sqlite:///{path}")
    yield db
    db.close()


@pytest.fixture
def postgresql_db(_postgresql: Database) -> Database:
    _empty(_postgresql)
    return _postgresql


@pytest.fixture(params=["sqlite", "postgresql"])
def db(request: pytest.FixtureRequest) -> Database:
    found = request.getfixturevalue(f"{request.param}_db")
    assert isinstance(found, Database)
    return found


@pytest.fixture
def world(db: Database) -> World:
    return World(db)


def _empty(db: Database) -> None:
    """Delete all rows but the sentinels, past the triggers that forbid it, numbers from 1 again."""
    statements = ["SET LOCAL session_replication_role = replica"]
    for table in metadata.sorted_tables:
        keep = f" WHERE NOT ({KEPT_ROWS})" if table.name in ("location", "lot", "lpn") else ""
        statements.append(f"DELETE FROM {table.name}{keep}")  # noqa: S608
        if "id" in table.c and table.c["id"].autoincrement and table.name != "station_event":
            sequence = f"pg_get_serial_sequence('{table.name}', 'id')"
            statements.append(f"SELECT setval({sequence}, 1, false)")
    with db.write() as conn:
        conn.exec_driver_sql("; ".join(statements))


def pytest_sessionstart() -> None:
    """Let processes that the tests start hear Ctrl-C, also where a shell began this run in the
    background and so has it ignored."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    gc.disable()  # until all tests are read: what is read stays


def pytest_collection_finish() -> None:
    """Look for garbage from now on, but not in what was read."""
    gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let the demos begin: they wait more than they work, and are the longest. Leave out what is
    marked `fuzz`, unless it is asked for."""
    items.sort(key=lambda item: item.get_closest_marker("demo") is None)
    if "fuzz" not in config.option.markexpr:
        left_out = [item for item in items if item.get_closest_marker("fuzz")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Where WMS_NOTHING_SKIPPED is set (in CI), a skipped test is a failed run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if os.environ.get("WMS_NOTHING_SKIPPED") and skipped and not session.exitstatus:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
