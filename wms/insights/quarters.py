"""Hours of a warehouse's day, counted the same way on every database.

A database counts by quarters of an hour since 1970, which is a whole number and knows no zone; all
zones of today differ from UTC by whole quarters. What hour or day of the warehouse a quarter falls
into is decided here, so a day of 23 or 25 hours is counted as it was.

Source: IANA time zone database (offsets since 1986 are multiples of 15 minutes).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

QUARTER_SECONDS = 900


class quarter(FunctionElement[int]):  # noqa: N801 - reads as a function in statements
    """The number of quarters of an hour from 1970 to an instant."""

    inherit_cache = True
    type = BigInteger()


@compiles(quarter, "sqlite")
def _sqlite(element: Any, compiler: Any, **options: Any) -> str:
    inner = compiler.process(element.clauses, **options)
    return f"CAST(strftime('%s', {inner}) AS INTEGER) / {QUARTER_SECONDS}"


@compiles(quarter, "postgresql")
def _postgresql(element: Any, compiler: Any, **options: Any) -> str:
    inner = compiler.process(element.clauses, **options)
    return f"CAST(floor(extract(epoch FROM {inner}) / {QUARTER_SECONDS}) AS bigint)"


def begin_of(number: int) -> datetime:
    """Return when a quarter begins."""
    return datetime.fromtimestamp(number * QUARTER_SECONDS, UTC)


def by_hour(counts: Mapping[int, int], zone: ZoneInfo) -> dict[datetime, int]:
    """Return (the hour's begin in the zone -> count) of counts by quarter, in their order."""
    found: dict[datetime, int] = {}
    for number in sorted(counts):
        local = begin_of(number).astimezone(zone)
        hour = local.replace(minute=0)
        found[hour] = found.get(hour, 0) + counts[number]
    return found


def by_day(counts: Mapping[int, int], zone: ZoneInfo) -> dict[date, int]:
    """Return (day in the zone -> count) of counts by quarter, in their order."""
    found: dict[date, int] = {}
    for number in sorted(counts):
        day = begin_of(number).astimezone(zone).date()
        found[day] = found.get(day, 0) + counts[number]
    return found


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return when a day begins in the zone."""
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def hours_of(since: datetime, until: datetime, zone: ZoneInfo) -> list[datetime]:
    """Return the begins of all hours from `since` (inclusive) to `until`, in the zone."""
    at, found = since.astimezone(UTC).replace(minute=0, second=0, microsecond=0), []
    local = since.astimezone(zone).replace(minute=0, second=0, microsecond=0)
    at = local.astimezone(UTC)
    while at < until:
        found.append(at.astimezone(zone))
        at += timedelta(hours=1)
    return found


def days_of(since: datetime, until: datetime, zone: ZoneInfo) -> list[date]:
    """Return all days in the zone that have a part between `since` and `until`."""
    day, found = since.astimezone(zone).date(), []
    while midnight(day, zone) < until:
        found.append(day)
        day += timedelta(days=1)
    return found
