"""What a station's page asks for beside the screen, and the page itself as it is served."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from labels.decode import decode
from tests import packing
from tests.usecases.api import problem
from tests.usecases.test_station_api import LPN, PARCEL, SHIPPING, SLIP, Station
from tests.world import World
from wms.channels.shapes_bench import Bench
from wms.i18n import LANGUAGES
from wms.terminal.machine import Post
from wms.terminal.wire import Key, Scan, Weight, to_json
from wms.web.handheld import pages


@pytest.fixture
def bench(world: World) -> Station:
    """A bench where somebody is signed in, and an order in a tote that waits to be packed."""
    world.item("MUG", weight_grams=300).item("CAP", weight_grams=90)
    packing.carton(world, "C1", (100, 80, 60), tare=40)
    packing.carton(world, "C2", (300, 200, 150), tare=120)
    packing.carrier(world, "POST", "LANE-1")
    packing.picked(world, "O-1", {"T-1": [("MUG", 2, ""), ("CAP", 1, "")]}, short={"CAP": 1})
    world.worker("anna", language="pl")
    station = Station(world, "B-1", kind="bench")
    _say(station, Scan(world.badges["anna"]))
    return station


def _say(station: Station, *given: Any) -> None:
    for each in given:
        answer = station.send(station.event(input=to_json(each))).get_json()
        assert answer["outcome"] == "applied", answer["screen"]


def _shown(station: Station) -> dict[str, Any]:
    plain = station.get(f"/stations/{station.code}/bench").get_json()
    Bench.model_validate(plain)
    return dict(plain)


def _png(station: Station, number: int) -> Image.Image:
    found = station.get(f"/stations/{station.code}/documents/{number}/preview.png")
    assert (found.status_code, found.mimetype) == (200, "image/png")
    return Image.open(BytesIO(found.data))


def test_a_bench_with_nothing_on_it_tells_how_much_waits(bench: Station) -> None:
    shown = _shown(bench)
    assert (shown["station"], shown["kind"], shown["language"]) == ("B-1", "bench", "pl")
    assert (shown["order"], shown["parcel"], shown["waiting"]) == (None, None, 1)
    assert shown["documents"] == []


def test_the_order_is_shown_from_its_tote_on(bench: Station) -> None:
    _say(bench, Key("PACK"), Scan("T-1"))
    order = _shown(bench)["order"]
    assert (order["reference"], order["merchant"], order["totes"]) == ("O-1", "SHOP", ["T-1"])
    proposed = {"code": "C2", "length_mm": 300, "width_mm": 200, "height_mm": 150, "pieces": 3}
    assert order["proposed"] == proposed
    assert [(line["sku"], line["picked"], line["packed"]) for line in order["lines"]] == [
        ("MUG", 2, 0),
        ("CAP", 1, 0),
    ]
    assert order["lines"][1]["short"] == 1


def test_the_parcel_is_shown_until_it_is_in_its_lane(bench: Station) -> None:
    _say(bench, Key("PACK"), *map(Scan, ("T-1", "C2", "MUG", "MUG", "CAP")))
    shown = _shown(bench)
    assert [line["packed"] for line in shown["order"]["lines"]] == [2, 1]
    parcel = shown["parcel"]
    assert (parcel["number"], parcel["carton"], parcel["status"]) == (1, "C2", "open")
    assert (parcel["expected_grams"], parcel["weight_grams"]) == (810, None)
    _say(bench, Weight(812))
    shown = _shown(bench)
    assert (shown["parcel"]["weight_grams"], shown["parcel"]["unweighed"]) == (812, False)
    kinds = {(d["kind"], d["device"], d["state"], d["is_of_parcel"]) for d in shown["documents"]}
    assert kinds == {
        ("shipping", "label", "booked", True),
        ("slip", "document", "booked", True),
    }
    _say(bench, Scan("00" + shown["parcel"]["sscc"], "]C1"), Scan("LANE-1"))
    shown = _shown(bench)
    assert (shown["order"], shown["parcel"]) == (None, None)
    assert [d["is_of_parcel"] for d in shown["documents"]] == [False, False]


def test_a_label_is_drawn_as_its_printer_would_draw_it(bench: Station) -> None:
    number = bench.book("shipping", SHIPPING, "label")
    codes = [(found.text, found.symbology) for found in decode(_png(bench, number))]
    assert ("00" + PARCEL, "]C1") in codes
    lpn = _png(bench, bench.book("lpn", LPN, "label"))
    assert any(PARCEL in found.text for found in decode(lpn))


def test_a_slip_is_drawn_page_one_in_the_size_of_its_paper(bench: Station) -> None:
    image = _png(bench, bench.book("slip", SLIP, "document"))
    assert image.size == pytest.approx((1678, 2373), abs=3)
    assert {found.text for found in decode(image)} == {"O-1"}


def test_what_cannot_be_drawn_says_why(bench: Station) -> None:
    number = bench.book("shipping", {"sscc": PARCEL}, "label")
    found = bench.get(f"/stations/B-1/documents/{number}/preview.png")
    assert problem(found, 422)["code"] == "document.drawing"


@pytest.mark.parametrize("path", ["bench", "documents/1/preview.png"])
def test_only_the_stations_own_key_opens_it(bench: Station, world: World, path: str) -> None:
    bench.book("lpn", LPN, "label")
    other = Station(world, "B-2", kind="bench")
    assert problem(other.get(f"/stations/B-1/{path}"), 401)["code"] == "station.key"
    assert problem(bench.get("/stations/B-1/documents/99/preview.png"), 404)
    assert problem(bench.get("/stations/B-1/bench?x=1"), 400)["code"] == "query.unknown"


def test_a_handheld_has_no_bench_but_knows_its_kind(world: World) -> None:
    handheld = Station(world, "H-1")
    assert isinstance(handheld.post_of, Post)
    assert _shown(handheld)["kind"] == "handheld"


def test_the_page_loads_only_from_here_and_nothing_inline(bench: Station) -> None:
    page = bench.client.get("/station/")
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    html = page.get_data(as_text=True)
    assert re.findall(r"<script(?![^>]* src=)[^>]*>", html) == [
        '<script type="application/json" id="words">'
    ]
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|https?://", html)
    for address in re.findall(r'(?:src|href)="(static/[^"]+)"', html):
        with bench.client.get(f"/station/{address}") as file:
            assert file.status_code == 200


def test_the_page_knows_its_words_in_every_language_and_no_others(bench: Station) -> None:
    html = bench.client.get("/station/").get_data(as_text=True)
    sources = [path.read_text("utf-8") for path in pages.FOLDER.glob("*.js")]
    asked = set(re.findall(r'data-say(?:-label)?="(\w+)"', html))
    asked |= {name for source in sources for name in re.findall(r'\bsay\("(\w+)"', source)}
    for language in LANGUAGES:
        words = pages.page_words(LANGUAGES)[language]
        assert asked - set(words) == set()
        assert all(words.values())


def test_what_works_offline_is_all_that_the_page_needs(bench: Station) -> None:
    files = bench.client.get("/station/files").get_json()
    assert files[0] == "./"
    have = {path.name for path in pages.FOLDER.iterdir()} - {pages.WORKER}
    assert {name.removeprefix("static/") for name in files[1:]} == have
    with bench.client.get("/station/worker.js") as worker:
        assert (worker.status_code, worker.mimetype) == (200, "text/javascript")
    assert bench.client.get("/station").headers["Location"].endswith("/station/")


@pytest.mark.parametrize(
    "path",
    sorted([*pages.FOLDER.iterdir(), *pages.FOLDER.with_name("templates").iterdir()]),
    ids=lambda path: path.name,
)
def test_files_of_the_page_are_short(path: Any) -> None:
    assert path.read_text("utf-8").count("\n") <= 300
