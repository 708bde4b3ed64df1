"""Waves on the pages: seen before they are released, compared, released, taken back, given away."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tests.orders import accepted, allocated
from tests.usecases.office import Browser, signed_in, words
from tests.world import World
from wms.orders import queries

TEMPLATES = {
    "NEXT": {"max_orders": 40, "max_lines": 200},
    "ONE": {"max_orders": 40, "max_lines": 200, "method": "single"},
    "POST": {"carriers": ["POST"], "max_orders": 1, "max_lines": 9},
}


@pytest.fixture
def office(world: World) -> Browser:
    shipping = {**world.config["shipping"], "collected_at": {"POST": "12:08"}}
    release = {**world.config["release"], "mode": "waves"}
    changed = {"waves": TEMPLATES, "shipping": shipping, "release": release}
    world.config = {**world.config, **changed}
    world.bins("A-01", "A-02", "B-01").totes("T-1", "T-2", "T-3").item("MUG", gtin="9501101530003")
    world.item("CAP").stock("MUG", 20, at="A-01")
    for n in (1, 2, 3):
        accepted(world, f"S-{n}", [("MUG", 1)], carrier="POST")
    accepted(world, "S-4", [("CAP", 1)])
    allocated(world, "S-1", "S-2", "S-3", "S-4")
    return signed_in(world)


def _status(world: World, ref: str) -> str:
    with world.db.read() as conn:
        return queries.order(conn, world.ids[ref]).status


def test_a_preview_shows_what_the_wave_would_be_and_writes_nothing(
    office: Browser, world: World
) -> None:
    said = words(office.get("/waves/plan?a=NEXT&pickers=1&benches=1"))
    assert "3 orders 3 lines 3 totes 1 walks" in said
    assert "gap 0%" in said
    assert "until picked, 1 picker" in said
    assert "1 left out: no stock" in said
    assert "O-4 : There is not enough free stock of CAP" in said
    assert "There are no waves yet" in words(office.get("/waves"))
    assert _status(world, "S-1") == "allocated"


def test_it_says_who_would_miss_the_truck(office: Browser) -> None:
    said = words(office.get("/waves/plan?a=NEXT&pickers=1&benches=1"))
    assert "POST 3 12:09 12:08 2 late" in said, "75 s each at one bench"
    more = words(office.get("/waves/plan?a=NEXT&pickers=1&benches=3"))
    assert "POST 3 12:07 12:08 in time" in more


def test_two_plans_stand_beside_each_other(office: Browser) -> None:
    said = words(office.get("/waves/plan?a=NEXT&b=ONE"))
    assert "1 walks" in said
    assert "3 walks" in said


def test_a_template_that_is_not_known_is_said_in_its_place(office: Browser) -> None:
    assert "There is no template NO" in words(office.get("/waves/plan?a=NO"))


def test_a_wave_is_planned_released_and_walked(office: Browser, world: World) -> None:
    told = words(office.post("/waves", template="NEXT"))
    assert "W-1 is planned: 3 orders" in told
    assert _status(world, "S-1") == "allocated"
    told = words(office.post("/waves/W-1/release"))
    assert "W-1 is released: pickers can begin" in told
    assert _status(world, "S-1") == "released"
    desk = world.station("HAND-1", worker="anna")
    desk.key("PICK")
    assert "being picked" in words(office.get("/waves/W-1"))
    world.at += timedelta(seconds=3)
    assert "Anna" in words(office.get("/"))


def test_it_is_planned_and_released_in_one_step(office: Browser, world: World) -> None:
    told = words(office.post("/waves", template="POST", release="1"))
    assert "W-1 is released: pickers can begin" in told
    assert [_status(world, f"S-{n}") for n in (1, 2, 3)] == ["released", "allocated", "allocated"]


def test_orders_are_chosen_by_hand(office: Browser, world: World) -> None:
    assert "1 orders 1 lines" in words(office.get("/waves/plan?orders=O-2"))
    told = words(office.post("/waves", orders="O-2", release="1"))
    assert "W-1 is released" in told
    assert _status(world, "S-2") == "released"
    assert "There is no order O-77" in words(office.post("/waves", orders="O-77"))


def test_what_nobody_has_begun_is_taken_back(office: Browser, world: World) -> None:
    office.post("/waves", template="NEXT", release="1")
    assert "3 orders wait in W-1 again" in words(office.post("/waves/W-1/unrelease"))
    assert _status(world, "S-1") == "allocated"
    assert "its orders are free" in words(office.post("/waves/W-1/cancel"))
    assert "is over" in words(office.post("/waves/W-1/release", back="/waves/W-1"))


def test_a_cluster_is_given_to_somebody_else_who_is_told(office: Browser, world: World) -> None:
    office.post("/waves", template="NEXT", release="1")
    anna, ola = world.station("HAND-1", worker="anna"), world.station("HAND-2", worker="ola")
    anna.key("PICK")
    told = words(office.post("/waves/clusters/C-1/give", login="ola", back="/waves/W-1"))
    assert "C-1 is with Ola" in told
    screen = anna.engine.current(anna.post, world.at).screen
    assert "goes to Ola" in screen.message
    assert ola.key("PICK").title == "PICK"
    told = words(office.post("/waves/clusters/C-1/give", login="", back="/waves/W-1"))
    assert "C-1 is in the pool" in told


def test_progress_is_told_with_the_predicted_end(office: Browser, world: World) -> None:
    office.post("/waves", template="NEXT", release="1")
    assert "cannot tell yet" in words(office.get("/waves"))
    world.at += timedelta(seconds=3)
    plain = json.loads(office.client.get("/live").get_data())
    assert plain["meters"]["wave:W-1"] == {"done": 0, "total": 3, "end": "", "late": False}
    assert plain["numbers"]["orders:released"] == 3
    desk = world.station("HAND-1", worker="anna")
    desk.key("PICK")
    for tote in ("T-1", "T-2", "T-3"):
        desk.scan(tote)
    while desk.screen.title == "PICK":
        desk.scan(desk.screen.expects or "9501101530003")
    plain = json.loads(office.client.get("/live").get_data())
    assert plain["meters"].get("wave:W-1", {"done": 3})["done"] == 3
    assert plain["numbers"]["orders:released"] == 3, "the totes are not dropped yet"


def test_the_stream_tells_the_state_and_only_to_who_is_signed_in(
    office: Browser, world: World
) -> None:
    answer = office.client.get("/live/stream", buffered=False)
    assert answer.mimetype == "text/event-stream"
    parts = iter(answer.response)
    assert b"retry" in next(parts)  # type: ignore[operator]
    told = next(parts)
    assert json.loads(bytes(told).decode().partition("data: ")[2])["numbers"]["orders:waiting"] == 1  # type: ignore[arg-type]
    answer.close()
    for path in ("/live", "/live/stream"):
        stranger = Browser(world).client.get(path, headers={"Sec-Fetch-Mode": "cors"})
        assert stranger.status_code == 401
