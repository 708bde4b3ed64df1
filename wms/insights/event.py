"""One event of a station: what was done, what the screen was, what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from wms.insights.trace_checks import said
from wms.people.models import Station, Worker
from wms.stock import timeline
from wms.stock.timeline import MoveLine
from wms.terminal.models import StationEvent


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event as it is kept, without secrets; `screen` is what the station showed afterwards."""

    station: str
    id: str
    worker: str
    after: str
    screen_no: int
    state: str
    kind: str
    said: str
    occurred_at: datetime
    recorded_at: datetime
    outcome: str
    code: str
    screen: Mapping[str, Any]
    moves: list[MoveLine]


_EVENT: Select[*tuple[Any, ...]] = (
    select(
        StationEvent.station_id,
        Worker.name,
        StationEvent.after,
        StationEvent.screen_no,
        StationEvent.state,
        StationEvent.input,
        StationEvent.occurred_at,
        StationEvent.recorded_at,
        StationEvent.outcome,
        StationEvent.code,
        StationEvent.answer,
    )
    .join(Station, Station.id == StationEvent.station_id)
    .outerjoin(Worker, Worker.id == StationEvent.worker_id)
    .where(Station.code == bindparam("station"), StationEvent.id == bindparam("event_id"))
)


def of(conn: Connection, station: str, event_id: str) -> EventRow | None:
    """Return an event of the station `station`, None where there is none."""
    row = conn.execute(_EVENT, {"station": station, "event_id": event_id}).first()
    if row is None:
        return None
    return EventRow(
        station,
        event_id,
        row.name or "",
        row.after,
        row.screen_no,
        row.state,
        str(row.input.get("kind", "")),
        said(row.input),
        row.occurred_at,
        row.recorded_at,
        row.outcome,
        row.code,
        dict(row.answer.get("screen") or {}),
        timeline.of_event(conn, row.station_id, event_id),
    )
