"""Who is where now: stations with somebody signed in, what they do, when they were heard last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select

from wms.people.models import Station, Worker
from wms.terminal.models import StationEvent, Terminal


@dataclass(frozen=True, slots=True)
class Present:
    """A station; `worker` is empty where nobody is signed in, `title` what its screen says."""

    station: str
    kind: str
    worker_id: int | None
    worker: str
    title: str
    heard_at: datetime | None


HEARD = (
    select(func.max(StationEvent.recorded_at))
    .where(StationEvent.station_id == Station.id)
    .correlate(Station)
    .scalar_subquery()
)
"""When a station was heard last, for questions about stations: one look into an index."""

_STATIONS: Select[*tuple[Any, ...]] = (
    select(
        Station.code,
        Station.kind,
        Terminal.worker_id,
        func.coalesce(Worker.name, ""),
        Terminal.screen,
        HEARD,
    )
    .outerjoin(Terminal, Terminal.station_id == Station.id)
    .outerjoin(Worker, Worker.id == Terminal.worker_id)
    .where(Station.warehouse_id == bindparam("warehouse_id"), Station.revoked_at.is_(None))
    .order_by(Station.code)
)
_WHERE = (
    select(Terminal.worker_id, Station.code)
    .join(Station, Station.id == Terminal.station_id)
    .where(Terminal.worker_id.is_not(None), Station.revoked_at.is_(None))
    .order_by(Station.code)
)
_BY_KIND = (
    select(Station.kind, func.count())
    .join(Terminal, Terminal.station_id == Station.id)
    .where(
        Station.warehouse_id == bindparam("warehouse_id"),
        Station.revoked_at.is_(None),
        Terminal.worker_id.is_not(None),
    )
    .group_by(Station.kind)
)


def stations(conn: Connection, warehouse_id: int) -> list[Present]:
    """Return all stations that may work, and who is at them."""
    rows = conn.execute(_STATIONS, {"warehouse_id": warehouse_id})
    return [
        Present(row[0], row[1], row[2], row[3], str((row[4] or {}).get("title", "")), row[5])
        for row in rows
    ]


def where(conn: Connection) -> dict[int, str]:
    """Return the stations at which people are signed in, by their ids."""
    return {row[0]: row[1] for row in conn.execute(_WHERE) if row[0] is not None}


def by_kind(conn: Connection, warehouse_id: int) -> dict[str, int]:
    """Return at how many stations of each kind somebody is signed in."""
    rows = conn.execute(_BY_KIND, {"warehouse_id": warehouse_id})
    return {kind: int(n) for kind, n in rows}
