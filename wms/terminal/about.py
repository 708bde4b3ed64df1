"""What the screen of a station is about, for those who show more beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, select

from wms.people.models import Worker
from wms.terminal.models import Terminal

_STATE = (
    select(Terminal.state, Worker.language)
    .outerjoin(Worker, Worker.id == Terminal.worker_id)
    .where(Terminal.station_id == bindparam("station"))
)


def about(conn: Connection, station_id: int) -> tuple[Mapping[str, Any], str]:
    """Return (the fields of the state that is shown, the worker's language), read without a lock;
    no fields and English before the first screen."""
    row = conn.execute(_STATE, {"station": station_id}).first()
    return (row.state, row.language or "en") if row else ({}, "en")
