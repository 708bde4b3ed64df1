"""The rules of the page's modules: the same as those of the text station, decided the same."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from drivers.scales.mt_sics import MtSicsParser, ScaleStatus, WeightReading
from stations.keys import places
from stations.weighing import Weighing
from tests.browser.conftest import CONFIG
from tests.browser.office import Office
from tests.browser.serving import Site
from tests.world import World
from wms.web.pairing import KEY

Ask = Callable[..., Any]

LINES = [
    "S S      0.510 kg",
    "S D      0.510 kg",
    "S S    -12.5   g",
    "S S      12.5 g",
    "S S      13.5 g",
    "S S      1.000 lb",
    "S S        1.5 oz",
    "S S  100000.49 mg",
    "S S     0.51 kg",
    "S S      0.510 stone",
    "S S      0,510 kg",
    "S +",
    "SI -",
    "S I",
    "S S  Error 10b",
    "ES",
    "Z A",
    "",
]
READINGS = [
    (0, True), (510, False), (510, True), (510, True), (512, True), (512, False), (513, True),
    (0, True), (810, True), (810, True), (-3, True), (810, True), (820, True),
]  # fmt: skip
SCREENS = [
    (["BACK", "QTY", "A", "B", "C"]),
    (["SKIP", "SHORT", "BACK", "SKIP"]),
    [],
    list("ABCDEFGHIJKLM"),
]


@pytest.fixture(scope="module")
def tab(
    world_of: Callable[[str], World],
    chromium_page: Callable[..., Office],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Office]:
    """The station's page: its modules keep nothing from one test to another."""
    config = tmp_path_factory.mktemp("rules") / "site.toml"
    config.write_text(CONFIG, "utf-8")
    site = Site(world_of("rules"), config)
    site.start()
    found = chromium_page(site.url)
    found.go("/station")
    yield found
    assert found.complaints == []
    site.kill()


@pytest.fixture
def ask(tab: Office) -> Ask:
    """Call a function of a module of the page."""

    def call(module: str, script: str, *given: Any) -> Any:
        load = f"const m = await import('/station/static/{module}.js');"
        wrapped = f"async (given) => {{ {load} {script} }}"
        return tab.page.evaluate(wrapped, list(given))

    return call


def test_keys_lie_where_the_text_station_has_them(ask: Ask) -> None:
    for keys in SCREENS:
        found = ask("keys", "return m.places(given[0]);", keys)
        assert [tuple(place) for place in found] == list(places(keys).items())


def test_a_scale_is_understood_as_the_driver_does(ask: Ask) -> None:
    for line in LINES:
        found = ask("sics", "return m.reading(given[0]);", line)
        known = MtSicsParser().feed(f"{line}\r\n".encode())
        match known:
            case [WeightReading(grams, stable)]:
                assert (found["kind"], found["grams"], found["isStable"]) == (
                    "weight",
                    grams,
                    stable,
                )
            case [ScaleStatus("overload" | "underload" | "busy" as kind)]:
                assert found["kind"] == kind
            case [ScaleStatus("device_error")]:
                assert found["kind"] == "fault"
            case _:
                assert found["kind"] == "malformed", line


def test_a_line_of_the_scale_is_whole_whatever_the_slicing(ask: Ask) -> None:
    script = "const l = new m.Lines(); return given.flatMap((text) => l.feed(text));"
    whole = "S S      0.510 kg\r\nS D      0.511 kg\r\n"
    for cut in range(len(whole)):
        assert ask("sics", script, whole[:cut], whole[cut:]) == whole.splitlines()


def test_a_weight_is_sent_when_the_text_station_would_send_it(ask: Ask) -> None:
    script = (
        "const w = new m.Weighing(); w.show(1, true);"
        "return given[0].map(([grams, stable], n) => {"
        "  const sent = w.read(grams, stable);"
        "  if (sent !== null) { w.settle(sent, n % 3 ? 'refused' : 'stale', 2); w.show(2, true); }"
        "  return sent; });"
    )
    weighing = Weighing()
    weighing.show(1, True)
    expected = []
    for n, (grams, stable) in enumerate(READINGS):
        sent = weighing.read(grams, stable)
        if sent is not None:
            weighing.settle(sent, "refused" if n % 3 else "stale", 2)
            weighing.show(2, True)
        expected.append(sent)
    assert ask("weighing", script, READINGS) == expected
    assert len([grams for grams in expected if grams is not None]) >= 4


def test_a_scanner_that_types_is_told_from_a_person(ask: Ask) -> None:
    script = (
        "const w = new m.Wedge(); let at = 0;"
        "for (const [text, gap] of given[0]) { at += gap; w.character(text, at); }"
        "const end = w.end(at + given[1]); return [end.scanned ?? null, end.typed ?? null];"
    )
    fast = [(c, 3) for c in "]E09501101530003"]
    slow = [(c, 120) for c in "4711"]
    assert ask("wedge", script, fast, 3) == ["]E09501101530003", None]
    assert ask("wedge", script, slow, 200) == [None, "4711"]
    # a stray key before a scan does not become a part of it
    assert ask("wedge", script, [("x", 0), ("A", 900), *[(c, 2) for c in "-01-3"]], 2) == [
        "A-01-3",
        None,
    ]
    assert ask("wedge", script, [], 0) == [None, None]
    assert ask("wedge", script, [("4", 0), ("7", 120)], 2) == [None, "47"]
    assert ask("wedge", "return m.unframed(given[0]);", "]C1" + "00395") == ["]C1", "00395"]


def test_a_scanner_that_halts_does_not_lose_the_head_of_its_code(ask: Ask) -> None:
    script = (
        "return given.map(([code, halts, end]) => {"
        "  const w = new m.Wedge(); let at = 0;"
        "  [...code].forEach((c, i) => { at += halts[i] ?? 4; w.character(c, at); });"
        "  const found = w.end(at + end); return found.scanned ?? found.typed; });"
    )
    halts = [({n: gap}, 4) for n in range(1, 10) for gap in (60, 300, 1500)]
    halts += [({}, 60), ({}, 300), ({3: 70, 6: 90}, 4), ({2: 60, 4: 60, 6: 60, 8: 60}, 60)]
    # a halt after the first key alone is like a stray key: only short ones can be told from it
    halts.remove(({1: 1500}, 4))
    found = ask("wedge", script, *(["LOT-12-345", halt, end] for halt, end in halts))
    assert found == ["LOT-12-345"] * len(halts)
    # an abandoned half is no part of what comes later
    assert ask("wedge", script, ["LOT-9A-01-3", {5: 2500}, 4]) == ["A-01-3"]


def test_half_a_scan_of_a_serial_scanner_never_passes_for_a_whole_one(ask: Ask) -> None:
    script = (
        "const f = new m.Frames(0); const bytes = (text) => new TextEncoder().encode(text);"
        "return given.flatMap(([text, at]) => f.feed(bytes(text), at));"
    )
    assert ask("frames", script, ["LF-A\r", 10], ["]E0123\r\n", 20]) == ["]E0123"]  # plugged in
    assert ask("frames", script, ["A-0", 500], ["1\r", 510], ["B\t", 520]) == ["A-01", "B"]
    assert ask("frames", script, ["A-0", 500], ["1\r", 900]) == [None, "1"]
    assert ask("frames", script, ["A\x01B\r", 500]) == [None]
    assert ask("frames", script, ["x" * 5000 + "tail\r", 500], ["OK\r", 900]) == [None, "OK"]


def test_a_printer_says_what_is_wrong_with_it(ask: Ask) -> None:
    first, second = "030,0,0,1218,000,0,0,0,000,0,0,0", "000,0,0,0,0,2,4,0,00000000,1,000"
    well = "\r\n".join(f"\x02{line}\x03" for line in (first, second, "1234,0"))
    say = "return m.trouble(given[0]);"
    assert ask("zebra", say, well) == ""
    assert ask("zebra", say, well[:-4]) is None
    assert ask("zebra", say, well.replace("030,0,0", "030,1,1")) == "paper"
    assert ask("zebra", say, well.replace("\x02000,0,0", "\x02000,0,1")) == "head"
    assert ask("zebra", say, well.replace("030,0,0", "030,0,1")) == "paused"


def test_ids_are_uuids_and_keys_are_what_the_server_takes(ask: Ask) -> None:
    found = ask("ids", "return Array.from({ length: 50 }, () => [m.uuid(), m.secretKey()]);")
    assert len({name for name, _ in found}) == 50
    for name, key in found:
        assert uuid.UUID(name).version == 4
        assert re.fullmatch(KEY, key)
