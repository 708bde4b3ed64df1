"""How the day stands at one moment, asked once for all who watch."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from wms.orders import queries as orders
from wms.picking import progress, standing
from wms.picking.progress import Progress
from wms.terminal import presence
from wms.terminal.presence import Present
from wms.web.office.preview import cut_offs_of
from wms.web.site import Site

FRESH = timedelta(seconds=2)
"""A snapshot younger than this is shown again, so that watchers cost the database nothing each."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the overview shows; `picked` lines and `shipped` orders are of the last half hour."""

    at: datetime
    zone: ZoneInfo
    orders: Mapping[str, int]
    waves: list[Progress]
    clusters: list[Progress]
    zones: list[Progress]
    carriers: list[Progress]
    stations: list[Present]
    lines_per_hour: int | None
    orders_per_hour: int | None

    def plain(self) -> dict[str, Any]:
        """Return it as pages take it up: numbers and meters by the names of what shows them."""
        meters = {"wave": self.waves, "cluster": self.clusters}
        meters |= {"zone": self.zones, "carrier": self.carriers}
        return {
            "at": self.at.isoformat(timespec="seconds"),
            "numbers": {f"orders:{status}": n for status, n in self.orders.items()}
            | {"pace:lines": self.lines_per_hour, "pace:orders": self.orders_per_hour},
            "meters": {
                f"{kind}:{p.name}": self._meter(p) for kind, all_ in meters.items() for p in all_
            },
        }

    def _meter(self, found: Progress) -> dict[str, Any]:
        end = found.finish_at
        clock = end.astimezone(self.zone).strftime("%H:%M") if end is not None else ""
        return {"done": found.done, "total": found.total, "end": clock, "late": found.is_late}


class Snapshots:
    """The newest snapshot of each warehouse, made by whoever first finds it too old."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[int, Snapshot] = {}

    def latest(self, site: Site, warehouse_id: int) -> Snapshot:
        """Return a snapshot that is fresh enough."""
        with self._lock:
            kept, at = self._kept.get(warehouse_id), site.clock()
            if kept is not None and abs(at - kept.at) < FRESH:
                return kept
            with site.db.read() as conn:
                found = taken(conn, warehouse_id, site.config, at=at)
            self._kept[warehouse_id] = found
            return found


def taken(
    conn: Connection, warehouse_id: int, config: Mapping[str, Any], *, at: datetime
) -> Snapshot:
    """Return how the day stands now."""
    zone = standing.zone_of(conn, warehouse_id)
    began = at.astimezone(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    cut_offs = cut_offs_of(config, zone, at)
    picks = progress.pick_pace(conn, warehouse_id, at=at)
    ships = progress.ship_pace(conn, warehouse_id, at=at)
    return Snapshot(
        at,
        ZoneInfo(zone),
        orders.by_status(conn),
        progress.waves(conn, warehouse_id, picks, at=at),
        progress.clusters(conn, warehouse_id),
        progress.zones(conn, warehouse_id, picks, at=at),
        progress.carriers(conn, warehouse_id, cut_offs, ships, since=began, at=at),
        presence.stations(conn, warehouse_id),
        _per_hour(picks.done, picks.within),
        _per_hour(ships.done, ships.within),
    )


def _per_hour(done: int, within: timedelta) -> int | None:
    seconds = within.total_seconds()
    return round(done * 3600 / seconds) if done and seconds >= 60 else None
