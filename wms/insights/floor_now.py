"""What goes on in each place of a warehouse now: the layers of its map. Set-based, one statement
a layer, whatever the number of bins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Connection, Select, bindparam, cast, func, select

from wms.counting.models import CountTask
from wms.layout.models import Location
from wms.people.models import Station, Worker
from wms.picking.models import Cluster, Pick
from wms.replenishment.models import Replenishment
from wms.terminal.models import StationEvent, Terminal

TRAIL = timedelta(hours=12)
"""A scan older than this tells nothing of where somebody is."""


@dataclass(frozen=True, slots=True)
class Place:
    """A location as the map draws it; `volume_mm3` is 0 where it is not limited."""

    id: int
    code: str
    kind: str
    zone: str
    aisle: int
    bay: int
    level: int
    x_mm: int
    y_mm: int
    volume_mm3: int


@dataclass(frozen=True, slots=True)
class Busy:
    """Work that waits or is under way in one place."""

    picks: int = 0
    pieces: int = 0
    counts: int = 0
    refills: int = 0

    @property
    def total(self) -> int:
        return self.picks + self.counts + self.refills


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody who is signed in, and the place whose label they scanned last ("": none yet)."""

    worker: str
    station: str
    place: str
    scanned_at: datetime | None


_VOLUME = cast(Location.length_mm, BigInteger) * Location.width_mm * Location.height_mm
_PLACES: Select[*tuple[Any, ...]] = (
    select(
        Location.id,
        Location.code,
        Location.kind,
        Location.zone,
        Location.aisle,
        Location.bay,
        Location.level,
        Location.x_mm,
        Location.y_mm,
        _VOLUME,
    )
    .where(Location.warehouse_id == bindparam("warehouse_id"))
    .order_by(Location.sequence, Location.code)
)
_PICKS = (
    select(Pick.location_id, func.count(), func.sum(Pick.quantity - Pick.picked))
    .join(Cluster, Cluster.id == Pick.cluster_id)
    .where(Cluster.warehouse_id == bindparam("warehouse_id"), Pick.status == "open")
    .group_by(Pick.location_id)
)
_COUNTS = (
    select(CountTask.location_id, func.count())
    .where(CountTask.warehouse_id == bindparam("warehouse_id"), CountTask.status != "done")
    .group_by(CountTask.location_id)
)
_UNDER_WAY = (
    Replenishment.warehouse_id == bindparam("warehouse_id"),
    Replenishment.status.in_(("open", "claimed")),
)
_REFILLS = tuple(
    select(end, func.count()).where(*_UNDER_WAY).group_by(end)
    for end in (Replenishment.source_id, Replenishment.face_id)
)
_CODE = StationEvent.input["text"].as_string()
_LAST = (
    select(StationEvent.station_id, func.max(StationEvent.recorded_at).label("at"))
    .join(Terminal, Terminal.station_id == StationEvent.station_id)
    .join(Station, Station.id == StationEvent.station_id)
    .join(Location, (Location.code == _CODE) & (Location.warehouse_id == Station.warehouse_id))
    .where(
        Station.warehouse_id == bindparam("warehouse_id"),
        StationEvent.worker_id == Terminal.worker_id,
        StationEvent.outcome == "applied",
        StationEvent.recorded_at >= bindparam("since"),
    )
    .group_by(StationEvent.station_id)
    .subquery("last_place")
)
_PEOPLE = (
    select(Worker.name, Station.code, func.coalesce(func.max(_CODE), ""), _LAST.c.at)
    .select_from(Terminal)
    .join(Worker, Worker.id == Terminal.worker_id)
    .join(Station, Station.id == Terminal.station_id)
    .outerjoin(_LAST, _LAST.c.station_id == Station.id)
    .outerjoin(
        StationEvent,
        (StationEvent.station_id == Station.id)
        & (StationEvent.recorded_at == _LAST.c.at)
        & (StationEvent.outcome == "applied"),
    )
    .where(Station.warehouse_id == bindparam("warehouse_id"), Station.revoked_at.is_(None))
    .group_by(Worker.name, Station.code, _LAST.c.at)
    .order_by(Worker.name, Station.code)
)


def places(conn: Connection, warehouse_id: int) -> list[Place]:
    """Return all places of a warehouse in walking order."""
    rows = conn.execute(_PLACES, {"warehouse_id": warehouse_id})
    return [Place(*row) for row in rows]


def busy(conn: Connection, warehouse_id: int) -> Mapping[int, Busy]:
    """Return where work is now: open picks, counts, and goods to be taken or brought."""
    here = {"warehouse_id": warehouse_id}
    picks = {row[0]: (int(row[1]), int(row[2])) for row in conn.execute(_PICKS, here)}
    counts = {row[0]: int(row[1]) for row in conn.execute(_COUNTS, here)}
    refills: dict[int, int] = {}
    for asked in _REFILLS:
        for place, n in conn.execute(asked, here):
            refills[place] = refills.get(place, 0) + int(n)
    return {
        place: Busy(*picks.get(place, (0, 0)), counts.get(place, 0), refills.get(place, 0))
        for place in sorted({*picks, *counts, *refills})
    }


def people(conn: Connection, warehouse_id: int, *, at: datetime) -> list[Seen]:
    """Return who is signed in, each with the place they scanned last at that station."""
    given = {"warehouse_id": warehouse_id, "since": at - TRAIL}
    return [Seen(*row) for row in conn.execute(_PEOPLE, given)]
