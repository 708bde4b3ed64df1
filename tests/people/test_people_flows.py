"""Shown a screen as the dialogues draw it, a worker does what it says, with what is in hand."""

from collections.abc import Callable

import pytest
from people_stage import MUG, MUG_GTIN, NEW, OLD, OTHER_SSCC, SSCC, Stage

from stations.people.actions import PutOnScale, Scan, Type, Wait
from stations.people.worker import LOOK_SECONDS
from wms.terminal.wire import Screen, Tone

Make = Callable[..., Stage]


def pick(prompt: str, take: str = "2", **more: object) -> Screen:
    lines = (("Take", take), ("Item", "MUG"), ("", "White mug"))
    keys = ("SHORT", "SKIP", "QTY", "BACK")
    return Screen("PICK", prompt, lines, keys, progress=(0, 3), **more)  # type: ignore[arg-type]


def test_the_badge_is_shown_when_nobody_is_signed_in(stage: Make) -> None:
    assert stage().does(Screen("SIGN IN", "Scan your badge")).deed == Scan("B-ANNA")


def test_a_batch_is_unloaded_counted_labelled_and_set_down(stage: Make) -> None:
    s = stage(phase="inbound")
    assert s.does(Screen("RECEIVE", "Scan the ASN")).deed == Scan("ASN-1")
    items = Screen("RECEIVE", "Scan an item", (("ASN", "ASN-1"),), ("DONE", "BACK"))
    assert s.does(items).deed == Scan(MUG_GTIN, "]E0", counts=True)
    assert s.world.count(s.me.hand, MUG) == 5
    counting = Screen(
        "RECEIVE",
        "Scan more MUG, an LPN or DONE",
        (("Item", "MUG"), ("Expected", "5"), ("Counted", "1")),
        ("QTY", "DONE", "BACK"),
    )
    assert s.does(counting).deed == Scan("%QTY 5")
    label = Screen("RECEIVE", f"Scan label {SSCC}", (("Item", "MUG"),), ("REPRINT", "BACK"))
    assert s.does(label).deed == Wait(LOOK_SECONDS)
    s.label_comes(OTHER_SSCC)
    s.label_comes(SSCC)
    assert s.does(label).deed == Scan(f"00{SSCC}", "]C1")
    assert s.world.contents(SSCC) == {MUG: 5}
    assert s.world.standing_at("DOCK") == [SSCC]


def test_a_label_that_does_not_come_is_printed_again(stage: Make) -> None:
    s = stage(phase="inbound")
    s.me.waited_seconds = 6.5
    label = Screen("RECEIVE", f"Scan label {SSCC}", keys=("REPRINT", "BACK"))
    assert s.does(label).deed == Scan("%REPRINT")
    assert s.does(label).deed == Wait(LOOK_SECONDS), "the copy has to come out first"


def test_pieces_go_into_the_bin_that_is_named_and_some_get_lost(stage: Make) -> None:
    s = stage(phase="inbound", lost=[{"sku": "MUG", "quantity": 2}])
    s.lies(MUG, 5, SSCC)
    s.world.set_down(SSCC, "DOCK")
    s.floor.lpn_labels[SSCC] = Scan(f"00{SSCC}", "]C1")
    assert s.does(Screen("PUTAWAY", "Scan an LPN", keys=("BACK",))).deed == s.floor.lpn_labels[SSCC]
    go = Screen("PUTAWAY", "Scan bin A-01-1", (("Go to bin", "A-01-1"),), ("BACK",))
    assert s.does(go).deed == Scan("A-01-1")
    assert s.world.contents("A-01-1") == {MUG: 3}
    assert s.world.contents("LOST") == {MUG: 2}


def test_nothing_moves_before_the_screen_has_taken_it(stage: Make) -> None:
    s = stage()
    s.lies(MUG, 2, s.me.hand)
    action = s.sees(pick("Put into T-001. Scan it", "2/2"))
    assert action is not None
    assert s.world.contents("T-001") == {}
    action.effect()
    assert s.world.contents("T-001") == {MUG: 2}


def test_a_piece_is_taken_for_each_scan_and_no_more(stage: Make) -> None:
    s = stage()
    s.lies(MUG, 5, "A-01-1")
    s.does(pick("Scan bin A-01-1"))
    for _ in range(2):  # the first scan was not heard, so it is made again with the same piece
        assert s.does(pick("Scan MUG")).deed == Scan(MUG_GTIN, "]E0", counts=True)
        assert s.world.count(s.me.hand) == 1
    s.does(pick("Scan MUG", "1/2"))
    assert s.world.count(s.me.hand) == 2


def test_many_pieces_are_keyed_in_after_the_first(stage: Make) -> None:
    s = stage()
    s.lies(MUG, 5, "A-01-1")
    s.does(pick("Scan bin A-01-1", "5"))
    assert s.does(pick("Scan MUG", "1/5")).deed == Scan("%QTY 5")
    assert s.world.count(s.me.hand) == 5


def test_what_is_not_there_is_short(stage: Make) -> None:
    s = stage()
    s.lies(MUG, 1, "A-01-1")
    s.does(pick("Scan bin A-01-1"))
    s.does(pick("Scan MUG"))
    assert s.does(pick("Scan MUG", "1/2")).deed == Scan("%SHORT")
    only = pick("Only 1 piece here? Scan SHORT again", "1/2")
    assert s.does(only).deed == Scan("%SHORT")
    s.does(pick("Put into T-001. Scan it", "1/2"))
    assert s.world.contents("T-001") == {MUG: 1}


def test_pieces_that_are_not_wanted_go_back_where_they_came_from(stage: Make) -> None:
    s = stage()
    s.lies(MUG, 5, "A-01-1")
    s.does(pick("Scan bin A-01-1"))
    s.does(pick("Scan MUG"))
    s.does(pick("Scan bin A-02-1"))
    assert s.world.contents("A-01-1") == {MUG: 5}


@pytest.mark.parametrize(
    ("mistake", "prompt", "right"),
    [
        ("unknown", "Scan bin A-01-1", "A-01-1"),
        ("bin", "Scan bin A-01-1", "A-01-1"),
        ("item", "Scan MUG", MUG_GTIN),
        ("tote", "Put into T-001. Scan it", "T-001"),
    ],
)
def test_a_mistake_is_made_once_and_then_the_right_thing(
    stage: Make, mistake: str, prompt: str, right: str
) -> None:
    s = stage(wrong={mistake: 1})
    s.lies(MUG, 3, "A-01-1")
    s.lies(OLD, 2, "A-02-1")
    s.me.spot = "A-01-1"
    first, second = s.sees(pick(prompt)), s.sees(pick(prompt, tone=Tone.REFUSED))
    assert first is not None
    assert second is not None
    assert first.wrong == mistake
    assert isinstance(first.deed, Scan)
    assert isinstance(second.deed, Scan)
    assert first.deed.text != right
    assert (second.wrong, second.deed.text) == ("", right)


def test_totes_are_set_down_where_the_screen_says(stage: Make) -> None:
    s = stage()
    for tote in ("T-001", "T-002"):
        s.world.set_down(tote, s.me.cart)
    s.does(Screen("DROP", "Bring them to QC. Scan QC", (("Tote", "T-002"),), ("BACK",)))
    assert s.world.standing_at("QC") == ["T-002"]
    assert s.world.standing_at(s.me.cart) == ["T-001"]


def test_a_count_tells_what_lies_there_lot_by_lot(stage: Make) -> None:
    s = stage()
    s.lies(OLD, 2, "A-01-1")
    s.lies(NEW, 4, "A-01-1")
    s.does(Screen("COUNT", "Scan bin A-01-1", (("Go to bin", "A-01-1"),), ("SKIP", "BACK")))

    def shown(*lines: tuple[str, str]) -> Screen:
        bin_line = ("Bin", "A-01-1")
        return Screen("COUNT", "Scan each piece, or DONE", (bin_line, *lines), ("DONE", "BACK"))

    old, new = (s.me.piece(kind) for kind in (OLD, NEW))
    assert s.does(shown()).deed == old
    assert s.does(shown(("PILLS L1", "1"))).deed == old
    assert s.does(shown(("PILLS L1", "2"))).deed == new
    assert s.does(shown(("PILLS L1", "2"), ("PILLS L2", "1"))).deed == Type("4")
    assert s.does(shown(("PILLS L1", "2"), ("PILLS L2", "4"))).deed == Scan("%DONE")
    lines = (("Bin", "A-01-1"), ("Counted", "6"))
    end = Screen("COUNT", "Nothing else here? DONE again", lines, ("DONE", "BACK"))
    assert s.does(end).deed == Scan("%DONE")


def test_nobody_counts_where_a_picker_has_a_hand_in(stage: Make) -> None:
    s = stage()
    assert s.world.step_to("A-01-1", "somebody else")
    assert s.does(Screen("COUNT", "Scan bin A-01-1", keys=("SKIP",))).deed == Wait(0.2)


def test_a_piece_that_fails_goes_on_hold(stage: Make) -> None:
    s = stage(qc_fail=1)
    s.lies(MUG, 2, "T-001")
    s.world.set_down("T-001", "QC")
    assert s.does(Screen("QC", "Scan a tote to check", keys=("BACK",))).deed == Scan("T-001")
    look = Screen(
        "QC", "Scan each piece", (("Order", "O-1"), ("MUG", "2")), ("FAIL", "MISSING", "BACK")
    )
    assert s.does(look).deed == Scan("%FAIL")
    assert s.does(Screen("QC FAIL", "Scan the piece that fails")).deed == s.me.piece(MUG)
    assert s.does(Screen("QC FAIL", "What is wrong?", keys=("DAMAGED",))).deed == Scan("%DAMAGED")
    assert s.does(Screen("QC FAIL", "Put it on HOLD. Scan HOLD")).deed == Scan("HOLD")
    assert s.world.contents("HOLD") == {MUG: 1}
    assert s.does(look).deed == s.me.piece(MUG)
    away = Screen("QC", "Take it to PACK. Scan PACK", (("Order", "O-1"), ("Tote", "T-001")))
    assert s.does(away).deed == Scan("PACK")
    assert s.world.standing_at("PACK") == ["T-001"]


def test_a_parcel_is_packed_weighed_labelled_and_brought_away(stage: Make) -> None:
    s = stage(wrong={"carton": 1})
    s.lies(MUG, 2, "T-001")
    s.world.set_down("T-001", "PACK")
    assert s.does(Screen("PACK", "Scan a tote", keys=("BACK",))).deed == Scan("T-001")
    carton = Screen("CARTON", "Take carton C1. Scan it", (("Order", "O-1"), ("Pieces", "2")))
    assert s.does(carton).wrong == "carton"
    assert s.does(carton).deed == Scan("C1")
    into = Screen("INTO CARTON", "Scan MUG", (("MUG", "2"),), ("QTY", "BACK"), progress=(0, 2))
    assert s.does(into).deed == Type("2")
    twice = Screen("INTO CARTON", "Scan MUG, it counts 2", (("MUG", "2"),), ("QTY", "BACK"))
    assert s.sees(twice).deed == s.me.piece(MUG)  # type: ignore[union-attr]
    assert s.does(twice).deed == s.me.piece(MUG)
    weigh = Screen("WEIGH", "Put the parcel on the scale", (("Order", "O-1"), ("Carton", "C1")))
    deed = s.does(weigh).deed
    assert isinstance(deed, PutOnScale)
    assert abs(deed.grams - (120 + 2 * 300)) <= 1
    s.label_comes(SSCC)
    label = Screen("LABEL", "Stick the label on and scan it", (("Order", "O-1"),))
    assert s.does(label).deed == Scan(f"00{SSCC}", "]C1")
    lane = Screen("TO LANE", "Bring it to LANE-1. Scan the lane", (("Order", "O-1"),))
    assert s.does(lane).deed == Scan("LANE-1")
    seen = s.floor.notes.parcels[0]
    assert (seen.sscc, seen.order, seen.lane) == (SSCC, "O-1", "LANE-1")
    assert s.world.contents(SSCC) == {MUG: 2}
    assert s.world.stands("T-001") == "EMPTIES"


def test_an_order_that_somebody_else_has_begun_is_left_to_them(stage: Make) -> None:
    s = stage()
    s.lies(MUG, 1, "")
    s.world.set_down("", "PACK")
    s.does(Screen("PACK", "Scan a tote", keys=("BACK",)))
    lines = (("Order", "O-1"), ("Pieces", "2"))
    carton = Screen("CARTON", "Take carton C1. Scan it", lines, ("BACK",))
    assert s.does(carton).deed == Scan("C1")
    words = "Parcel 1 of O-1 is not done. Finish it at PACK-2 first"
    refused = Screen(
        "CARTON", "Take carton C1. Scan it", lines, ("BACK",), message=words, tone=Tone.REFUSED
    )
    assert s.does(refused).deed == Scan("%BACK")
    assert s.world.standing_at("PACK") == [""]
    assert s.me.free_at("PACK") == frozenset(), "it is left alone for a while"


def test_a_carton_that_does_not_hold_all_is_closed_full(stage: Make) -> None:
    s = stage()
    s.lies(MUG, 5, "T-001")
    s.world.set_down("T-001", s.me.cart)
    lines = (("Order", "O-1"), ("Pieces", "5"), ("Fit in it", "3"))
    s.does(Screen("CARTON", "Take carton C1. Scan it", lines))
    s.does(Screen("INTO CARTON", "Scan MUG, it counts 3", (("MUG", "5"),), ("QTY", "BACK")))
    assert s.world.count(s.me.bench) == 3
    full = Screen("INTO CARTON", "Scan MUG", (("MUG", "2"),), ("QTY", "FULL", "BACK"))
    assert s.does(full).deed == Scan("%FULL")


def test_a_tote_that_may_not_be_packed_yet_is_set_aside(stage: Make) -> None:
    s = stage()
    s.lies(MUG, 1, "T-001")
    s.world.set_down("T-001", "PACK")
    s.does(Screen("PACK", "Scan a tote", keys=("BACK",)))
    refused = Screen("PACK", "Scan a tote", keys=("BACK",), tone=Tone.REFUSED, message="O-1 waits")
    s.does(refused)
    assert s.world.standing_at("PACK") == ["T-001"]
    assert s.does(Screen("PACK", "Scan a tote", keys=("BACK",))).deed == Scan("%BACK")
    assert s.me.is_busy


def test_a_screen_that_nobody_knows_is_left_alone(stage: Make) -> None:
    assert stage().sees(Screen("SOMETHING NEW", "Do it")) is None
