"""Back up the site: one file, consistent while everybody works, that knows what it holds."""

from __future__ import annotations

import platform
import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from wms.backup import archive, manifest, postgresql, sqlite
from wms.backup.manifest import Holdings, Manifest
from wms.db import Database


def named(path: Path, at: datetime) -> Path:
    """Return the file to write: in a folder, one that is named by the time."""
    return path / f"wms-{at:%Y%m%dT%H%M%S}.backup" if path.is_dir() else path


def back_up(db: Database, file: Path, *, at: datetime) -> Manifest:
    """Write a backup of the database to `file` and return its manifest.

    :raises Refused: the name is taken, PostgreSQL's pg_dump is missing or too old.
    """
    archive.check_free(file)
    write: Callable[[Database, Path], tuple[Holdings, str]]
    write = _of_sqlite if db.is_sqlite else _of_postgresql
    with archive.beside(file, "content") as content:
        holds, server = write(db, content)
        sha256, size_bytes = archive.digest(content)
        made = manifest.made(
            holds,
            kind="sqlite" if db.is_sqlite else "postgresql",
            server=server,
            size_bytes=size_bytes,
            sha256=sha256,
            at=at,
        )
        archive.pack(file, made, content)
    return made


def _of_sqlite(db: Database, content: Path) -> tuple[Holdings, str]:
    """Copy, and measure the copy: it is one instant."""
    sqlite.copy(sqlite.file_of(db.engine.url), content)
    copied = Database(f"sqlite:///{content}")
    try:
        with copied.read() as conn:
            holds = manifest.held(conn)
    finally:
        copied.close()
    sqlite.closed(content)
    return holds, f"{sqlite3.sqlite_version} ({platform.python_implementation()})"


def _of_postgresql(db: Database, content: Path) -> tuple[Holdings, str]:
    """Dump and measure the same snapshot."""
    with db.read(snapshot=True) as conn:
        postgresql.dump(conn, db.engine.url, content)
        return manifest.held(conn), postgresql.version(conn)
