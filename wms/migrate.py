"""Bring a database to the newest form: Alembic, one migrator at a time, all or nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import resources

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from wms.db import Database

_LOCK = 20_261_121


def upgrade(db: Database, to: str = "head") -> None:
    """Apply all missing migrations up to `to`."""
    _run(db, lambda config: command.upgrade(config, to))


def downgrade(db: Database, to: str) -> None:
    """Take migrations back down to `to` (`base` for all)."""
    _run(db, lambda config: command.downgrade(config, to))


def is_current(db: Database) -> bool:
    """Tell whether the database has every migration of this release."""
    with db.read() as conn:
        return revision(conn) == newest()


def revision(conn: Connection) -> str | None:
    """Return the last migration that the database has; None where there was none."""
    return MigrationContext.configure(conn).get_current_revision()


@cache
def newest() -> str:
    """Return the last migration of this release."""
    return ScriptDirectory.from_config(_config(None)).get_current_head() or ""


def knows(number: str) -> bool:
    """Tell whether a migration is one of this release, so that what has it can be brought on."""
    script = ScriptDirectory.from_config(_config(None))
    return any(known.revision == number for known in script.walk_revisions())


def _run(db: Database, change: Callable[[Config], None]) -> None:
    with db.write() as conn:
        if not db.is_sqlite:
            conn.exec_driver_sql("SET LOCAL lock_timeout = '10s'")
            conn.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        change(_config(conn))


def _config(conn: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(resources.files("migrations")))
    config.attributes["connection"] = conn
    return config
