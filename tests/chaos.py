"""Killing the processes of a day one after the other, and the proof that nothing was lost or done
twice: the stations' journals and the ledger against what the server recorded."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import SQLAlchemyError

from stations.journal import ARCHIVE, JOURNAL, read_records
from stations.people.foreman import is_held
from tests.demo_day import Day, kill
from wms.clock import utc_now
from wms.db import Database
from wms.people.models import Station
from wms.stock.models import StockMove
from wms.terminal.models import StationEvent
from wms.terminal.rows import HIDDEN

SECONDS_BETWEEN = 1.0
SERVER_EVERY = 5
HEALTHY_SECONDS = 30.0
LOOK_SECONDS = 0.05
LATELY = timedelta(seconds=2)


class NotWellError(AssertionError):
    """A process that was killed did not come back."""


@dataclass(slots=True)
class Reaper:
    """Kills one process of a day a second, each after the last is well again; every fifth is the
    server, the others are the worker and the stations, those at work before those that wait."""

    day: Day
    seed: int = 7
    killed: Counter[str] = field(default_factory=Counter)

    def victims(self) -> Iterator[str]:
        """Kill until the day is over; yield the name of each victim once it is back."""
        chance, db = random.Random(self.seed), Database(self.day.url)
        while not self.day.is_over:
            begun = time.monotonic()
            pids, stations = self.day.pids(), self.day.stations()
            if not stations or not stations <= pids.keys():
                time.sleep(LOOK_SECONDS)
                continue
            name = self._choose(db, chance, sorted(pids))
            came_up = self._came_up()
            kill(pids[name])
            self.killed[name] += 1
            self._until_well(name, pids[name], came_up)
            yield name
            time.sleep(max(0.0, begun + SECONDS_BETWEEN - time.monotonic()))
        db.close()

    def _choose(self, db: Database, chance: random.Random, names: list[str]) -> str:
        """The server in its turn, else somebody at work whom death has met least often."""
        if self.killed.total() % SERVER_EVERY == SERVER_EVERY - 1:
            return "server"
        others = [name for name in names if name != "server"]
        at_work = [name for name in others if name in _at_work(db) | {"worker"}]
        candidates = at_work or others
        least = min(self.killed[name] for name in candidates)
        return chance.choice([name for name in candidates if self.killed[name] == least])

    def _until_well(self, name: str, pid: int, came_up: int) -> None:
        deadline = time.monotonic() + HEALTHY_SECONDS
        while not self.day.is_over:
            new = self.day.pids().get(name, pid)
            if new != pid and self._is_well(name, came_up) and self.day.is_healthy():
                return
            if time.monotonic() > deadline:
                raise NotWellError(f"the {name} did not come back within {HEALTHY_SECONDS} s")
            time.sleep(LOOK_SECONDS)

    def _is_well(self, name: str, came_up: int) -> bool:
        if name == "worker":
            return self._came_up() > came_up
        kind, _, code = name.partition(" ")
        return kind != "station" or is_held(self.day.run / "state" / code / "lock")

    def _came_up(self) -> int:
        """Return how often a worker has said that it begins."""
        log = self.day.run / "logs" / "worker.log"
        return log.read_text("utf-8").count("Doing jobs") if log.exists() else 0


def _at_work(db: Database) -> set[str]:
    """Return the stations at which something was done a moment ago."""
    asked = (
        select(Station.code)
        .join(StationEvent, StationEvent.station_id == Station.id)
        .where(StationEvent.recorded_at > utc_now() - LATELY)
        .distinct()
    )
    try:
        with db.read() as conn:
            return {f"station {code}" for code in conn.execute(asked).scalars()}
    except SQLAlchemyError:
        return set()


@dataclass(slots=True)
class Journaled:
    """What the journals of one station say: its events by id, and those that had an answer."""

    events: dict[str, dict[str, Any]] = field(default_factory=dict)
    answered: dict[str, str] = field(default_factory=dict)


def journaled(folder: Path) -> Journaled:
    """Read a station's journal and its archive.

    The archive may hold a record twice; two different records of one id are an error.
    """
    found = Journaled()
    for name in (ARCHIVE, JOURNAL):
        path = folder / name
        for record in read_records(path.read_bytes()) if path.exists() else ():
            if record.get("kind") == "event":
                event = record["event"]
                known = found.events.setdefault(event["id"], event)
                assert _is_same(known, event), f"two events of one id: {known}, {event}"
            elif record.get("kind") == "answered":
                found.answered[record["id"]] = record["outcome"]
    return found


def differences(day: Day, conn: Connection) -> list[str]:
    """Return where the stations' journals and the server's record of events differ.

    Every event that a station was told about is recorded once, as it was made. One that still
    waits in a journal may be recorded or not. Nothing is recorded that no station has made.
    """
    found = []
    for code, station_id in conn.execute(select(Station.code, Station.id)).all():
        made, rows = journaled(day.run / "state" / code), _recorded(conn, station_id)
        for event_id, event in made.events.items():
            if event_id not in rows and event_id in made.answered:
                found.append(f"{code}: lost {event} ({made.answered[event_id]})")
            if event_id in rows and not _is_same(rows[event_id], event):
                found.append(f"{code}: {event} was recorded as {rows[event_id]}")
        waiting = made.events.keys() - made.answered.keys()
        if len(waiting) > 1:
            found.append(f"{code}: {len(waiting)} events wait at the end of the day")
        found += [f"{code}: nobody made {rows[name]}" for name in rows.keys() - made.events.keys()]
    return found


def _recorded(conn: Connection, station_id: int) -> dict[str, dict[str, Any]]:
    """Return the recorded events of a station by id, in the form of its journal."""
    e = StationEvent
    asked = select(e.id, e.after, e.screen_no, e.input, e.occurred_at)
    rows = conn.execute(asked.where(e.station_id == station_id))
    return {r.id: r._asdict() | {"occurred_at": r.occurred_at.isoformat()} for r in rows}


def _is_same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Tell whether two records are of the same event; what is secret is hidden in some places."""
    names = ("id", "after", "screen_no", "occurred_at")
    if any(one[name] != other[name] for name in names):
        return False
    inputs = one["input"], other["input"]
    if inputs[0] == inputs[1]:
        return True
    hidden = any("(secret)" in str(i.get("text")) or HIDDEN in str(i.get("text")) for i in inputs)
    return hidden and inputs[0]["kind"] == inputs[1]["kind"]


def doubles(conn: Connection) -> list[str]:
    """Return the moves that no single accepted event has made, and the events that made theirs
    in more than one transaction."""
    m, e = StockMove, StationEvent
    moments = func.count(func.distinct(m.recorded_at))
    asked = select(m.event_id, moments.label("n")).where(m.event_id.is_not(None))
    twice = conn.execute(asked.group_by(m.station_id, m.event_id).having(moments > 1))
    found = [f"the event {row.event_id} acted {row.n} times" for row in twice]
    its_own = (e.id == m.event_id) & (e.station_id == m.station_id) & (e.outcome == "applied")
    strange = (
        select(m.id, m.event_id)
        .outerjoin(e, its_own & (e.recorded_at == m.recorded_at))
        .where(m.event_id.is_not(None), e.id.is_(None))
    )
    return found + [f"move {row.id}: no event {row.event_id}" for row in conn.execute(strange)]


def twice_out(conn: Connection) -> list[str]:
    """Return the parcels whose goods left the building more than once."""
    m = StockMove
    key = (m.kind, m.source_lpn_id, m.item_id, m.lot_id, m.target_location_id)
    asked = select(m.source_lpn_id, func.count()).where(m.kind == "ship").group_by(*key)
    return [f"LPN {lpn} left {n} times" for lpn, n in conn.execute(asked.having(func.count() > 1))]
