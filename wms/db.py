"""The database: columns that mean the same everywhere, connections, transactions.

Everything runs on Core statements over typed tables: rows in, rows out, no unit of work that
remembers. A transaction is opened and closed here, at the edge; nothing inside commits.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar

from sqlalchemy import (
    JSON,
    BigInteger,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Integer,
    MetaData,
    String,
    create_engine,
    event,
    types,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.sql.functions import FunctionElement

from wms.errors import Refused
from wms.text import T

R = TypeVar("R")
ATTEMPTS = 12
RACED_ATTEMPTS = 4
_RETRIED_STATES = {"40001", "40P01", "55P03", "57P01", "57P02", "57P03", "08006", "08003", "08001"}


class UtcDateTime(types.TypeDecorator[datetime]):
    """An instant: aware UTC in Python, whatever the database keeps."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without its offset from UTC cannot be stored")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class CurrentTransaction(FunctionElement[int]):
    """The number of the transaction under way, which grows for ever; 0 on SQLite, where one
    writes after the other."""

    inherit_cache = True
    type = BigInteger()


@compiles(CurrentTransaction)
def _none(element: object, compiler: object, **options: object) -> str:
    return "0"


@compiles(CurrentTransaction, "postgresql")
def _current(element: object, compiler: object, **options: object) -> str:
    return "pg_current_xact_id()::text::bigint"


BigId = BigInteger().with_variant(Integer, "sqlite")
PlainJson = JSON().with_variant(JSONB, "postgresql")

Id = Annotated[int, mapped_column(BigId, primary_key=True)]
Ref = Annotated[int, mapped_column(BigId)]
Code = Annotated[str, mapped_column(String(64))]
Instant = Annotated[datetime, mapped_column(UtcDateTime)]
Plain = Annotated[dict[str, Any], mapped_column(PlainJson)]


class Base(DeclarativeBase):
    """All tables; constraints are named by rule, so that migrations can name them too."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Database:
    """One database: `read()` and `write()` give a connection inside a transaction.

    On SQLite every writer of the process waits for one lock and then for the file's own, so
    that nobody is told "database is locked"; PostgreSQL needs neither.
    """

    def __init__(self, url: str, *, pool_size: int = 20) -> None:
        self.engine = _engine(url, pool_size)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._writer = threading.Lock() if self.is_sqlite else nullcontext()

    @contextmanager
    def read(self, *, snapshot: bool = False) -> Iterator[Connection]:
        """Yield a connection to read from; with `snapshot` all its questions see one instant."""
        with self.engine.connect() as conn:
            if snapshot and not self.is_sqlite:
                conn.execution_options(isolation_level="REPEATABLE READ")
            with conn.begin():
                yield conn

    @contextmanager
    def write(self) -> Iterator[Connection]:
        with self._writer, self.engine.connect() as conn:
            writing = conn.execution_options(wms_write=True)
            with writing.begin():
                yield writing

    def run(self, work: Callable[[Connection], R]) -> R:
        """Return what `work` returns, committed; collisions with others are tried again.

        `work` may run several times and must do nothing outside the transaction.
        """
        for attempt in range(ATTEMPTS):
            try:
                with self.write() as conn:
                    return work(conn)
            except DBAPIError as error:
                limit = RACED_ATTEMPTS if _is_raced(error) else ATTEMPTS
                if not is_transient(error) or attempt >= limit - 1:
                    raise
                time.sleep(random.uniform(0, 0.01 * 2 ** min(attempt, 6)))
        raise AssertionError("unreachable")

    def close(self) -> None:
        self.engine.dispose()


def opened(url: str, *, pool_size: int = 20) -> Database:
    """Return the database at an address that somebody wrote.

    :raises Refused: the address makes no sense.
    """
    try:
        db = Database(url, pool_size=pool_size)
        with db.engine.connect():
            return db
    except (ArgumentError, NoSuchModuleError, ImportError, ValueError, TypeError) as error:
        words = T("The address of the database makes no sense")
        why = str(error).splitlines()[0] if str(error) else type(error).__name__
        remedy = T("Mend WMS_DATABASE_URL, such as sqlite:///wms.db ({why})", why=why)
        raise Refused("database.address", words, remedy) from None


def _is_raced(error: DBAPIError) -> bool:
    """Tell whether somebody else wrote the same key first: done again, the work finds it."""
    return getattr(error.orig, "sqlstate", None) == "23505"


def is_transient(error: DBAPIError) -> bool:
    """Tell whether the same work may succeed when it is simply done again."""
    if _is_raced(error):
        return True
    state = getattr(error.orig, "sqlstate", None)
    if state is not None:
        return state in _RETRIED_STATES
    words = str(error.orig)
    return error.connection_invalidated or "locked" in words or "server closed" in words


def _engine(url: str, pool_size: int) -> Engine:
    if url.startswith("sqlite"):
        engine = create_engine(url, connect_args={"timeout": 60}, hide_parameters=True)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"options": "-c timezone=UTC -c lock_timeout=20s"},
    )


def _prepare_sqlite(dbapi: Any, record: object) -> None:
    dbapi.isolation_level = None
    cursor = dbapi.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(conn: Connection) -> None:
    writing = conn.get_execution_options().get("wms_write", False)
    conn.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
