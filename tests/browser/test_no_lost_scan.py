"""No scan is lost, none counts twice: the server is killed, the tab is closed, a second opens."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect
from sqlalchemy import select

from tests.browser import shop
from tests.browser.conftest import PATIENCE_MILLISECONDS
from tests.browser.hand import Hand
from tests.browser.serving import Site
from wms.people import renew
from wms.terminal.models import StationEvent

Make = Callable[..., Hand]
CAN_BEGIN_ALONE = """(patience) => Promise.race([
  navigator.serviceWorker.ready.then(() => true),
  new Promise((resolve) => setTimeout(() => resolve(false), patience)),
])"""
"""The worker has all files. That it controls the page now is not asked: a page that was on its way
while the worker began is not claimed, and is served by it from its next load on."""


@pytest.fixture(autouse=True)
def _shop(site: Site) -> None:
    shop.laid_out(site.world)


def _events(site: Site) -> list[tuple[str, str]]:
    """Return (text, outcome) of all that stations said, in the order in which it was taken."""
    asked = select(StationEvent.input, StationEvent.outcome).order_by(StationEvent.recorded_at)
    with site.world.db.read() as conn:
        return [(row.input.get("text", ""), row.outcome) for row in conn.execute(asked)]


def _at_the_bin(anna: Hand) -> None:
    shop.ordered(anna.site.world, ("MUG", 1), ("CAP", 1))
    anna.pair("H-1")
    for code in (anna.site.world.badges["anna"], "%PICK", "T-1"):
        anna.scan(code)


def test_scans_made_while_the_server_is_down_count_once_when_it_is_back(
    hand: Make, site: Site
) -> None:
    anna = hand()
    _at_the_bin(anna)
    site.kill()
    expect(anna.page.locator("#link-words")).to_have_text("No link", timeout=10_000)
    anna.type_codes("A-01", shop.CAP)
    expect(anna.page.locator("#waits")).to_have_text("Scans that wait for the link: 2")
    anna.picture("handheld-no-link")
    site.start()
    expect(anna.page.locator("#prompt")).to_have_text("Put into T-1. Scan it", timeout=15_000)
    expect(anna.page.locator("#waits")).to_have_text("")
    assert _events(site)[-2:] == [("A-01", "applied"), (shop.CAP, "applied")]


def test_what_waits_survives_a_reload_without_the_server(hand: Make, site: Site) -> None:
    anna = hand()
    _at_the_bin(anna)
    assert anna.page.evaluate(CAN_BEGIN_ALONE, PATIENCE_MILLISECONDS)
    site.kill()
    anna.type_codes("A-01")
    expect(anna.page.locator("#waits")).to_have_text("Scans that wait for the link: 1")
    anna.page.reload()
    expect(anna.page.locator("#prompt")).to_have_text("Scan bin A-01")  # as it was last seen
    expect(anna.page.locator("#waits")).to_have_text("Scans that wait for the link: 1")
    anna.type_codes(shop.CAP)
    site.start()
    expect(anna.page.locator("#prompt")).to_have_text("Put into T-1. Scan it", timeout=15_000)
    assert _events(site)[-2:] == [("A-01", "applied"), (shop.CAP, "applied")]


def test_an_answer_that_is_lost_is_asked_for_again_and_counts_once(hand: Make, site: Site) -> None:
    anna = hand()
    _at_the_bin(anna)
    before = len(_events(site))
    lost = []

    def lose(route: object) -> None:
        if not lost:
            lost.append(route.fetch().status)  # type: ignore[attr-defined]
            route.abort()  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    anna.page.route("**/events", lose)
    anna.scan("A-01")
    assert lost == [200]
    assert anna.prompt == "Scan CAP"
    assert _events(site)[before:] == [("A-01", "applied")]


def test_a_tab_that_is_killed_goes_on_where_it_was(
    hand: Make, site: Site, device: Callable[..., BrowserContext]
) -> None:
    anna = hand()
    _at_the_bin(anna)
    site.kill()
    anna.type_codes("A-01")
    expect(anna.page.locator("#waits")).to_have_text("Scans that wait for the link: 1")
    context = anna.page.context
    anna.page.close(run_before_unload=False)
    site.start()
    again = Hand(context.new_page(), site, anna._pictures)
    again.open()
    expect(again.page.locator("#prompt")).to_have_text("Scan CAP", timeout=15_000)
    assert _events(site)[-1] == ("A-01", "applied")


def test_a_second_tab_is_refused_and_takes_over_when_the_first_is_closed(
    hand: Make, site: Site
) -> None:
    anna = hand()
    anna.pair("H-1")
    second = Hand(anna.page.context.new_page(), site, anna._pictures, anna._axe)
    second.open()
    expect(second.page.locator("#second-words")).to_have_text(
        "H-1 is open in another window of this browser"
    )
    second.picture("handheld-second-tab")
    anna.page.close()
    expect(second.page.locator("#prompt")).to_have_text("Scan your badge")


def test_a_revoked_key_says_so_and_the_station_is_paired_again(hand: Make, site: Site) -> None:
    anna = hand()
    _at_the_bin(anna)
    site.world.do(lambda conn: renew.revoke_station(conn, "H-1", at=site.world.at))
    words = "The key of H-1 is not valid any more. Ask the office for a pairing code"
    expect(anna.page.locator("#pair-message")).to_have_text(words, timeout=10_000)
    anna.picture("handheld-revoked")
    anna.type_codes("9-WRONG")
    expect(anna.page.locator("#pair-message")).to_contain_text("This code does not pair")
    anna.type_codes(site.pairing_code("H-1"))  # scanned: no field has the focus
    expect(anna.page.locator("#prompt")).to_have_text("Scan bin A-01", timeout=10_000)
    anna.scan("A-01")
    assert anna.prompt == "Scan CAP"


def test_unpairing_forgets_the_key(hand: Make, site: Site) -> None:
    anna = hand()
    anna.pair("H-1")
    anna.page.click("#settings-open")
    anna.picture("handheld-settings")
    anna.page.on("dialog", lambda dialog: dialog.accept())
    anna.page.click("#unpair")
    expect(anna.page.locator("#pair-code")).to_be_visible()
    assert anna.page.evaluate("localStorage.getItem('wms.station')") is None
