"""Events are answered exactly once, in order, and refusals leave no trace."""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy import select

from tests.tally import Tally
from tests.world import World
from wms.people import enroll
from wms.terminal.engine import Engine
from wms.terminal.machine import Post
from wms.terminal.models import StationEvent
from wms.terminal.wire import Answer, Event, Input, Key, Scan, Tone, Typed


class Counter:
    """A station on the tally dialogue that can say anything, also out of turn."""

    def __init__(self, world: World) -> None:
        self.world = world.item("MUG")
        number, _ = world.do(
            lambda c: enroll.station(c, code="T1", kind="bench", warehouse_id=world.warehouse_id)
        )
        self.post = Post(number, "T1", "bench", world.warehouse_id)
        self.engine = Engine(world.db, Tally(), world.config)
        self.now = self.engine.current(self.post, world.at)

    def event(self, given: Input, *, after: str | None = None, no: int | None = None) -> Event:
        return Event(
            str(uuid.uuid4()),
            self.now.last_event if after is None else after,
            self.now.screen.no if no is None else no,
            self.world.at,
            given,
        )

    def send(self, event: Event) -> Answer:
        self.now = self.engine.answer(self.post, event, self.world.at)
        return self.now

    @property
    def received(self) -> int:
        return sum(self.world.on_hand("MUG").values())


@pytest.fixture
def counter(world: World) -> Counter:
    return Counter(world)


def test_a_repeated_event_gets_the_same_answer_and_acts_once(counter: Counter) -> None:
    event = counter.event(Scan("MUG"))
    first = counter.send(event)
    assert counter.send(event) == first
    assert counter.received == 1


def test_an_old_event_repeated_later_changes_nothing(counter: Counter) -> None:
    old = counter.event(Scan("MUG"))
    answer = counter.send(old)
    later = counter.send(counter.event(Scan("MUG")))
    assert counter.send(old) == answer
    assert counter.engine.current(counter.post, counter.world.at) == later
    assert counter.received == 2


def test_scans_made_ahead_of_the_answer_apply_in_their_order(counter: Counter) -> None:
    first = counter.event(Scan("MUG"))
    second = counter.event(Scan("MUG"), after=first.id)
    third = counter.event(Scan("MUG"), after=second.id)
    for event in (first, second, third):
        assert counter.send(event).outcome == "applied"
    assert counter.received == 3


def test_a_scan_made_ahead_of_a_refusal_is_refused_aloud(counter: Counter) -> None:
    wrong = counter.event(Scan("CAP"))
    ahead = counter.event(Scan("MUG"), after=wrong.id)
    assert counter.send(wrong).outcome == "refused"
    answer = counter.send(ahead)
    assert (answer.outcome, answer.screen.tone) == ("stale", Tone.REFUSED)
    assert counter.received == 0
    assert counter.send(counter.event(Scan("MUG"))).outcome == "applied"


def test_an_event_out_of_turn_is_recorded_and_changes_nothing(counter: Counter) -> None:
    first = counter.event(Scan("MUG"))
    second = counter.event(Scan("MUG"), after=first.id)
    early = counter.send(second)
    assert early.outcome == "stale"
    assert counter.received == 0
    assert counter.send(second) == early


def test_an_answer_to_a_screen_never_shown_is_stale(counter: Counter) -> None:
    assert counter.send(counter.event(Scan("MUG"), no=99)).outcome == "stale"
    assert counter.received == 0


def test_a_refusal_after_writing_leaves_nothing_behind(counter: Counter) -> None:
    answer = counter.send(counter.event(Key("LATE")))
    assert answer.outcome == "refused"
    assert answer.screen.message == "Too late. Scan again"
    assert counter.received == 0
    assert counter.world.differences() == []


def test_a_bug_is_shown_as_a_fault_and_leaves_nothing_behind(counter: Counter) -> None:
    answer = counter.send(counter.event(Key("BOOM")))
    assert answer.outcome == "refused"
    assert "ZeroDivisionError" not in answer.screen.message
    assert counter.received == 0
    assert counter.send(counter.event(Scan("MUG"))).outcome == "applied"


def test_what_a_state_does_not_take_is_refused_with_the_prompt(counter: Counter) -> None:
    answer = counter.send(counter.event(Typed("7")))
    assert answer.screen.message == "This screen does not take typed text. Scan an item"


def test_every_event_is_recorded_with_its_outcome_and_code(counter: Counter) -> None:
    counter.send(counter.event(Scan("MUG")))
    counter.send(counter.event(Scan("CAP")))
    counter.send(counter.event(Scan("MUG"), no=99))
    with counter.world.db.read() as conn:
        asked = select(StationEvent.outcome, StationEvent.code)
        found = sorted(tuple(row) for row in conn.execute(asked))
    assert found == [("applied", ""), ("refused", "tally.unknown"), ("stale", "terminal.stale")]


def test_an_event_of_another_station_is_not_answered_with_its_screen(
    counter: Counter, world: World
) -> None:
    event = counter.event(Scan("MUG"))
    counter.send(event)
    other = world.station("H9")
    other.answer = other.engine.answer(other.post, event, world.at)
    assert (other.screen.title, other.answer.outcome) == ("SIGN IN", "refused")
