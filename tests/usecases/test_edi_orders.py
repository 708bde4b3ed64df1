"""X12 940s as orders: codes, units, wrong check digits, changes; what is refused and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.samples import Desk, order
from tests.world import World

PIECE, PACK = "5901234123457", "15901234123454"
HEAD = (
    "ISA*00*          *00*          *ZZ*A              *ZZ*B              "
    "*260302*1200*U*00401*000000009*0*P*:~GS*OW*A*B*20260302*1200*7*X*004010~"
)
TO = "N1*ST*ANNA NOWAK~N3*LONG 1~N4*WARSZAWA**00-238*PL~"


def one(*lines: str, status: str = "N", to: str = TO, more: str = "", ref: str = "77") -> str:
    """Write a 940; each of `lines` is a W01 without its name."""
    loops = "".join(f"LX*{n}~W01*{line}~" for n, line in enumerate(lines, 1))
    body = f"W05*{status}*{ref}~{to}{more}{loops}"
    count = body.count("~") + 2
    return f"{HEAD}ST*940*1~{body}SE*{count}*1~GE*1*7~IEA*1*000000009~"


@pytest.fixture
def desk(world: World, tmp_path: Path) -> Desk:
    world.item("MUG", gtin=PIECE, pack=(PACK, 6)).item("CUP")
    return Desk(world, tmp_path)


def said(desk: Desk) -> str:
    return " | ".join(f"{one.field}: {one.words}" for one in desk.rejected)


@pytest.mark.parametrize(
    ("line", "pieces", "flag"),
    [
        ("4*EA**VN*MUG", 4, ""),
        ("2*CA**VN*MUG", 12, ""),
        (f"2*CA**VN*MUG*UK*{PACK}", 12, ""),
        (f"2*CA**UK*{PACK}", 12, ""),
        (f"3*EA**EN*{PIECE}", 3, ""),
        (f"3.000*EA**EN*{PIECE}", 3, ""),
        (f"3*EA*{PIECE[1:]}*EN*{PIECE}", 3, ""),
        (f"3*EA**UK*{PACK}", 3, "it names a pack of 6 and says that it counts pieces"),
        (f"3*EA**EN*{PIECE[:-1]}8", 3, "has a wrong check digit, it should end in 7"),
        (f"2*CA**UK*{PACK[:-1]}9", 12, "has a wrong check digit, it should end in 4"),
        (f"4*EA**VN*MUG*EN*{PIECE[:-1]}8", 4, "has a wrong check digit"),
    ],
)
def test_lines_name_items_and_count_pieces(desk: Desk, line: str, pieces: int, flag: str) -> None:
    assert desk.text(one(line), "x12-940").new == 1, said(desk)
    assert order(desk.world, "77")["lines"] == {"MUG": pieces}
    told = [flagged.reason for flagged in desk.flagged]
    assert (len(told), flag in " ".join(told)) == (1 if flag else 0, True)


def test_cases_of_an_item_without_packs_are_flagged(desk: Desk) -> None:
    assert desk.text(one("2*CA**VN*CUP"), "x12-940").flagged == 1
    found = order(desk.world, "77")
    assert (found["lines"], found["flags"]) == ({"CUP": 2}, ["unit"])


def test_wrong_counts_and_codes_are_flagged_on_the_order(desk: Desk) -> None:
    sscc = "MAN*GM*106141412345678907~"
    text = one(
        "1*EA**VN*MUG", more=f"{sscc}NTE*WHI*CALL FIRST~G62*10*20269999~W66*PP*M********DHL~"
    )
    text = text.replace("SE*", "SE*9").replace("GE*1*7", "GE*2*8")
    assert desk.text(text, "x12-940").new == 1
    assert order(desk.world, "77")["flags"] == [
        *("date", "envelope", "envelope", "envelope", "note", "sscc.check_digit", "carrier"),
    ]


def test_a_change_replaces_what_is_known_and_a_repeat_does_nothing(desk: Desk) -> None:
    desk.text(one("1*EA**VN*MUG"), "x12-940")
    assert desk.text(one("1*EA**VN*MUG"), "x12-940").known == 1
    assert desk.text(one("2*EA**VN*MUG"), "x12-940").rejected == 1
    assert "known with other content" in said(desk)
    done = desk.text(one("2*EA**VN*MUG", status="R"), "x12-940")
    assert (done.changed, order(desk.world, "77")["lines"]) == (1, {"MUG": 2})


def test_one_bad_order_leaves_the_others_alone(desk: Desk) -> None:
    good, bad = one("1*EA**VN*MUG", ref="1"), one("1*EA**VN*NOPE", ref="2")
    done = desk.text(good + "\n" + bad + one("1*EA**VN*CUP", ref="3"), "x12-940")
    assert (done.new, done.rejected) == (2, 1)
    assert "sku NOPE: no item of this merchant. Register the item first" in said(desk)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (one("1*EA**VN*MUG", status="F"), "it asks to cancel order 77. Cancel it: POST"),
        (one("1*EA**VN*MUG", status="X"), "'X' is no order to ship"),
        (one("1*EA**VN*MUG").replace("*0*P*", "*0*T*"), "test interchange"),
        (one("1*EA**VN*MUG").replace("ST*940", "ST*850"), "transaction set 850 is not read here"),
        (one("1*EA**VN*MUG", to=""), "N1*ST is missing: nobody knows where to send it"),
        (one("1*EA**VN*MUG", to="N1*ST*ANNA~N3*X~"), "recipient.city: is missing"),
        (one(), "it has no lines"),
        (one("1*KG**VN*MUG"), "the unit KG is not known here"),
        (one("1.5*EA**VN*MUG"), "a whole number is needed"),
        (one("1*EA"), "the line has no SKU"),
        (one("1*EA**VN*MUG").partition("SE*")[0], "it breaks off: no SE ends it"),
        (one("1*EA**VN*MUG")[:250], "breaks off"),
        ("hello", "an interchange begins with ISA"),
        ("", "no transaction set is in it"),
    ],
)
def test_what_is_refused_says_why(desk: Desk, text: str, words: str) -> None:
    assert desk.text(text, "x12-940").new == 0
    assert words in said(desk)


def test_a_state_says_its_country(desk: Desk) -> None:
    at_home = "N1*ST*ANNA~N3*1 MAIN ST~N4*AUSTIN*TX*73301~"
    desk.text(one("1*EA**VN*MUG", to=at_home), "x12-940")
    found = order(desk.world, "77")
    assert (found["to"]["country"], found["flags"]) == ("US", ["country"])
