"""Databases of their own to back up and to restore into, on SQLite and on PostgreSQL."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from sqlalchemy.engine import make_url

from tests.world import World
from wms import migrate
from wms.db import Database


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where databases stand: `address()` names one that is empty, or is not there yet."""

    kind: str
    folder: Path
    server: str = ""

    def address(self) -> str:
        name = f"kept_{uuid.uuid4().hex[:12]}"
        if self.kind == "sqlite":
            return f"sqlite:///{self.folder}/{name}.db"
        self.keeper(f'CREATE DATABASE "{name}"')
        return make_url(self.server).set(database=name).render_as_string(hide_password=False)

    def keeper(self, statement: str) -> list[tuple[object, ...]]:
        """Do something on the server outside of the databases; return the rows."""
        with psycopg.connect(self.server.replace("+psycopg", ""), autocommit=True) as conn:
            done = conn.execute(statement)
            return done.fetchall() if done.description else []

    def names(self) -> set[str]:
        """Return which databases of ours there are."""
        if self.kind == "sqlite":
            return {path.name for path in self.folder.iterdir()}
        listed = "SELECT datname FROM pg_database WHERE datname LIKE 'kept_%'"
        return {str(row[0]) for row in self.keeper(listed)}


@contextmanager
def stocked(address: str) -> Iterator[World]:
    """Yield a world with some stock and a few moves in a database of its own."""
    db = Database(address, pool_size=5)
    migrate.upgrade(db)
    try:
        world = World(db).bins("A-01", "A-02").item("MUG").item("CAP")
        world.stock("MUG", 10, at="A-01").stock("CAP", 5, at="A-02").stock("MUG", 3, at="A-02")
        yield world
    finally:
        db.close()
