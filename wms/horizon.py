"""How far feeds may read although commits overtake each other, and what a restore does to that.

On PostgreSQL a row may become visible after one with a greater number. So each row of a feed
keeps the number of the transaction that wrote it, and there are two ways to read on:

- up to the horizon, the oldest transaction that is still open: whatever commits later has a
  greater number than all that was shown (`HORIZON`). A transaction that stays open holds such a
  feed up, never wrong. It is enough where the order of rows does not matter.
- from one snapshot to the next: what was over then was shown, what is over now is to be shown
  (`Snapshot`). Whoever waited for another's lock is in no snapshot without it, so within what is
  shown together the rows' own numbers are the true order.

Such numbers begin anew on another server, and rows that were written after a backup are gone after
its restore. So a restored database counts on from a number that no reader can have seen (the
microsecond of the restore): readers whose cursor lies within what the backup holds go on where
they were, and those that had read more are refused by name.

On SQLite one writes at a time; the number of each transaction is that of the last restore, 0 where
there was none, and a row's own number is the order.

Source: PostgreSQL, "Transaction ID and Snapshot Information Functions" (pg_current_snapshot).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Connection,
    bindparam,
    cast,
    delete,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.types import Text

from wms.errors import Refused
from wms.series import NumberSeries
from wms.text import T

SERIES = "restored."
_OFFSET, _FROM, _ROW, _START = (SERIES + name for name in ("offset", "from", "row", "start"))

_OFFSET_NOW = func.coalesce(
    select(NumberSeries.last).where(NumberSeries.name == _OFFSET).scalar_subquery(), 0
)
HORIZON = (
    cast(cast(func.pg_snapshot_xmin(func.pg_current_snapshot()), Text), BigInteger) + _OFFSET_NOW
)
"""PostgreSQL: the oldest transaction that may still be open; all below it are settled."""

NEXT = cast(cast(func.pg_snapshot_xmax(func.pg_current_snapshot()), Text), BigInteger) + _OFFSET_NOW
"""PostgreSQL: the first number that no transaction has had."""

MAX_DIGITS = 18
MAX_OPEN = 10_000

_REACHED = select(NEXT)
_SNAPSHOT = select(cast(func.pg_current_snapshot(), Text), _OFFSET_NOW)
_SETTLED = select(HORIZON)
_LOST = select(NumberSeries.name, NumberSeries.last).where(NumberSeries.name.like(f"{SERIES}%"))
_DEFAULTS = text(
    "SELECT table_name, column_name FROM information_schema.columns"
    " WHERE table_schema = current_schema() AND column_default LIKE '%pg_current_xact_id()%'"
    " ORDER BY table_name, column_name"
)
_TABLES = text("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name")
_REWRITE = text("UPDATE sqlite_master SET sql = :sql WHERE type = 'table' AND name = :name")
_DEFAULT = re.compile(r"(\btransaction_id\s+\w+\s+DEFAULT\s+)\(?\d+\)?")
_SKIP = (
    update(NumberSeries)
    .where(NumberSeries.name.like("sscc%"))
    .values(last=NumberSeries.last + bindparam("labels"))
)
LABELS = 10_000
"""So many SSCCs a restore leaves out: they stand on labels that were printed since the backup."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Transactions below `next` are over but those in `open`. On SQLite `next` is the number of
    the last restore."""

    next: int = 0
    open: tuple[int, ...] = ()

    @property
    def low(self) -> int:
        """All transactions below it are over."""
        return min((self.next, *self.open))

    def __str__(self) -> str:
        return ".".join(map(str, (self.next, *self.open)))


NOTHING = Snapshot()


def snapshot(conn: Connection) -> Snapshot:
    """Return which transactions are over now; what they wrote is seen by whatever asks next."""
    if conn.dialect.name == "sqlite":
        return Snapshot(settled(conn))
    row = conn.execute(_SNAPSHOT).one()
    _, following, under_way = str(row[0]).split(":")
    opened = (int(n) + row[1] for n in under_way.split(",") if n)
    return Snapshot(int(following) + row[1], tuple(opened))


def numbers(text: str, whole: str, least: int = 1, most: int = MAX_OPEN) -> tuple[int, ...]:
    """Return the numbers in `text`, a part of the cursor `whole` as it was shown.

    :raises Refused: `feed.cursor`, there are none, or too few or too many of them.
    """
    parts = text.split(".")
    if not least <= len(parts) <= most or not all(map(_is_number, parts)):
        raise no_cursor(whole)
    return tuple(int(part) for part in parts)


def no_cursor(text: str) -> Refused:
    """Return the refusal of a cursor that was never shown."""
    words = T("{text} is no cursor", text=text[:80])
    return Refused("feed.cursor", words, T("Give the one of the last row that was read"))


def settled(conn: Connection) -> int:
    """Return the number below which all is settled; on SQLite that of the last restore, or 0."""
    if conn.dialect.name == "postgresql":
        return int(conn.execute(_SETTLED).scalar_one())
    return _restored(conn).get(_START, 0)


def check_known(conn: Connection, transaction_id: int, row: int) -> None:
    """Let pass who reads on from a row of this database.

    :raises Refused: `feed.ahead`, the row is of another one, or was lost by a restore.
    """
    restored = _restored(conn)
    if conn.dialect.name == "postgresql":
        is_ahead = transaction_id >= conn.execute(_REACHED).scalar_one()
    else:
        is_ahead = transaction_id > restored.get(_START, 0)
    if restored and not is_ahead:
        last = (restored[_FROM], restored[_ROW])
        is_ahead = last < (transaction_id, row) and transaction_id < restored[_START]
    if is_ahead:
        raise ahead(f"{transaction_id}.{row}")


def check_reached(conn: Connection, following: int, cursor: object) -> None:
    """Let pass who has seen transactions below `following` only (PostgreSQL).

    :raises Refused: `feed.ahead`, some of them are of another database, or were lost by a restore.
    """
    try:
        if following:
            check_known(conn, following - 1, 1)
    except Refused:
        raise ahead(cursor) from None


def ahead(cursor: object) -> Refused:
    """Return the refusal of a cursor that names what is not in this database."""
    words = T("The cursor {cursor} is ahead of this database", cursor=str(cursor)[:80])
    return Refused("feed.ahead", words, T("It was restored: read it again from the start"))


def begin_anew(conn: Connection, *, last: tuple[int, int], at: datetime) -> None:
    """Count on after a restore; `last` is the (`settled` number, last row) of the backup."""
    start = max(int(at.timestamp() * 1_000_000), last[0] + 1)
    if conn.dialect.name == "postgresql":
        offset = start - int(conn.execute(select(func.txid_current())).scalar_one())
        _default_postgresql(conn, offset)
        last = (last[0], 0)  # what was written since has this number or a greater one
    else:
        offset = start
        _default_sqlite(conn, start)
    conn.execute(delete(NumberSeries).where(NumberSeries.name.like(f"{SERIES}%")))
    conn.execute(_SKIP, {"labels": LABELS})
    values = {_OFFSET: offset, _FROM: last[0], _ROW: last[1], _START: start}
    conn.execute(insert(NumberSeries), [{"name": n, "last": v} for n, v in values.items()])


def _restored(conn: Connection) -> dict[str, int]:
    return {row.name: row.last for row in conn.execute(_LOST)}


def _default_postgresql(conn: Connection, offset: int) -> None:
    for table, column in conn.execute(_DEFAULTS).all():
        given = f"((pg_current_xact_id())::text)::bigint + ({offset})"
        conn.exec_driver_sql(f'ALTER TABLE "{table}" ALTER COLUMN "{column}" SET DEFAULT {given}')


def _default_sqlite(conn: Connection, number: int) -> None:
    """Change what the column is if nothing is said; see `migrations/rewrite.py` for the way."""
    version = conn.execute(text("PRAGMA schema_version")).scalar_one()
    conn.execute(text("PRAGMA writable_schema = ON"))
    for name, sql in conn.execute(_TABLES).all():
        changed = _with_default(sql or "", number)
        if changed != sql:
            conn.execute(_REWRITE, {"sql": changed, "name": name})
    conn.execute(text(f"PRAGMA schema_version = {version + 1}"))
    conn.execute(text("PRAGMA writable_schema = OFF"))


def _with_default(sql: str, number: int) -> str:
    return _DEFAULT.sub(rf"\g<1>{number}", sql)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS
