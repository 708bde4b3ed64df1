"""Plan a day's counts by the site's settings, once a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from wms import jobs, settings
from wms.counting.plan import plan
from wms.layout import queries as layout

JOB = "count_plan"
EVERY = timedelta(days=1)


def begin(conn: Connection, *, at: datetime) -> None:
    """Wish for the day's counts where the site wants some, unless somebody does already."""
    if _settings()["daily_bins"] and not jobs.waits(conn, JOB):
        jobs.put(conn, JOB, {}, key=JOB, at=at)


def job(conn: Connection, payload: Mapping[str, Any], at: datetime) -> None:
    """Plan the day's counts in every warehouse, and wish for those of the next day."""
    given = _settings()
    if not given["daily_bins"]:
        return
    for warehouse_id in layout.warehouses(conn):
        days, most = given["daily_days"], given["daily_bins"]
        plan(conn, warehouse_id=warehouse_id, days_since=days, at_most=most, at=at)
    jobs.put(conn, JOB, {}, key=JOB, at=at, not_before=at + EVERY)


def _settings() -> Mapping[str, Any]:
    found: Mapping[str, Any] = settings.load().data["counting"]
    return found
