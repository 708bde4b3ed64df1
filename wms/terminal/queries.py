"""What may be asked about all stations at once: when they were heard, what they failed to print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from wms.people.models import Station
from wms.terminal.models import Document, StationEvent, Terminal


@dataclass(frozen=True, slots=True)
class Seen:
    """When a station last sent an event (None: never), and whether somebody works there."""

    code: str
    at: datetime | None
    is_signed_in: bool


_LAST = (
    select(StationEvent.recorded_at)
    .where(StationEvent.station_id == Station.id)
    .order_by(StationEvent.recorded_at.desc())
    .limit(1)
    .scalar_subquery()
)
_SEEN = (
    select(Station.code, _LAST, Terminal.worker_id.is_not(None))
    .outerjoin(Terminal, Terminal.station_id == Station.id)
    .where(Station.revoked_at.is_(None))
    .order_by(Station.code)
)
_UNPRINTED = (
    select(Station.code, Document.device, func.count())
    .join(Station, Station.id == Document.station_id)
    .where(Document.state.in_(("failed", "unknown")), Document.booked_at > bindparam("since"))
    .group_by(Station.code, Document.device)
    .order_by(Station.code, Document.device)
)


def last_seen(conn: Connection) -> list[Seen]:
    """Return all stations that are trusted; one look into an index for each."""
    return [Seen(row[0], row[1], bool(row[2])) for row in conn.execute(_SEEN)]


def unprinted(conn: Connection, *, since: datetime) -> list[tuple[str, str, int]]:
    """Return (station, device, how many) of documents booked since then that failed to print."""
    return [(row[0], row[1], row[2]) for row in conn.execute(_UNPRINTED, {"since": since})]
