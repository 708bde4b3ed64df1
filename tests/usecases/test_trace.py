"""Any code is traced: what it names, what happened to it, by which event."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from tests.orders import accepted, released
from tests.picker import Picker
from tests.usecases.office import Browser, signed_in, words
from tests.world import World
from wms.insights import passport, trace, traced
from wms.insights.entries import SOURCES, Entry
from wms.insights.traced import Thing
from wms.terminal.models import StationEvent

GTIN = "9501101530003"


@pytest.fixture
def stage(world: World) -> World:
    world.bins("A-01", "B-01").totes("T-1", "T-2", "T-3").item("MUG", gtin=GTIN)
    world.item("CAP", lot=True).stock("MUG", 9, at="A-01").stock("CAP", 4, at="B-01", lot="L1")
    accepted(world, "S-1", [("MUG", 2), ("CAP", 1)])
    released(world)
    desk = world.station("HAND-1", worker="anna")
    desk.key("PICK")
    desk.scan("T-1")
    desk.scan("B-01")
    return world


def things(world: World, code: str) -> list[Thing]:
    with world.db.read() as conn:
        return traced.find(conn, code, world.at.date())


def entries(world: World, code: str, *kinds: str) -> list[Entry]:
    with world.db.read() as conn:
        [thing] = traced.find(conn, code, world.at.date())
        return trace.page(conn, thing, kinds=kinds).entries


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("O-1", "order"),
        ("S-1", "order"),
        ("MUG", "item"),
        (GTIN, "item"),
        ("]C1010" + GTIN, "item"),
        (f"(01)0{GTIN}", "item"),
        ("L1", "lot"),
        ("A-01", "bin"),
        ("T-1", "tote"),
        ("C-1", "cluster"),
        ("anna", "person"),
        ("HAND-1", "station"),
    ],
)
def test_a_code_names_what_it_stands_for(stage: World, code: str, kind: str) -> None:
    assert [thing.kind for thing in things(stage, code)] == [kind]
    assert "Trace" in words(signed_in(stage, "worker").get("/trace", query_string={"code": code}))


def test_a_gs1_scan_names_the_item_and_its_lot(stage: World) -> None:
    stage.item("TEA", gtin="9501101530010", lot=True).stock("TEA", 2, at="A-01", lot="X7")
    found = things(stage, "(01)09501101530010(10)X7")
    assert [(thing.kind, thing.code) for thing in found] == [("lot", "X7"), ("item", "TEA")]


def test_a_code_of_several_things_asks_which(stage: World) -> None:
    stage.item("MUG2").bins("C-77").item("C-77", merchant="OTHER")
    browser = signed_in(stage)
    page = browser.get("/trace?code=C-77").get_data(as_text=True)
    assert "This code names several things" in page
    chosen = re.findall(r'href="(/trace\?code=C-77&amp;as=(\w+)\.\d+)"', page)
    assert [kind for _, kind in chosen] == ["bin", "item"]
    said = words(browser.get(chosen[1][0].replace("&amp;", "&")))
    assert "item C-77" in said
    assert "The code names other things too" in said


def test_documents_stand_beside_moves(stage: World) -> None:
    found = entries(stage, "O-1")
    assert [str(entry.words) for entry in found] == [
        "a check was asked for",
        "order accepted from test",
    ]


def test_a_move_says_what_from_where_to_where_who_and_by_which_event(stage: World) -> None:
    world = stage
    world.item("PEN").stock("PEN", 3, at="A-01")
    accepted(world, "S-2", [("PEN", 2)])
    released(world)
    desk = world.station("HAND-2", worker="piotr")
    Picker(desk, iter(["T-2"])).walk()
    moves = entries(world, "O-2", "moves")
    kinds = [str(entry.words) for entry in moves]
    assert kinds == ["brought on", "picked"]
    pick = moves[1]
    assert (pick.sku, pick.quantity, pick.who, pick.station) == ("PEN", 2, "Piotr", "HAND-2")
    assert pick.source is not None
    assert pick.target is not None
    assert (pick.source.place, pick.target.place, pick.target.lpn) == ("A-01", "CART", "T-2")
    browser = signed_in(world)
    page = browser.get("/trace?code=O-2")
    link = f"/trace/event/HAND-2/{pick.event_id}"
    assert link in page.get_data(as_text=True)
    event = words(browser.get(link))
    assert "Event at HAND-2 applied" in event
    assert "picked PEN 2 A-01 CART T-2" in event
    assert "Piotr" in event
    with world.db.read() as conn:
        [order] = traced.find(conn, "O-2", world.at.date())
        found = passport.of(conn, order)
    assert found is not None
    assert [(line.sku, line.source, line.worker) for line in found.picks] == [
        ("PEN", "A-01", "Piotr")
    ]
    assert "2 × PEN from A-01 , Piotr" in words(page)


def test_everything_is_shown_once_whatever_happened_in_the_same_instant(stage: World) -> None:
    for n in range(7):
        stage.stock("MUG", n + 1, at="A-01")
    with stage.db.read() as conn:
        [thing] = traced.find(conn, "HAND-1", stage.at.date())
        [item] = traced.find(conn, "MUG", stage.at.date())
        for one in (thing, item):
            whole = trace.page(conn, one, most=500).entries
            assert len(whole) > 3
            for most in (1, 2, 3):
                paged: list[Entry] = []
                page = trace.page(conn, one, most=most)
                paged += page.entries
                while page.following is not None:
                    page = trace.page(conn, one, most=most, after=page.following)
                    paged += page.entries
                assert paged == whole
    assert [entry.at for entry in whole] == sorted((e.at for e in whole), reverse=True)


def test_the_pages_of_the_office_go_on_after_a_mark(
    stage: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trace.page, "__kwdefaults__", {**trace.page.__kwdefaults__, "most": 2})
    browser = signed_in(stage)
    page = browser.get("/trace?code=HAND-1").get_data(as_text=True)
    following = re.search(r'rel="next" href="([^"]+)"', page)
    assert following
    second = browser.get(following[1].replace("&amp;", "&")).get_data(as_text=True)
    assert second.count("<tr>") == 3
    assert not set(re.findall(r"/trace/event/\S+", page)) & set(
        re.findall(r"/trace/event/\S+", second)
    )


def test_kinds_narrow_a_timeline(stage: World) -> None:
    for kind in SOURCES.values():
        assert {entry.kind for entry in entries(stage, "HAND-1", kind)} <= {kind}
    assert [e.kind for e in entries(stage, "anna", "scans")] == ["scans"] * 3, (
        "not the one by which she signed in"
    )


def test_an_event_hides_secrets(stage: World) -> None:
    with stage.db.read() as conn:
        asked = select(StationEvent.id).where(StationEvent.state == "home.SignIn")
        event = conn.execute(asked.order_by(StationEvent.recorded_at)).scalars().first()
    said = words(signed_in(stage).get(f"/trace/event/HAND-1/{event}"))
    assert "***" in said
    assert stage.badges["anna"] not in said
    assert "home.SignIn" in said


def test_a_badge_is_not_looked_up_nor_shown(stage: World) -> None:
    answer = signed_in(stage).get("/trace", query_string={"code": stage.badges["anna"]})
    assert "This is a badge: it is a secret" in words(answer)
    assert stage.badges["anna"] not in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("", 200, "Scan or type any code"),
        ("code=NO-SUCH", 200, "Nothing here is called NO-SUCH"),
        ("code=%00", 200, "Scan or type any code"),
        ("code=" + "x" * 200, 200, "Scan or type any code"),
        ("code=%5DC101123", 200, "(01) needs 14 digits"),
        ("code=MUG&after=rubbish", 422, "cannot be found"),
        ("code=MUG&after=20260302T120000.000000~9~1", 422, "cannot be found"),
        ("code=MUG&after=20260302T120000.000000~5~x", 422, "cannot be found"),
        ("code=MUG&as=item.999", 200, "MUG"),
        ("code=MUG&show=rubbish", 200, "MUG"),
        ("code=%3Cscript%3E", 200, "&lt;script&gt;"),
    ],
)
def test_what_makes_no_sense_is_said(stage: World, query: str, status: int, said: str) -> None:
    answer = signed_in(stage).get(f"/trace?{query}")
    assert answer.status_code == status
    assert said in answer.get_data(as_text=True)


def test_an_event_that_is_none_is_not_found(stage: World) -> None:
    browser = signed_in(stage)
    assert browser.get("/trace/event/HAND-1/none").status_code == 404
    assert browser.get("/trace/event/NONE/none").status_code == 404
    assert Browser(stage).get("/trace?code=O-1").status_code == 303
