"""What was scanned at a station lately: the nearest thing to knowing where its worker stands."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select

from wms.terminal.models import StationEvent

MOST = 20

_LAST = (
    select(StationEvent.input)
    .where(
        StationEvent.station_id == bindparam("station"),
        StationEvent.worker_id == bindparam("worker"),
        StationEvent.outcome == "applied",
    )
    .order_by(StationEvent.recorded_at.desc())
    .limit(MOST)
)


def scans(conn: Connection, station_id: int, worker_id: int) -> list[str]:
    """Return what a worker scanned or typed here lately and was taken, newest first."""
    rows = conn.execute(_LAST, {"station": station_id, "worker": worker_id}).scalars()
    return [str(given["text"]) for given in rows if given.get("text")]
