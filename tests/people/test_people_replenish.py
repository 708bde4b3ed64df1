"""Goods are brought to a face as the screens say, and a cart that waits for them is set apart."""

from collections.abc import Callable

import pytest
from people_stage import MUG, MUG_GTIN, Stage

from stations.people.actions import Press, Scan, Wait
from wms.terminal.wire import Screen, Tone

Make = Callable[..., Stage]
SOURCE, FACE = "A-02-1", "A-01-1"
LOOK = "Scan PICK to look again"


def trip(prompt: str, take: str = "5", **more: object) -> Screen:
    lines = (("Take", take), ("Item", "MUG"), ("", "White mug"), ("To bin", FACE))
    keys = ("SKIP", "SHORT", "QTY", "FULL", "BACK")
    return Screen("REPLENISH", prompt, lines, keys, **more)  # type: ignore[arg-type]


def bring(pieces: int) -> Screen:
    lines = (("On the cart", str(pieces)), ("Item", "MUG"), ("Go to bin", FACE))
    return Screen("REPLENISH", f"Scan bin {FACE}", lines, ("FULL", "BACK"))


@pytest.fixture
def s(stage: Make) -> Stage:
    made = stage()
    made.lies(MUG, 5, SOURCE)
    return made


def test_goods_go_from_the_bin_onto_the_trolley_and_to_the_face(s: Stage) -> None:
    assert s.does(trip(f"Scan bin {SOURCE}")).deed == Scan(SOURCE)
    assert s.does(trip("Scan MUG")).deed == Scan(MUG_GTIN, "]E0", counts=True)
    assert s.world.contents(s.me.hand) == {MUG: 1}
    assert s.does(trip("Scan MUG", "1/5")).deed == Scan("%QTY 5")
    assert s.world.contents(s.me.trolley) == {MUG: 5}
    assert s.world.step_to(SOURCE, "somebody else"), "the bin is free for others"
    assert s.does(bring(5)).deed == Scan(FACE)
    assert s.world.contents(FACE) == {MUG: 5}
    assert s.floor.notes.told()["replenished"] == 1


def test_the_last_piece_that_is_scanned_is_the_last_that_is_taken(s: Stage) -> None:
    s.does(trip(f"Scan bin {SOURCE}", "2"))
    s.does(trip("Scan MUG", "2"))
    assert s.world.contents(s.me.trolley) == {}
    s.does(trip("Scan MUG", "1/2"))
    assert s.world.contents(s.me.trolley) == {MUG: 2}


def test_a_trip_that_begins_anew_takes_no_piece_along_by_mistake(s: Stage) -> None:
    for _ in range(2):
        s.does(trip(f"Scan bin {SOURCE}", "2"))
        s.does(trip("Scan MUG", "2"))
    s.does(trip("Scan MUG", "1/2"))
    s.does(trip(f"Scan bin {SOURCE}", "2"))
    assert s.world.contents(s.me.trolley) == {}
    assert s.world.contents(SOURCE) == {MUG: 5}


def test_a_face_that_somebody_picks_from_is_waited_for(s: Stage) -> None:
    s.world.move_all(SOURCE, s.me.trolley)
    assert s.world.step_to(FACE, "a picker")
    assert s.does(bring(5)).deed == Wait(0.2)
    assert s.world.contents(FACE) == {}


def test_what_is_not_there_is_short_and_the_rest_is_brought(s: Stage) -> None:
    s.world.move(MUG, 3, SOURCE, "LOST")
    s.does(trip(f"Scan bin {SOURCE}"))
    s.does(trip("Scan MUG"))
    s.does(trip("Scan MUG", "1/5"))
    assert s.does(trip("Scan MUG", "2/5")).deed == Scan("%SHORT")
    only = trip("Only 2 pieces here? Scan SHORT again", "2/5")
    assert s.does(only).deed == Scan("%SHORT")
    s.does(bring(2))
    assert s.world.contents(FACE) == {MUG: 2}


def test_pieces_that_may_not_be_taken_are_left_to_others(s: Stage) -> None:
    s.does(trip(f"Scan bin {SOURCE}"))
    s.does(trip("Scan MUG"))
    no = trip("Scan MUG", "1/5", tone=Tone.REFUSED, message="Only 4 MUG may be taken. Put")
    assert s.does(no).deed == Press("SKIP")
    assert s.world.contents(SOURCE) == {MUG: 5}


def waits(*keys: str) -> Screen:
    lines = (("", "To be replenished:"), ("MUG", f"2 to {FACE}"))
    return Screen("PICK", LOOK, lines, ("PICK", *keys, "BACK"))


def put(tote: str) -> Screen:
    lines = (("Take", "0/1"), ("Item", "MUG"))
    return Screen("PICK", f"Put into {tote}. Scan it", lines, ("FULL", "BACK"))


def test_a_cart_that_waits_is_set_apart_until_its_goods_are_there(s: Stage) -> None:
    s.world.set_down("T-001", s.me.cart)
    assert s.does(waits("DONE")).deed == Scan("%DONE"), "what is complete is set down first"
    s.does(waits())
    assert s.me.look_at["PICK"] > s.me.now(), "few totes are left: another cart is begun later"
    assert s.world.standing_at(s.me.cart) == []
    s.world.set_down("T-002", s.me.cart)
    drop = (("Tote", "T-001"), ("Tote", "T-002"))
    s.does(put("T-001"))
    s.does(Screen("DROP", "Bring them to QC. Scan QC", drop, ("BACK",)))
    assert s.world.standing_at("QC") == ["T-002", "T-001"], "both, though one joined only later"


def test_only_the_totes_that_are_named_are_set_down(s: Stage) -> None:
    s.world.set_down("T-001", s.me.cart)
    s.does(waits())
    s.world.set_down("T-002", s.me.cart)
    s.does(Screen("DROP", "Bring them to QC. Scan QC", (("Tote", "T-001"),), ("BACK",)))
    assert s.world.standing_at("QC") == ["T-001"]
    assert s.world.standing_at(s.me.cart) == ["T-002"]
