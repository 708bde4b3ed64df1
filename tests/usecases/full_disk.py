"""A disk that is full, for a while."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from sqlalchemy import event

from wms.db import Database


@contextmanager
def full_disk(db: Database) -> Iterator[None]:
    """Let an SQLite database grow no further while the block runs; it has no free pages inside."""
    with closing(db.engine.raw_connection()) as raw:
        cursor = raw.cursor()
        cursor.execute("VACUUM")
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]

    def limit(dbapi: Any, record: object, proxy: object) -> None:
        dbapi.execute(f"PRAGMA max_page_count={pages}")

    event.listen(db.engine, "checkout", limit)
    try:
        yield
    finally:
        event.remove(db.engine, "checkout", limit)
        db.engine.dispose()
