"""The database: reached, of this release's form, guarded, and set up so that nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, text

from migrations import guards
from wms import migrate
from wms.db import Database
from wms.doctor import machine
from wms.doctor.check import Check, fault, ok, warning

OLDEST_POSTGRESQL = 13
SKEW_SECONDS, MUCH_SKEW_SECONDS = 2, 30
SPARE_CONNECTIONS = 20

_TRIGGERS = {
    "sqlite": text("SELECT name FROM sqlite_master WHERE type = 'trigger'"),
    "postgresql": text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'"),
}
_SETTING = text("SELECT setting FROM pg_settings WHERE name = :name")


def migrated(conn: Connection) -> Check:
    """Compare the database's form with this release's."""
    there, needed = migrate.revision(conn), migrate.newest()
    if there == needed:
        return ok("migrations", f"revision {there}")
    if there and not migrate.knows(there):
        words = f"the database is of revision {there}, which this release does not know"
        return fault("migrations", words, "Install the newer release, or restore a backup")
    words = f"the database is of revision {there}, and {needed} is needed"
    return fault("migrations", words, "Back up, stop serve and work, then: wms migrate")


def guarded(conn: Connection) -> Check:
    """Look for the triggers that keep the ledger append-only."""
    there = set(conn.execute(_TRIGGERS[conn.dialect.name]).scalars())
    missing = sorted(set(guards.NAMES) - there)
    if missing:
        remedy = "The ledger is unguarded: restore the last backup, and find out who dropped them"
        return fault("triggers", f"missing or disabled: {', '.join(missing)}", remedy)
    return ok("triggers", f"all {len(guards.NAMES)} there")


def settings_of(conn: Connection, db: Database, connections: int) -> Iterator[Check]:
    """Look how the database is set up."""
    if db.is_sqlite:
        yield from _sqlite(conn, db)
    else:
        yield from _postgresql(conn, connections)


def _sqlite(conn: Connection, db: Database) -> Iterator[Check]:
    mode, synchronous, keys = (
        conn.exec_driver_sql(f"PRAGMA {name}").scalar()
        for name in ("journal_mode", "synchronous", "foreign_keys")
    )
    words = f"journal_mode {mode}, synchronous {synchronous}, foreign_keys {keys}"
    if (mode, synchronous, keys) == ("wal", 2, 1):
        yield ok("sqlite", words)
    else:
        remedy = "Keep the file on a local disk: shares of a network cannot do this"
        yield fault("sqlite", words, remedy)
    found = conn.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    if found == "ok":
        yield ok("file", "the file is whole")
    else:
        yield fault("file", f"the file is damaged: {found}", "Restore the last good backup")
    yield machine.disk(Path(db.engine.url.database or ".").resolve().parent)


def _postgresql(conn: Connection, connections: int) -> Iterator[Check]:
    named = {name: _setting(conn, name) for name in _WANTED}
    number = int(_setting(conn, "server_version_num"))
    words = f"version {number // 10_000}.{number % 10_000}"
    if number < OLDEST_POSTGRESQL * 10_000:
        yield fault("postgresql", words, f"Use version {OLDEST_POSTGRESQL} or newer")
    else:
        yield ok("postgresql", words)
    yield ok("timezone", f"{_setting(conn, 'TimeZone')} in our connections; times are kept in UTC")
    wrong = {name: value for name, value in named.items() if value == "off"}
    if wrong:
        words = ", ".join(f"{name} is off" for name in wrong)
        yield fault("durability", f"{words}: a power cut loses scans", "Set them to on")
    else:
        yield ok("durability", ", ".join(f"{name} {value}" for name, value in named.items()))
    most = int(_setting(conn, "max_connections"))
    words = f"{most} connections at most, {connections} for each process"
    if most < connections + SPARE_CONNECTIONS:
        remedy = "Raise max_connections, or lower [web] connections"
        yield warning("connections", words, remedy)
    else:
        yield ok("connections", words)


_WANTED = ("fsync", "full_page_writes", "synchronous_commit")


def clock(conn: Connection, at: datetime) -> Check:
    """Compare this machine's clock with the database server's."""
    if conn.dialect.name == "sqlite":
        return ok("clock", f"{at:%Y-%m-%d %H:%M:%S} UTC; the database is on this machine")
    there = conn.execute(text("SELECT clock_timestamp()")).scalar_one()
    skew = abs((there.astimezone(UTC) - datetime.now(UTC)).total_seconds())
    words, remedy = f"{skew:.1f} s between this machine and the database", "Run chrony on both"
    if skew >= MUCH_SKEW_SECONDS:
        return fault("clock", words, remedy)
    return warning("clock", words, remedy) if skew >= SKEW_SECONDS else ok("clock", words)


def _setting(conn: Connection, name: str) -> str:
    return str(conn.execute(_SETTING, {"name": name}).scalar_one())
