"""What stations said and what became of it, for audits."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, literal, select, tuple_

from wms.errors import Refused
from wms.people.models import Station, Worker
from wms.terminal.models import StationEvent
from wms.text import T


def events(
    conn: Connection, *, after: str = "", station: str = "", limit: int = 100
) -> list[dict[str, Any]]:
    """Return a page of events by the time they were recorded; `after` is an entry's `cursor`.

    An event that was under way while the page was read may be recorded before its end: read
    the last seconds again when nothing may be missed.

    :raises Refused: `after` is no cursor.
    """
    asked = (
        select(
            StationEvent.id,
            StationEvent.station_id,
            Station.code.label("station"),
            Worker.login.label("worker"),
            StationEvent.screen_no,
            StationEvent.state,
            StationEvent.outcome,
            StationEvent.code,
            StationEvent.occurred_at,
            StationEvent.recorded_at,
        )
        .join(Station, Station.id == StationEvent.station_id)
        .outerjoin(Worker, Worker.id == StationEvent.worker_id)
        .order_by(StationEvent.recorded_at, StationEvent.station_id, StationEvent.id)
        .limit(limit)
    )
    if station:
        asked = asked.where(Station.code == station)
    if after:
        # an id is its station's own, so two stations may have the same one in the same instant
        place = tuple_(StationEvent.recorded_at, StationEvent.station_id, StationEvent.id)
        asked = asked.where(place > tuple_(*_place(after)))
    return [_plain(row) for row in conn.execute(asked)]


def _place(cursor: str) -> tuple[Any, ...]:
    try:
        text, station_id, event_id = cursor.split("/", 2)
        at = datetime.strptime(text, "%Y%m%dT%H%M%S.%fZ").replace(tzinfo=UTC)
        number = literal(int(station_id), StationEvent.station_id.type)
        return literal(at, StationEvent.recorded_at.type), number, literal(event_id)
    except ValueError:
        words = T("{cursor} is no cursor", cursor=cursor[:40])
        remedy = T("Send the cursor of the last entry as it was")
        raise Refused("query.cursor", words, remedy, field="after") from None


def _plain(row: Any) -> dict[str, Any]:
    plain = {name: getattr(row, name) for name in ("id", "station", "screen_no", "state")}
    plain |= {"worker": row.worker or "", "outcome": row.outcome, "code": row.code}
    plain["occurred_at"] = row.occurred_at.isoformat()
    plain["at"] = row.recorded_at.isoformat()
    return plain | {"cursor": f"{row.recorded_at:%Y%m%dT%H%M%S.%fZ}/{row.station_id}/{row.id}"}
