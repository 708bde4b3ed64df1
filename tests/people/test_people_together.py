"""Many people on one floor: nobody waits for ever, nobody takes what somebody else has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from people_stage import MUG, Stage, seen

from stations.people import flows
from stations.people.actions import Wait
from stations.people.worker import PACK, Worker
from wms.terminal.wire import Screen, Tone

REFUSED = Screen("PACK", "Scan a tote", message="O-1 is packed elsewhere", tone=Tone.REFUSED)
CARTON = Screen(
    "CARTON",
    "Take carton C1. Scan it",
    lines=(("Order", "O-1"), ("Fit in it", "5"), ("Also", "T-002")),
)
INTO = Screen("INTO CARTON", "Scan MUG", lines=(("MUG", "2"),))


@pytest.fixture
def s(stage: Callable[..., Stage]) -> Stage:
    return stage()


def other(s: Stage) -> Worker:
    """Return a second person on the same floor."""
    return Worker(replace(s.me.post, code="S-2"), s.floor, s.me.now)


def test_who_waits_for_a_bin_stands_in_nobodys_way(s: Stage) -> None:
    world = s.world
    assert world.step_to("A-01-1", "S-1")
    assert world.step_to("A-02-1", "S-2")
    assert not world.step_to("A-02-1", "S-1")
    assert world.step_to("A-01-1", "S-2"), "S-1 waits, and has left"
    assert world.step_to("A-02-1", "S-1")


def test_two_pickers_at_one_bin_take_turns(s: Stage) -> None:
    s.lies(MUG, 2, "A-01-1")
    screen = seen(Screen("PICK", "Scan bin A-01-1"))
    first = flows.decide(screen, s.me)
    assert first is not None
    assert not isinstance(first.deed, Wait)
    second = other(s)
    waiting = flows.decide(screen, second)
    assert waiting is not None
    assert isinstance(waiting.deed, Wait)
    s.world.step_back(s.me.name)
    assert flows.decide(screen, second) == first


def test_a_tote_that_another_packer_fetched_is_not_put_back(s: Stage) -> None:
    s.lies(MUG, 2, "T-001")
    s.lies(MUG, 1, "T-002")
    for tote in ("T-001", "T-002"):
        s.world.set_down(tote, PACK)
    second = other(s)
    s.me.tote = s.world.grab(PACK, s.me.cart) or ""
    second.tote = s.world.grab(PACK, second.cart) or ""
    s.does(CARTON)
    flows.decide(seen(REFUSED), second)
    assert second.tote == ""
    assert set(s.world.standing_at(s.me.cart)) == {"T-001", "T-002"}


def test_a_packer_brings_a_named_tote_that_was_put_elsewhere_meanwhile(s: Stage) -> None:
    s.lies(MUG, 2, "T-002")
    s.does(CARTON)
    s.world.set_down("T-002", PACK)
    assert isinstance(s.does(INTO).deed, Wait)
    assert not isinstance(s.does(INTO).deed, Wait)


def test_a_refused_tote_is_left_alone_for_a_while_and_an_empty_one_goes_away(s: Stage) -> None:
    s.lies(MUG, 1, "T-001")
    for tote in ("T-001", "T-002"):
        s.world.set_down(tote, PACK)
        s.me.tote = s.world.grab(PACK, s.me.cart, among=frozenset({tote})) or ""
        s.sees(REFUSED)
    assert s.world.stands("T-001") == PACK
    assert s.me.free_at(PACK) == frozenset()
    assert s.world.stands("T-002") == "EMPTIES"
