"""Read changes after a cursor: none is missed or shown twice, each subject's in their true order.

By the numbers of their transactions rows can be read so that none is missed, but a transaction
that began first may have waited for another's row and changed it last. By their own numbers the
changes of one subject stand in their true order, for each is drawn while its row is locked, but
numbers become visible late.

So changes are read window by window: a window holds what became visible from one snapshot to
a later one (`wms.horizon`), in the order of the rows' own numbers. Whoever waited for another is
in no snapshot without it: what was done after a change was known never comes before it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, or_, select

from wms import horizon
from wms.changes.models import Change
from wms.horizon import NOTHING, Snapshot

MOST = 500


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far was read: all that snapshot `seen` shows, and of what `shown` shows besides all
    rows up to `change_id`."""

    seen: Snapshot = NOTHING
    shown: Snapshot = NOTHING
    change_id: int = 0

    def __str__(self) -> str:
        return f"{self.seen}-{self.shown}-{self.change_id}"


START = Cursor()


@dataclass(frozen=True, slots=True)
class Changed:
    """One change as it is stored; reading goes on after its `cursor`."""

    cursor: Cursor
    id: int
    type: str
    subject_id: int
    merchant_id: int | None
    occurred_at: datetime
    about: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """What was read, and how far: `following` goes on also where nothing was to be shown."""

    changes: Sequence[Changed]
    following: Cursor


@dataclass(frozen=True, slots=True)
class Only:
    """Which changes are wanted: of a merchant (None: of all, and the site's own), of types
    (none: of all)."""

    merchant_id: int | None = None
    types: Collection[str] = ()


EVERYTHING = Only()

_C = Change
_SHOWN = [getattr(_C, name) for name in Changed.__slots__ if name != "cursor"]
_SEEN: Any = bindparam("seen_open", expanding=True)
_SHOWN_TOO: Any = bindparam("shown_open", expanding=True)
_WINDOW: Select[*tuple[Any, ...]] = (
    select(*_SHOWN)
    .where(
        _C.transaction_id >= bindparam("low"),
        _C.transaction_id < bindparam("shown_next"),
        _C.transaction_id.not_in(_SHOWN_TOO),
        or_(_C.transaction_id >= bindparam("seen_next"), _C.transaction_id.in_(_SEEN)),
        _C.id > bindparam("above"),
    )
    .order_by(_C.id)
    .limit(bindparam("most"))
)
_ALL: Select[*tuple[Any, ...]] = (
    select(*_SHOWN).where(_C.id > bindparam("above")).order_by(_C.id).limit(bindparam("most"))
)
_LAST_KEPT = select(func.max(_C.id)).where(_C.transaction_id < bindparam("restored"))
"""The last change that came with the backup: those since have the number of the restore."""

_BY_ID: Select[*tuple[Any, ...]] = select(*_SHOWN).where(
    _C.id.in_(bindparam("ids", expanding=True))
)


def cursor(text: str) -> Cursor:
    """Read a cursor as it was shown; the empty text is the start.

    :raises Refused: `feed.cursor`, it is none.
    """
    if not text:
        return START
    parts = text.split("-")
    if len(parts) != 3:
        raise horizon.no_cursor(text)
    seen, shown = (Snapshot(n[0], n[1:]) for n in (horizon.numbers(p, text) for p in parts[:2]))
    return Cursor(seen, shown, *horizon.numbers(parts[2], text, most=1))


def now(conn: Connection) -> Cursor:
    """Return the cursor behind all changes that are there now."""
    reached = horizon.snapshot(conn)
    if conn.dialect.name == "sqlite":
        last = conn.execute(select(_C.id).order_by(_C.id.desc()).limit(1)).scalar()
        return Cursor(reached, reached, last or 0)
    return Cursor(reached, reached)


def read(
    conn: Connection, after: Cursor = START, only: Only = EVERYTHING, *, most: int = MOST
) -> Page:
    """Return the changes that follow the cursor, `most` at most; fewer when there are no more.

    :raises Refused: `feed.ahead`, the cursor is of another database.
    """
    reached = horizon.snapshot(conn)
    if conn.dialect.name == "sqlite":
        _check_restored(conn, after, reached)
        here = Cursor(reached, reached, after.change_id)
        found = _rows(conn, here, only, most, _ALL)
        return Page(found, found[-1].cursor if len(found) == most else _behind(conn, after))
    horizon.check_reached(conn, max(after.seen.next, after.shown.next), after)
    found = _rows(conn, after, only, most, _WINDOW) if after.shown != after.seen else []
    if len(found) < most:
        following = Cursor(after.shown, reached)
        found += _rows(conn, following, only, most - len(found), _WINDOW)
    if len(found) == most:
        return Page(found, found[-1].cursor)
    return Page(found, Cursor(reached, reached))


def of_ids(conn: Connection, ids: Collection[int]) -> dict[int, Changed]:
    """Return changes by their numbers."""
    rows = conn.execute(_BY_ID, {"ids": sorted(ids)}) if ids else ()
    return {row[0]: Changed(START, *row) for row in rows}


def _rows(conn: Connection, at: Cursor, only: Only, most: int, asked: Select[Any]) -> list[Changed]:
    if only.merchant_id is not None:
        asked = asked.where(_C.merchant_id == only.merchant_id)
    if only.types:
        asked = asked.where(_C.type.in_(sorted(only.types)))
    given = {"above": at.change_id, "most": most, "low": at.seen.low}
    given |= {"seen_next": at.seen.next, "shown_next": at.shown.next}
    opened = {"seen_open": list(at.seen.open), "shown_open": list(at.shown.open)}
    rows = conn.execute(asked, given | opened)
    return [Changed(Cursor(at.seen, at.shown, row[0]), *row) for row in rows]


def _check_restored(conn: Connection, after: Cursor, reached: Snapshot) -> None:
    """Refuse a cursor into changes that a restore has lost, or of another database (SQLite).

    :raises Refused: `feed.ahead`.
    """
    is_ahead = after.seen.next > reached.next
    if after.seen.next < reached.next:
        kept = conn.execute(_LAST_KEPT, {"restored": reached.next}).scalar() or 0
        is_ahead = after.change_id > kept
    if is_ahead:
        raise horizon.ahead(after)


def _behind(conn: Connection, after: Cursor) -> Cursor:
    """Return the cursor behind all rows (SQLite): the rest was looked at and is not wanted."""
    last = now(conn)
    if last.change_id < after.change_id:
        raise horizon.ahead(after)
    return last
