"""However often, late or out of order events arrive: each acts once or not at all."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.usecases.test_engine import Counter
from tests.world import World
from wms.terminal.wire import Event, Scan

QUICK = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def counter(world: World) -> Counter:
    return Counter(world)


@QUICK
@given(
    scans=st.lists(st.sampled_from(["MUG", "NONE"]), min_size=1, max_size=6),
    arrivals=st.lists(st.integers(0, 5), max_size=14),
)
def test_an_event_acts_once_or_never_in_any_order_of_arrival(
    counter: Counter, scans: list[str], arrivals: list[int]
) -> None:
    before = counter.received
    shown = counter.engine.current(counter.post, counter.world.at)
    after, events = shown.last_event, []
    for text in scans:
        events.append(
            Event(str(uuid.uuid4()), after, shown.screen.no, counter.world.at, Scan(text))
        )
        after = events[-1].id
    first: dict[str, str] = {}
    for place in [*arrivals, *range(len(events))]:
        if place < len(events):
            answer = counter.send(events[place])
            assert first.setdefault(events[place].id, answer.outcome) == answer.outcome
    applied = sum(outcome == "applied" for outcome in first.values())
    assert counter.received - before == applied
    assert len(first) == len(events)
    assert counter.world.differences() == []
