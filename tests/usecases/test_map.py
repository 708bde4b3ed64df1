"""The map of the warehouse: layers, people, walks, and the table that says the same."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from tests.orders import accepted, allocated, released
from tests.usecases.office import Browser, signed_in, words
from tests.world import World
from wms.insights import floor_now, tours
from wms.people.actor import SYSTEM
from wms.picking import waves
from wms.stock import density, hold
from wms.stock.density import Lying
from wms.stock.ledger import Place
from wms.web.office import map as pages

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def stage(world: World) -> World:
    sizes = {"length_mm": 100, "width_mm": 80, "height_mm": 600}
    world.bins("A-01", "A-02", "B-01", **sizes).totes("T-1", "T-2").item("MUG").item("CAP")
    return world.stock("MUG", 5, at="A-01").stock("CAP", 3, at="A-01").stock("CAP", 2, at="B-01")


def drawing(page: str) -> ElementTree.Element:
    """Return the drawing of a page; it must be well-formed by itself."""
    found = re.search(r'<svg class="map".*?</svg>', page, re.S)
    assert found
    return ElementTree.fromstring(found[0])


def drawn(page: str) -> dict[str, int]:
    """Return what is drawn of each place that has something."""
    rects = drawing(page).iter(f"{SVG}rect")
    return {r.get("data-place", ""): int(r.get("data-value", "0")) for r in rects if _has(r)}


def _has(rect: ElementTree.Element) -> bool:
    return rect.get("data-value", "0") != "0"


def listed(page: str) -> dict[str, int]:
    """Return what the table says of each place."""
    table = page.partition('map-table"')[2]
    rows = re.findall(
        r'<th scope="row"><a [^>]*>([^<]+)</a></th><td>[^<]*</td>'
        r'<td class="number">(\d+)</td>',
        table,
    )
    return {name: int(n) for name, n in rows}


def test_stock_lies_where_the_drawing_and_the_table_show_it(stage: World) -> None:
    page = signed_in(stage, "worker").get("/map").get_data(as_text=True)
    assert drawn(page) == listed(page) == {"A-01": 8, "B-01": 2}
    assert 'href="/locations/A-01"' in page
    assert "<title>A-01: 8 pieces</title>" in page


def test_fill_is_the_volume_that_is_taken(stage: World) -> None:
    page = signed_in(stage).get("/map?layer=fill").get_data(as_text=True)
    # a piece is 100 x 80 x 60 mm: a tenth of a bin
    assert drawn(page) == listed(page) == {"A-01": 80, "B-01": 20}


def test_lying_and_picked_are_asked_in_one_statement_each(stage: World) -> None:
    with stage.db.read() as conn:
        lying = density.lying(conn, stage.warehouse_id)
        assert density.picked(conn, stage.warehouse_id, stage.at) == {}
    assert lying[stage.ids["A-01"]] == Lying(8, 8 * 480_000, 0)
    assert set(lying) == {stage.ids["A-01"], stage.ids["B-01"]}


def test_held_pieces_are_hatched(stage: World) -> None:
    def take(conn: object) -> None:
        goods, place = stage.goods(conn, "MUG"), Place(stage.ids["A-01"])  # type: ignore[arg-type]
        given = {"source": place, "reason": "damaged", "actor": SYSTEM, "at": stage.at}
        hold.hold(conn, stage.warehouse_id, goods, 2, **given)  # type: ignore[arg-type]

    stage.do(take)
    page = signed_in(stage).get("/map?layer=held").get_data(as_text=True)
    assert drawn(page) == listed(page) == {"A-01": 2}
    assert page.count('class="hatched"') == 1


def test_work_is_where_picks_are_open_and_then_where_they_were_made(stage: World) -> None:
    accepted(stage, "S-1", [("MUG", 2)])
    released(stage)
    browser = signed_in(stage)
    page = browser.get("/map?layer=work").get_data(as_text=True)
    assert drawn(page) == listed(page) == {"A-01": 1}
    assert "1 open pick, 2 pieces" in page
    desk = stage.station("HAND-1", worker="anna")
    desk.key("PICK")
    for code in ("T-1", "A-01", "MUG", "MUG", "T-1"):
        desk.scan(code)
    for layer in ("picks", "today"):
        page = browser.get(f"/map?layer={layer}").get_data(as_text=True)
        assert drawn(page) == listed(page) == {"A-01": 1}
        assert "1 pick, 2 pieces" in page
    with stage.db.read() as conn:
        assert density.picked(conn, stage.warehouse_id, stage.at) == {stage.ids["A-01"]: (1, 2)}
        assert floor_now.busy(conn, stage.warehouse_id) == {}


def test_people_stand_where_they_scanned_a_place_last(stage: World) -> None:
    accepted(stage, "S-1", [("MUG", 2)])
    released(stage)
    desk = stage.station("HAND-1", worker="anna")
    stage.station("HAND-2", worker="piotr")
    desk.key("PICK")
    desk.scan("T-1")
    desk.scan("B-01")
    browser = signed_in(stage)
    with stage.db.read() as conn:
        anna, piotr = floor_now.people(conn, stage.warehouse_id, at=stage.at)
    assert (anna.worker, anna.station, anna.place) == ("Anna", "HAND-1", ""), "it was refused"
    desk.scan("A-01")
    with stage.db.read() as conn:
        anna, piotr = floor_now.people(conn, stage.warehouse_id, at=stage.at)
    assert (anna.place, anna.scanned_at) == ("A-01", stage.at)
    assert (piotr.worker, piotr.place, piotr.scanned_at) == ("Piotr", "", None)
    page = browser.get("/map?layer=people").get_data(as_text=True)
    names = [t.text for t in drawing(page).iter(f"{SVG}text") if t.get("class") == "name"]
    assert names == ["Anna"]
    assert "Piotr" in page


def test_a_wave_is_walked_stop_by_stop(stage: World) -> None:
    stage.config = {**stage.config, "release": {**stage.config["release"], "mode": "waves"}}
    stage.config["waves"] = {"NEXT": {"max_orders": 40, "max_lines": 200}}
    accepted(stage, "S-1", [("MUG", 1), ("CAP", 5)])
    allocated(stage, "S-1")
    browser = signed_in(stage)
    browser.post("/waves", template="NEXT", release="1")
    with stage.db.read() as conn:
        wave = waves.wave(conn, "W-1")
        _, [tour] = tours.of_wave(conn, stage.warehouse_id, wave.id)
    assert sorted(stop.code for stop in tour.stops) == ["A-01", "B-01"]
    assert tour.walk_mm == tour.least_mm == wave.planned_mm
    page = browser.get("/map?wave=W-1").get_data(as_text=True)
    lines = list(drawing(page).iter(f"{SVG}polyline"))
    assert [line.findtext(f"{SVG}title") for line in lines] == ["C-1"]
    stops = [
        g.findtext(f"{SVG}text")
        for g in drawing(page).iter(f"{SVG}g")
        if "stop" in str(g.get("class"))
    ]
    assert stops == ["1", "2"]
    said = words(browser.get("/map?wave=W-1&cluster=C-1"))
    assert "2 stops" in said
    assert "above that bound" in said


def test_what_makes_no_sense_is_refused_or_shown_as_stock(stage: World) -> None:
    browser = signed_in(stage)
    assert browser.get("/map?wave=W-9").status_code == 404
    assert browser.get("/map?layer=nothing&zone=Ż").status_code == 200
    assert Browser(stage).get("/map").status_code == 303, "nobody is signed in"


def test_a_cluster_of_another_wave_is_refused(stage: World) -> None:
    stage.config = {**stage.config, "waves": {"NEXT": {"max_orders": 40, "max_lines": 200}}}
    accepted(stage, "S-1", [("MUG", 1)])
    allocated(stage, "S-1")
    browser = signed_in(stage)
    browser.post("/waves", template="NEXT")
    answer = browser.get("/map?wave=W-1&cluster=C-7")
    assert answer.status_code == 422
    assert "C-7 is not in W-1" in words(answer)
    assert "They are made when it is released" in words(browser.get("/map?wave=W-1"))


def test_a_warehouse_of_many_places_is_drawn_by_bays_until_a_zone_is_chosen(
    stage: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "MOST_BOXES", 2)
    for level in (1, 2):
        stage.bins(f"C-01-{level}", aisle=3, bay=1, level=level, y_mm=9_000)
    stage.stock("MUG", 4, at="C-01-1").stock("MUG", 3, at="C-01-2")
    browser = signed_in(stage)
    page = browser.get("/map").get_data(as_text=True)
    assert drawn(page)["C-01-1 – C-01-2"] == listed(page)["C-01-1 – C-01-2"] == 7
    assert "/map?layer=stock&amp;zone=C" in page
    page = browser.get("/map?zone=C").get_data(as_text=True)
    assert drawn(page) == listed(page) == {"C-01-1": 4, "C-01-2": 3}


def test_an_empty_site_says_what_to_do(world: World) -> None:
    assert "Nothing of it anywhere now" in words(signed_in(world).get("/map"))
