"""How far feeds may read although commits overtake each other.

On PostgreSQL a row may become visible after one with a greater number. So each row of a feed
keeps the number of the transaction that wrote it, and there are two ways to read on:

- up to the horizon, the oldest transaction that is still open: whatever commits later has a
  greater number than all that was shown (`HORIZON`). A transaction that stays open holds such a
  feed up, never wrong. It is enough where the order of rows does not matter.
- from one snapshot to the next: what was over then was shown, what is over now is to be shown
  (`Snapshot`). Whoever waited for another's lock is in no snapshot without it, so within what is
  shown together the rows' own numbers are the true order.

On SQLite one writes at a time, the number of each transaction is 0, and a row's own number is the
order.

Source: PostgreSQL, "Transaction ID and Snapshot Information Functions" (pg_current_snapshot).
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import BigInteger, Connection, cast, func, select
from sqlalchemy.types import Text

from wms.errors import Refused
from wms.text import T

MAX_DIGITS = 18
MAX_OPEN = 10_000

HORIZON = cast(cast(func.pg_snapshot_xmin(func.pg_current_snapshot()), Text), BigInteger)
"""The oldest transaction that is still open; all before it are over (PostgreSQL)."""

NEXT = cast(cast(func.pg_snapshot_xmax(func.pg_current_snapshot()), Text), BigInteger)
"""A transaction that has yet to begin (PostgreSQL)."""

_NEXT, _SNAPSHOT = select(NEXT), select(cast(func.pg_current_snapshot(), Text))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Transactions below `next` are over but those in `open`; all are 0 on SQLite."""

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
        return Snapshot()
    _, following, under_way = str(conn.execute(_SNAPSHOT).scalar_one()).split(":")
    return Snapshot(int(following), tuple(int(n) for n in under_way.split(",") if n))


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


def check_reached(conn: Connection, transaction_id: int, cursor: object) -> None:
    """Refuse a cursor of another database: transaction numbers begin anew where one is restored,
    and what follows would be missed. `transaction_id` is the greatest that it may have seen begin.

    :raises Refused: `feed.ahead`.
    """
    reached = 0 if conn.dialect.name == "sqlite" else int(conn.execute(_NEXT).scalar_one())
    if transaction_id > reached:
        raise ahead(cursor)


def ahead(cursor: object) -> Refused:
    """Return the refusal of a cursor that is ahead of all that is here."""
    words = T("The cursor {cursor} is ahead of this database", cursor=str(cursor)[:80])
    return Refused("feed.ahead", words, T("It was restored: read it again from the start"))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS
