"""How figures are counted: each from rows that can be shown, so that a number opens to what it is
made of, and can never say anything else than its list.

A figure is a statement that yields one row for each thing that is counted. Its columns are `at`
(when), `key` (text, unique with `at`), `part` (what it is divided by: a zone, a code, a person),
then facts to show. Counting, dividing and paging wrap the same statement.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Select, String, bindparam, func, select, tuple_

from wms.db import UtcDateTime
from wms.errors import Refused
from wms.insights.quarters import quarter
from wms.text import T, Text

WAREHOUSE: Any = bindparam("warehouse_id")
SINCE: Any = bindparam("since", type_=UtcDateTime)
UNTIL: Any = bindparam("until", type_=UtcDateTime)
"""What every statement of a figure takes: [since, until)."""

MOST_PARTS = 200


@dataclass(frozen=True, slots=True)
class Span:
    """A warehouse and a time, from `since` inclusive to `until` exclusive."""

    warehouse_id: int
    since: datetime
    until: datetime

    @property
    def values(self) -> dict[str, Any]:
        return {"warehouse_id": self.warehouse_id, "since": self.since, "until": self.until}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure by its name in addresses. `hint` is its definition in words; `part` says what it
    is divided by, `facts` name the columns after the first three; `of_people` tells that the
    parts are persons, who are shown to supervisors only."""

    name: str
    words: Text
    hint: Text
    rows: Select[*tuple[Any, ...]]
    part: Text
    facts: tuple[tuple[str, Text], ...]
    of_people: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was counted; `facts` by the names of the figure's columns."""

    at: datetime
    key: str
    part: str
    facts: Mapping[str, Any]


def count(conn: Connection, figure: Figure, span: Span) -> int:
    """Return how many rows a figure has."""
    rows = figure.rows.subquery()
    return conn.execute(select(func.count()).select_from(rows), span.values).scalar_one()


def by_quarter(conn: Connection, figure: Figure, span: Span) -> dict[int, int]:
    """Return how many rows fall into each quarter of an hour."""
    rows = figure.rows.subquery()
    number = quarter(rows.c.at)
    asked = select(number, func.count()).group_by(number).order_by(number)
    return {int(row[0]): int(row[1]) for row in conn.execute(asked, span.values)}


def by_part(conn: Connection, figure: Figure, span: Span) -> list[tuple[str, int]]:
    """Return (part, rows) of a figure: the most first, then by name."""
    rows = figure.rows.subquery()
    n = func.count().label("n")
    asked = select(rows.c.part, n).group_by(rows.c.part).order_by(n.desc(), rows.c.part)
    found = conn.execute(asked.limit(MOST_PARTS), span.values)
    return [(str(row[0] or ""), int(row[1])) for row in found]


def page(
    conn: Connection,
    figure: Figure,
    span: Span,
    *,
    part: str | None = None,
    after: tuple[datetime, str] | None = None,
    most: int = 50,
) -> list[Row]:
    """Return rows of a figure, of one `part` or of all, newest first, those that follow `after`."""
    rows = figure.rows.subquery()
    asked: Select[*tuple[Any, ...]] = select(rows)
    if part is not None:
        asked = asked.where(func.coalesce(rows.c.part, "") == part)
    if after is not None:
        mark = tuple_(bindparam("mark_at", type_=UtcDateTime), bindparam("mark_key", type_=String))
        asked = asked.where(tuple_(rows.c.at, rows.c.key) < mark)
    ordered = asked.order_by(rows.c.at.desc(), rows.c.key.desc()).limit(most)
    given = span.values | ({"mark_at": after[0], "mark_key": after[1]} if after else {})
    names = [name for name, _ in figure.facts]
    return [_row(row, names) for row in conn.execute(ordered, given)]


def _row(row: Any, names: Sequence[str]) -> Row:
    facts = dict(zip(names, row[3:], strict=True))
    return Row(row[0], str(row[1]), str(row[2] or ""), facts)


def mark(row: Row) -> str:
    """Return what an address names a row by, so that a page begins after it."""
    return f"{row.at.astimezone(UTC):%Y%m%dT%H%M%S.%f}~{row.key}"


def mark_of(text: str) -> tuple[datetime, str] | None:
    """Read what `mark` wrote; None for nothing.

    :raises Refused: `figures.mark`, it is none of ours.
    """
    if not text:
        return None
    moment, sign, key = text.partition("~")
    try:
        at = datetime.strptime(moment, "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC)
    except ValueError:
        at, sign = datetime.min.replace(tzinfo=UTC), ""
    if not sign or not key or len(key) > 128:
        words = T("This page of the list cannot be found")
        raise Refused("figures.mark", words, T("Begin with its first page"))
    return at, key
