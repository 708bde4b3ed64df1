"""What an export is: its columns, and how its rows are read page by page.

Pages follow a key, each read in a transaction of its own: an export of any size needs little
memory and keeps nobody waiting, and shows each row as it was when its page was read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select

PAGE = 500
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    about: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose rows (None: all merchants'), and of those with a time only the ones from `since`."""

    merchant_id: int | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, and the key after which the next page begins; None when there is none."""

    rows: Sequence[Row]
    following: Any | None


@dataclass(frozen=True, slots=True)
class Export:
    """`read` is called with (connection, asked, key of the last page or None).

    `since` says which time it is about, "" where the rows have none. `is_site` keeps it for keys
    of the site: it belongs to no merchant.
    """

    kind: str
    about: str
    columns: tuple[Column, ...]
    read: Callable[[Connection, Asked, Any], Page]
    since: str = ""
    is_site: bool = False


def columns(*pairs: tuple[str, str]) -> tuple[Column, ...]:
    """Return columns of (name, what it says)."""
    return tuple(Column(name, about) for name, about in pairs)


def narrowed(
    query: Select[*tuple[Any, ...]], asked: Asked, after: Any, *, key: Any, merchant: Any, time: Any
) -> Select[*tuple[Any, ...]]:
    """Narrow a query to rows behind the `key` that was read last, of whose they are asked for, and
    with a `time` from then on."""
    query = query.where(key > (after or 0))
    if asked.merchant_id is not None:
        query = query.where(merchant == asked.merchant_id)
    if asked.since is not None:
        query = query.where(time >= asked.since)
    return query


def paged(rows: Sequence[Row], keys: Sequence[Any], most: int = PAGE) -> Page:
    """Return a page; `keys` are those of what was read, which may have given more rows or none."""
    return Page(rows, keys[-1] if len(keys) >= most else None)


def iso(value: Any) -> str | None:
    """Return a date or time as text."""
    return value.isoformat() if value is not None else None
