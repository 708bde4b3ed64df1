"""A disk that is full, for a while."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from wms.db import Database


@contextmanager
def full_disk(db: Database) -> Iterator[None]:
    """Let an SQLite database grow no further while the block runs."""
    with db.engine.connect() as conn:
        pages = conn.exec_driver_sql("PRAGMA page_count").scalar_one()

    def limit(dbapi: Any, record: object, proxy: object) -> None:
        dbapi.execute(f"PRAGMA max_page_count={pages}")

    event.listen(db.engine, "checkout", limit)
    try:
        yield
    finally:
        event.remove(db.engine, "checkout", limit)
        db.engine.dispose()
