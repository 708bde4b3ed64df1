"""A packer's page: an order is packed, weighed, labelled and brought to its lane, and it leaves."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests.browser import shop
from tests.browser.conftest import BENCH
from tests.browser.hand import Hand
from tests.browser.serving import Site
from wms.terminal.models import Document

Make = Callable[..., Hand]


@pytest.fixture(autouse=True)
def _shop(site: Site) -> None:
    shop.laid_out(site.world)
    shop.brought(site.world, "O-1", "T-1", ("MUG", 2), ("CAP", 1))


def _connect(packer: Hand, device: str) -> None:
    """Choose a cable, as a person does in the browser's own dialog."""
    packer.page.evaluate("(device) => { window.bench.next = device; }", device)
    packer.page.click("#settings-open")
    packer.page.click(f'[data-connect="{device}"]')
    packer.page.click("#settings-close")
    ready = packer.page.locator(f"#device-{device} .device-state")
    expect(ready).to_have_text("ready")


def _put_on_scale(packer: Hand, grams: int) -> None:
    packer.page.evaluate("(grams) => { window.bench.grams = grams; }", grams)


def _documents(site: Site) -> list[tuple[str, str]]:
    with site.world.db.read() as conn:
        rows = conn.execute(select(Document.kind, Document.state).order_by(Document.id))
        return [(row.kind, row.state) for row in rows]


def _weighing(packer: Hand) -> None:
    packer.pair("PACK-1")
    for code in (packer.site.world.badges["anna"], "%PACK", "T-1", "C2"):
        packer.scan(code)
    for code in (shop.MUG, shop.CAP, shop.MUG):
        packer.scan(code)
    assert packer.title == "WEIGH"


def _packed(packer: Hand, site: Site) -> None:
    """Pack all pieces of the order, with the scale and the printer on their cables."""
    packer.pair("PACK-1")
    packer.scan(site.world.badges["anna"])
    expect(packer.page.locator("#order-none")).to_contain_text("Orders that can be packed: 1")
    packer.picture("bench-menu")
    _connect(packer, "scale")
    _connect(packer, "printer")
    packer.scan("%PACK")
    packer.scan("T-1")
    expect(packer.page.locator("#carton-words")).to_contain_text("Take carton C2")
    packer.picture("bench-carton")
    packer.scan("C2")
    packer.scan(shop.MUG)
    expect(packer.page.locator("#items .count").first).to_have_text("1/2")
    packer.scan("A-01")
    assert packer.tone == "refused"
    packer.picture("bench-items")
    packer.scan(shop.CAP)
    packer.scan(shop.MUG)
    expect(packer.page.locator("#items .is-done")).to_have_count(2)


def test_an_order_is_packed_until_it_has_left(hand: Make, site: Site) -> None:
    packer = hand(BENCH)
    _packed(packer, site)
    with packer.answer():
        _put_on_scale(packer, 510)
    assert (packer.tone, packer.message) == ("attention", "About one MUG too light")
    expect(packer.page.locator("#weight-now")).to_have_text("0.510 kg")
    packer.picture("bench-too-light")
    with packer.answer():
        _put_on_scale(packer, 812)
    assert packer.title == "LABEL"
    label = "#previews figure:nth-child(1) img"
    expect(packer.page.locator("#previews img")).to_have_count(2)
    packer.page.wait_for_function("() => window.bench.printed.length === 1")
    assert packer.page.evaluate("window.bench.printed[0]").startswith("^XA")
    expect(packer.page.locator("#documents-list [data-state=sent]")).to_have_count(1)
    packer.picture("bench-label")
    [sscc] = [code for code in packer.codes_on(label) if code.startswith("00")]
    packer.scan("]C1" + sscc)
    assert (packer.title, packer.message) == ("TO LANE", "O-1 is packed")
    packer.scan("LANE-1")
    assert packer.message == "Parcel 1 of O-1 done"
    packer.picture("bench-done")
    shop.depart(site.world)
    assert shop.status(site.world, "O-1") == "shipped"
    assert sorted(_documents(site)) == [("shipping", "seen"), ("slip", "booked")]
    assert site.world.differences() == []


def test_without_a_printer_on_a_cable_the_browser_prints_each_document_once(
    hand: Make, site: Site
) -> None:
    packer = hand(BENCH)
    packer.page.add_init_script("window.printedPages = 0; window.print = () => { printedPages++; }")
    _weighing(packer)
    _connect(packer, "scale")
    with packer.answer():
        _put_on_scale(packer, 810)
    row = packer.page.locator("#documents-list li").filter(has_text="Packing slip")
    row.get_by_role("button", name="Print").click()
    expect(row).to_have_attribute("data-state", "sent")
    expect(row.get_by_role("button", name="Print")).to_be_disabled()
    assert packer.page.evaluate("window.printedPages") == 1
    assert ("slip", "sent") in _documents(site)
    assert ("shipping", "booked") in _documents(site)
    row.get_by_role("button", name="Show").click()
    expect(packer.page.locator("#preview img")).to_be_visible()
    packer.picture("bench-slip")


def test_a_weight_that_was_judged_does_not_vouch_for_the_next(hand: Make, site: Site) -> None:
    packer = hand(BENCH)
    _weighing(packer)
    _connect(packer, "scale")
    with packer.answer():
        _put_on_scale(packer, 510)
    no = packer.page.get_attribute("#screen", "data-no")
    packer.page.wait_for_timeout(1200)  # it goes on lying there
    assert packer.page.get_attribute("#screen", "data-no") == no


def test_a_printer_in_trouble_says_what_to_do(hand: Make, site: Site) -> None:
    packer = hand(BENCH)
    _weighing(packer)
    _connect(packer, "printer")
    packer.page.evaluate("window.bench.status = 'head'")
    state = packer.page.locator("#device-printer .device-state")
    expect(state).to_have_text("the head is open: close it", timeout=8_000)
    packer.picture("bench-printer-open")


def test_the_bench_looks_well_in_the_dark_and_in_large_text(hand: Make, site: Site) -> None:
    packer = hand(BENCH, color_scheme="dark")
    _weighing(packer)
    packer.picture("bench-dark")
    small = hand(color_scheme="dark")
    small.open()
    looks = json.dumps({"size": 200, "hand": "left", "contrast": True})
    small.page.evaluate("(looks) => localStorage.setItem('wms.looks', looks)", looks)
    small.pair("H-1")
    small.scan(site.world.badges["anna"])
    small.picture("handheld-large-left")
    assert small.page.evaluate("document.documentElement.scrollWidth") <= 360
