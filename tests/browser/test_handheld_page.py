"""A picker's day on the page: paired, signed in by a badge, an order picked by scans alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser import shop
from tests.browser.hand import Hand
from tests.browser.serving import Site

Make = Callable[..., Hand]


@pytest.fixture(autouse=True)
def _shop(site: Site) -> None:
    shop.laid_out(site.world)


def test_an_order_is_picked_by_scans_alone(hand: Make, site: Site) -> None:
    world = site.world
    order = shop.ordered(world, ("MUG", 2), ("CAP", 1))
    anna = hand()
    anna.open()
    anna.picture("handheld-pairing")
    anna.pair("H-1")
    assert (anna.title, anna.prompt) == ("SIGN IN", "Scan your badge")
    anna.picture("handheld-sign-in")
    anna.scan(world.badges["anna"])
    assert anna.title == "MENU"
    anna.picture("handheld-menu")
    anna.scan("%PICK")
    assert anna.prompt == f"Scan an empty tote for {order}"
    anna.picture("handheld-totes")
    anna.scan("T-1")
    anna.picture("handheld-bin")
    anna.scan("A-02")
    assert (anna.tone, anna.message) == ("refused", "This is bin A-02. Go to A-01 and scan it")
    expect(anna.page.locator("#message-tone")).to_have_text("Refused: ")
    anna.picture("handheld-refused")
    for code in ("A-01", "]E0" + shop.CAP, "T-1", "A-02", shop.MUG):
        anna.scan(code)
        assert anna.tone in ("done", "neutral"), (code, anna.message)
    assert anna.lines["Take"] == "1/2"
    anna.picture("handheld-item")
    anna.page.wait_for_timeout(500)  # the second mug is another scan, not the scanner's chatter
    anna.scan(shop.MUG)
    anna.scan("T-1")
    assert (anna.title, anna.tone) == ("DROP", "done")
    anna.picture("handheld-drop")
    anna.scan("PACK")
    assert anna.title == "MENU"
    assert shop.status(world, "S-1") == "picked"
    assert "refused" in anna.tones
    assert "done" in anna.tones
    assert world.differences() == []


def test_nothing_that_matters_is_below_the_fold_and_every_key_is_large(hand: Make) -> None:
    anna = hand()
    anna.pair("H-1")
    anna.scan(anna.site.world.badges["anna"])
    view = anna.page.viewport_size or {}
    for selector in ("#title", "#prompt", "#keys button >> nth=-1", "#link"):
        box = anna.page.locator(selector).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= view["height"], selector
    for button in anna.page.locator("#keys button, .tool").all():
        box = button.bounding_box()
        assert box is not None
        assert min(box["height"], box["width"]) >= 64
    assert anna.page.evaluate("document.documentElement.scrollWidth") <= 360
    assert anna.page.evaluate("document.activeElement.tagName") == "BODY"


def test_every_key_is_reached_by_keyboard_and_lies_where_the_text_station_has_it(
    hand: Make,
) -> None:
    anna = hand()
    anna.pair("H-1")
    anna.scan(anna.site.world.badges["anna"])
    anna.press("F7")  # WORK F1, PUTAWAY F2, PICK F3, COUNT F4, REPLENISH F5, WHAT F6, MORE F7
    assert anna.keys[-1] == "BACK"
    assert "MOVE" in anna.keys
    anna.press("Escape")
    assert "WORK" in anna.keys
    anna.page.focus('#keys [data-key="WHAT"]')
    anna.press("Enter")
    assert anna.title == "WHAT"
    anna.press("F8")
    assert anna.title == "MENU"


def test_a_scan_presses_no_key_that_has_the_focus(hand: Make) -> None:
    anna = hand()
    anna.pair("H-1")
    anna.scan(anna.site.world.badges["anna"])
    anna.key("WHAT")
    anna.page.focus('#keys [data-key="BACK"]')
    anna.scan("A-01")
    assert anna.title == "WHAT"
    assert anna.message == "" or anna.tone != "refused"


def test_a_pin_is_keyed_in_and_never_shown(hand: Make) -> None:
    ewa = hand()
    ewa.pair("H-1")
    ewa.scan(ewa.site.world.badges["ewa"])
    assert ewa.prompt == "Enter your PIN"
    assert ewa.page.get_attribute("#typed", "inputmode") == "none"
    ewa.page.keyboard.type("47", delay=90)
    expect(ewa.page.locator("#typed")).to_have_value("47")
    assert "secret" in (ewa.page.get_attribute("#typed", "class") or "")
    ewa.picture("handheld-pin")
    ewa.keys_in("11")
    assert (ewa.title, ewa.message) == ("MENU", "Ewa")


def test_the_page_speaks_the_language_of_who_is_signed_in(hand: Make) -> None:
    jan = hand()
    jan.pair("H-1")
    jan.scan(jan.site.world.badges["jan"])
    expect(jan.page.locator("html")).to_have_attribute("lang", "pl")
    expect(jan.page.locator("#link-words")).to_have_text("Połączono")
    assert jan.page.get_attribute("#screen", "lang") == "pl"
    jan.picture("handheld-polish")
