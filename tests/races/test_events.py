"""The same scan twice, or at two places: one act, and everybody is told what became of theirs."""

from __future__ import annotations

from typing import Any

import pytest

from tests.orders import accepted, released
from tests.races.floor import Watched, together
from tests.world import Desk, World
from wms.db import Database
from wms.terminal.engine import STALE, WRONG_TURN
from wms.terminal.wire import Event, Scan

ROUNDS = 3


@pytest.fixture
def world(postgresql_db: Database) -> World:
    return World(postgresql_db).bins("A-01").item("MUG").stock("MUG", 100, at="A-01")


def _in_hand(world: World, one: Watched, n: int) -> None:
    """Let a picker hold two mugs for a tote that is yet to be scanned."""
    world.totes(f"T-{n}")
    accepted(world, f"S-{n}", [("MUG", 2)])
    released(world, 1)
    one.key("PICK")
    for code in (f"T-{n}", "A-01", "MUG"):
        one.scan(code)
    one.key("QTY")
    assert one.desk.screen.expects == f"T-{n}"


def _event(desk: Desk, text: str, event_id: str) -> Event:
    return Event(event_id, desk.answer.last_event, desk.screen.no, desk.world.at, Scan(text))


def _send(desk: Desk, event: Event) -> Any:
    return desk.engine.answer(desk.post, event, desk.world.at)


def test_the_same_event_sent_ten_times_at_once_acts_once_and_has_one_answer(world: World) -> None:
    one = Watched(world, "H1", "anna")
    for n in range(ROUNDS):
        _in_hand(world, one, n)
        event = _event(one.desk, f"T-{n}", f"event-{n}")
        answers = together(*(lambda e=event: _send(one.desk, e) for _ in range(10)))
        assert len({repr(answer) for answer in answers}) == 1
        assert answers[0].outcome == "applied"
        assert world.on_hand("MUG")[f"CART/T-{n}"] == 2
        one.desk.answer = answers[0]
        one.scan(one.desk.screen.expects)
    assert world.differences() == []


def test_two_devices_of_one_station_that_scan_at_once_act_once(world: World) -> None:
    """Each made an event of its own on the same screen: one is applied, the other is told that its
    screen had changed, and nothing is picked twice."""
    one = Watched(world, "H1", "anna")
    for n in range(ROUNDS):
        _in_hand(world, one, n)
        events = [_event(one.desk, f"T-{n}", f"event-{n}-{k}") for k in range(2)]
        answers = together(*(lambda e=event: _send(one.desk, e) for event in events))
        assert sorted(answer.outcome for answer in answers) == ["applied", "stale"]
        told = next(answer.screen.message for answer in answers if answer.outcome == "stale")
        assert told in (str(STALE), str(WRONG_TURN))
        assert world.on_hand("MUG")[f"CART/T-{n}"] == 2
        one.desk.answer = one.desk.engine.current(one.desk.post, world.at)
        one.scan(one.desk.screen.expects)
    assert world.differences() == []


def test_an_event_id_that_two_stations_use_is_two_events(world: World) -> None:
    """The same id at another station is another event: both act, each on its own screen."""
    crew = [Watched(world, f"H{n}", f"w{n}") for n in range(2)]
    for n, one in enumerate(crew):
        _in_hand(world, one, n)
    sent = [(one.desk, _event(one.desk, f"T-{n}", "same-id")) for n, one in enumerate(crew)]
    answers = together(*(lambda d=desk, e=event: _send(d, e) for desk, event in sent))
    assert [answer.outcome for answer in answers] == ["applied", "applied"]
    found = world.on_hand("MUG")
    assert (found["CART/T-0"], found["CART/T-1"]) == (2, 2)
    assert world.differences() == []


def test_a_cart_confirmed_and_taken_over_at_once_has_one_owner(world: World) -> None:
    """Anna confirms while Ben takes her cart over: she confirmed before, or is told that her screen
    had changed; either way each piece is picked once, and Ben finishes the walk."""
    anna, ben = Watched(world, "H1", "anna"), Watched(world, "H2", "ben")
    for n in range(ROUNDS):
        _in_hand(world, anna, n)
        ben.key("PICK")
        ben.scan(f"T-{n}")
        told, _ = together(lambda n=n: anna.scan(f"T-{n}"), lambda n=n: ben.scan(f"T-{n}"))
        assert told in (f"2 x MUG in T-{n}", str(STALE), "Ben took your cart over"), told
        assert ben.title in ("PICK", "DROP")
        anna.desk.answer = anna.desk.engine.current(anna.desk.post, world.at)
        ben.walk()
        assert world.on_hand("MUG")["A-01"] == 100 - 2 * (n + 1)
        for one in (anna, ben):
            one.desk.answer = one.desk.engine.current(one.desk.post, world.at)
            while one.title != "MENU":
                one.key("BACK")
    assert world.differences() == []
