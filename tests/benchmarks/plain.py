"""Replay captured statements through the bare driver: sqlite3 or psycopg, nothing in between."""

from __future__ import annotations

import sqlite3
from typing import Any

import psycopg

from tests.benchmarks.cpu import Meter
from tests.benchmarks.walk import Captured
from wms.db import Database


class Plain:
    """One bare connection; `backend` is its process on PostgreSQL."""

    def __init__(self, db: Database) -> None:
        self.is_sqlite = db.is_sqlite
        self.backend: int | None = None
        self.conn: Any
        if self.is_sqlite:
            self.conn = sqlite3.connect(str(db.engine.url.database), isolation_level=None)
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
                self.conn.execute(f"PRAGMA {pragma}")
        else:
            plain = db.engine.url.set(drivername="postgresql")
            self.conn = psycopg.connect(plain.render_as_string(hide_password=False))
            self.conn.autocommit = True
            self.backend = self.conn.info.backend_pid

    def replay(self, captured: Captured, meter: Meter) -> float:
        """Run every transaction again and return the CPU milliseconds of the timed ones."""
        cursor = self.conn.cursor()
        for timed, statements in captured.transactions:
            if timed:
                meter.start()
            self._transaction(cursor, statements)
            if timed:
                meter.stop()
        self.conn.close()
        return meter.seconds * 1000

    def _transaction(self, cursor: Any, statements: list[tuple[str, Any]]) -> None:
        cursor.execute("BEGIN IMMEDIATE" if self.is_sqlite else "BEGIN")
        for statement, given in statements:
            if isinstance(given, list):
                cursor.executemany(statement, given)
            else:
                cursor.execute(statement, given)
            if cursor.description is not None:
                cursor.fetchall()
        cursor.execute("COMMIT")
