"""The proof of a day of chaos is worth something: it finds what was lost, changed or made up."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from stations.journal import ARCHIVE, JOURNAL, Journal
from stations.records import event_answered
from tests import chaos
from tests.demo_day import Day
from tests.world import World
from wms.people.actor import Actor
from wms.people.models import Station
from wms.stock.ledger import Move, Place, post
from wms.terminal.models import StationEvent


@dataclass
class Played:
    """A station that said some things, and the journal that it has of them."""

    world: World
    day: Day
    events: list[dict[str, Any]] = field(default_factory=list)

    def writes(self, events: list[dict[str, Any]], *, answered: bool = True) -> None:
        """Write down events as the station does."""
        journal = Journal(self.day.run / "state" / "S1")
        for event in events:
            journal.append({"kind": "event", "event": event, "secret": False})
            if answered:
                journal.append(event_answered(event["id"], "applied", "", self.world.at))
        journal.close()

    def differences(self) -> list[str]:
        with self.world.db.read() as conn:
            return chaos.differences(self.day, conn)

    def doubles(self) -> list[str]:
        with self.world.db.read() as conn:
            return chaos.doubles(conn)


@pytest.fixture
def played(world: World, tmp_path: Path) -> Played:
    world.bins("A-01", "B-01").item("MUG").stock("MUG", 9, at="A-01").worker("eva")
    desk = world.station("S1")
    desk.scan(world.badges["eva"])
    for code in ("%WHAT", "A-01", "%BACK"):
        desk.scan(code)
    day = Day(tmp_path, tmp_path / "told.json", "", subprocess.Popen(["true"], text=True))
    day.demo.wait()
    e = StationEvent
    with world.db.read() as conn:
        said = select(e.id, e.after, e.screen_no, e.input, e.occurred_at).order_by(e.screen_no)
        rows = conn.execute(said).all()
    events = [row._asdict() | {"occurred_at": row.occurred_at.isoformat()} for row in rows]
    assert len(events) >= 4
    return Played(world, day, events)


def test_a_journal_that_agrees_shows_nothing(played: Played) -> None:
    played.writes(played.events)
    assert played.differences() == []
    Journal(played.day.run / "state" / "S1").close()  # a restart: all goes to the archive
    assert (played.day.run / "state" / "S1" / ARCHIVE).stat().st_size > 0
    assert played.differences() == []


def test_a_lost_scan_is_found(played: Played) -> None:
    lost = played.events[-1] | {"id": "lost"}
    played.writes([*played.events, lost])
    [found] = played.differences()
    assert found.startswith("S1: lost")


def test_one_that_waits_is_not_lost_and_two_are_too_many(played: Played) -> None:
    played.writes(played.events)
    played.writes([played.events[-1] | {"id": "late"}], answered=False)
    assert played.differences() == []
    played.writes([played.events[-1] | {"id": "later"}], answered=False)
    assert played.differences() == ["S1: 2 events wait at the end of the day"]


def test_what_was_recorded_otherwise_or_by_nobody_is_found(played: Played) -> None:
    changed = played.events[-1] | {"input": {"kind": "scan", "text": "X", "symbology": "]C0"}}
    played.writes([*played.events[1:-1], changed])
    found = played.differences()
    assert [words.split()[1] for words in found] in (["nobody", "{'id':"], ["{'id':", "nobody"])


def test_an_act_without_its_event_and_one_in_two_transactions_are_found(played: Played) -> None:
    world, event_id = played.world, played.events[-1]["id"]
    with world.db.write() as conn:
        station_id = conn.execute(select(Station.id)).scalar_one()
        goods = world.goods(conn, "MUG")
        move = Move("move", goods, 1, Place(world.ids["A-01"]), Place(world.ids["B-01"]))
        post(conn, world.warehouse_id, [move], actor=Actor(None, station_id, event_id), at=world.at)
    assert played.doubles() == []
    with world.db.write() as conn:
        for who, at in ((event_id, world.at + timedelta(seconds=1)), ("strange", world.at)):
            actor = Actor(None, station_id, who)
            post(conn, world.warehouse_id, [move], actor=actor, at=at)
    found = played.doubles()
    assert f"the event {event_id} acted 2 times" in found
    assert any(words.endswith("no event strange") for words in found)


def test_a_torn_line_of_a_journal_is_no_event(played: Played) -> None:
    played.writes(played.events)
    path = played.day.run / "state" / "S1" / JOURNAL
    path.write_bytes(path.read_bytes() + b'{"kind":"event","ev')
    assert played.differences() == []
