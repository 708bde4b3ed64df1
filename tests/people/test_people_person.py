"""What a person reads, and how they know what became of a scan."""

from collections.abc import Callable
from pathlib import Path

import pytest
from people_stage import MUG, NEW, SSCC, Stage, draw, seen, told

from labels.places import tote_label
from stations.people.eyes import Eyes, Unreadable, slip_codes, sscc_of
from stations.people.mishaps import Budget
from stations.people.person import step_of, was_taken
from stations.people.reality import Unreal, load, parse
from wms.terminal.wire import Screen, Tone

Make = Callable[..., Stage]
TOTE = Screen("PICK", "Put into T-001. Scan it", (("Take", "2"),), progress=(1, 3), no=4)


def again(**changes: object) -> Screen:
    fields = {name: getattr(TOTE, name) for name in Screen.__dataclass_fields__}
    return Screen(**(fields | {"no": 5} | changes))


@pytest.mark.parametrize(
    ("answer", "taken"),
    [
        (again(tone=Tone.REFUSED, message="This is T-002"), False),
        (again(tone=Tone.REFUSED, message="The screen had changed. Look again"), False),
        (again(prompt="Scan bin A-02-1", tone=Tone.REFUSED, message="This is T-001"), True),
        (again(title="SIGN IN", tone=Tone.REFUSED, message="The screen had changed. Look"), False),
        (again(progress=(2, 3)), True),
        (again(tone=Tone.DONE, message="2 x MUG in T-001"), True),
    ],
)
def test_a_scan_was_taken_unless_the_same_step_refuses_it(answer: Screen, taken: bool) -> None:
    assert was_taken(step_of(seen(TOTE)), seen(answer)) is taken


def test_codes_are_read_from_what_is_drawn(stage: Make) -> None:
    s = stage()
    assert s.me.at_tote("T-001").text == "T-001"
    pills = s.me.piece(NEW)
    assert (pills.symbology, pills.text[-2:]) == ("]d2", "L2")
    s.label_comes(SSCC)
    code = sscc_of(s.floor.eyes.codes(s.me.prints[0]))
    assert code is not None
    assert code.text == f"00{SSCC}"
    assert s.me.printed(SSCC) is not None
    s.world.set_down(SSCC, "DOCK")
    assert s.me.printed(SSCC) is None


def test_what_cannot_be_read_is_said(stage: Make, tmp_path: Path) -> None:
    blank = tmp_path / "blank.png"
    blank.write_bytes(b"no picture")
    with pytest.raises(Unreadable, match=r"blank\.png"):
        Eyes().codes(blank)
    with pytest.raises(Unreadable, match="no PDF"):
        slip_codes(blank)
    with pytest.raises(Unreadable, match="no label of the place B-99"):
        stage().me.at_place("B-99")


def test_a_wrong_label_is_read_as_what_it_is(tmp_path: Path) -> None:
    path = Path(draw(tmp_path, "x", tote_label("T-777")))
    assert sscc_of(Eyes().codes(path)) is None
    assert Eyes().scan(path).text == "T-777"


def test_mistakes_are_made_so_often_and_chosen_by_the_seed() -> None:
    budget = Budget({"bin": 2}, seed=7)
    assert [budget.spend("bin") for _ in range(3)] == [1, 1, 0]
    assert budget.spend("tote") == 0
    chosen = {budget.choose(["A", "B", "C"], "why") for _ in range(5)}
    assert len(chosen) == 1
    assert budget.choose([], "why") is None


def test_pieces_to_lose_are_found_on_the_deliveries(tmp_path: Path) -> None:
    lost = [{"sku": "PILLS", "quantity": 1}, {"sku": "PILLS", "lot": "L2", "quantity": 3}]
    reality = parse(told(tmp_path, mishaps={"lost": lost}), tmp_path)
    assert reality.lost == {"PILLS|L1": 1, "PILLS|L2": 3}
    assert reality.deliveries[0].batches[0].kind == MUG


@pytest.mark.parametrize(
    ("text", "said"), [("{", "Expecting property name"), ('{"seed": 1}', "not as agreed: KeyError")]
)
def test_a_reality_that_is_not_as_agreed_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(Unreal, match="No such file"):
        load(tmp_path)
    (tmp_path / "reality.json").write_text(text)
    with pytest.raises(Unreal, match=said):
        load(tmp_path)
