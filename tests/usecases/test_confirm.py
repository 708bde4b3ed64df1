"""What is asked twice must be answered twice: a second press of the same key, made before the
question was seen, answers nothing."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from tests.usecases import inbound
from tests.world import World
from wms.db import Database
from wms.terminal.models import StationEvent, Terminal
from wms.terminal.wire import Event, Key, Scan, Typed


def test_a_second_key_pressed_before_the_question_was_seen_confirms_nothing(world: World) -> None:
    world.item("MUG")
    inbound.asn(world, "A-1")
    desk = world.station("R1", "bench", worker="anna")
    desk.key("RECEIVE")
    desk.scan("A-1")
    seen = desk.answer
    first = Event(str(uuid.uuid4()), seen.last_event, seen.screen.no, world.at, Key("DONE"))
    again = Event(str(uuid.uuid4()), first.id, seen.screen.no, world.at, Key("DONE"))
    assert desk.engine.answer(desk.post, first, world.at).outcome == "applied"
    answer = desk.engine.answer(desk.post, again, world.at)
    assert answer.outcome == "stale"
    assert answer.screen.prompt == "Scan DONE again to close"


def test_one_badge_at_two_stations_at_once_signs_in_at_one(postgresql_db: Database) -> None:
    world = World(postgresql_db).worker("anna")
    for n in range(6):
        desks = [world.station(f"H{n}-{side}") for side in "ab"]
        with ThreadPoolExecutor(2) as hands:
            list(hands.map(lambda desk: desk.scan(world.badges["anna"]), desks))
        asked = select(func.count()).where(Terminal.worker_id == world.ids["anna"])
        with world.db.read() as conn:
            assert conn.execute(asked).scalar_one() == 1


@pytest.mark.parametrize("given", [Typed("4711"), Scan("%B:SECRET"), Typed("%B:SECRET")])
def test_a_secret_that_comes_late_is_not_kept(world: World, given: Typed | Scan) -> None:
    desk = world.station("H1", worker="anna")
    desk.say(given)
    with world.db.read() as conn:
        kept = str(conn.execute(select(StationEvent.input)).all())
    assert "4711" not in kept
    assert "SECRET" not in kept
