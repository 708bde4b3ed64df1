"""SQLite: copy a database that is in use, and put another in its place.

Source: SQLite documentation, "Online Backup API" and "Write-Ahead Logging".
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import URL

from wms.backup.archive import settle
from wms.errors import Refused
from wms.text import T


def file_of(url: URL) -> Path:
    """Return the file of a database.

    :raises Refused: it lives in memory.
    """
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        words = T("A database in memory has no file")
        raise Refused("backup.memory", words, T("Use an address such as sqlite:///wms.db"))
    return Path(url.database)


def copy(source: Path, target: Path) -> None:
    """Copy the database as it is at one instant; writers go on meanwhile.

    :raises Refused: it is damaged.
    """
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as other:
        one.execute("PRAGMA busy_timeout = 60000")
        one.backup(other)
        other.execute("PRAGMA journal_mode = DELETE")
        found = other.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        words = T("The database is damaged: {found}", found=found)
        raise Refused("backup.source", words, T("Restore the last good backup"))


def is_empty(path: Path) -> bool:
    """Tell whether nothing would be lost with this file: it is not there, or has no tables."""
    if not path.exists() or not path.stat().st_size:
        return True
    with closing(sqlite3.connect(path)) as conn:
        try:
            return not conn.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
        except sqlite3.DatabaseError:
            return False


def check_unused(path: Path) -> None:
    """Let pass a database that nobody has open; its log is folded into its file.

    :raises Refused: somebody has.
    """
    if not path.exists():
        return
    with closing(sqlite3.connect(path, timeout=1)) as conn:
        try:
            conn.execute("PRAGMA journal_mode = DELETE").fetchone()
        except sqlite3.OperationalError:
            words = T("The database is in use")
            raise Refused("restore.used", words, T("Stop wms serve and wms work first")) from None
        except sqlite3.DatabaseError:
            return  # a damaged one may be replaced too


def closed(path: Path) -> None:
    """Fold the log of a database into its file, which is all there is of it then."""
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("PRAGMA journal_mode = DELETE").fetchone()
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def swap(new: Path, path: Path, at: datetime) -> Path | None:
    """Put `new` in the place of `path`; return the name under which the old one is kept."""
    kept = None
    if path.exists() and path.stat().st_size:
        kept = path.with_name(f"{path.name}.before-{at:%Y%m%dT%H%M%S}")
        for ending in ("-wal", "-shm"):  # left by a crash: they are no part of the new one
            with suppress(FileNotFoundError):
                path.with_name(path.name + ending).rename(kept.with_name(kept.name + ending))
        path.rename(kept)
    new.rename(path)
    settle(path.parent)
    return kept
