"""The office without a mouse: in at the door, through the menu, to an order, a wave released;
questions before what cannot be taken back; and what becomes of work when the session is over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete

from tests.browser import busy
from tests.browser.axe import Axe
from tests.browser.conftest import HANDHELD
from tests.browser.office import Office
from tests.browser.serving import Site
from tests.orders import accepted, allocated
from tests.usecases.office import PASSWORD, a_person
from tests.world import World
from wms.orders import queries
from wms.people.models import OfficeSession
from wms.picking import waves

EWA = "ewa"


@pytest.fixture
def site(world: World, tmp_path: Path) -> Iterator[Site]:
    config = tmp_path / "site.toml"
    busy.configured(world, config)
    world.bins("A-01").totes("T-1", "T-2").item("MUG").stock("MUG", 9, at="A-01")
    for n in (1, 2):
        accepted(world, f"S-{n}", [("MUG", 1)])
    allocated(world, "S-1", "S-2")
    a_person(world, EWA, "supervisor")
    found = Site(world, config)
    found.start()
    yield found
    found.kill()


@pytest.fixture
def ewa(site: Site, chromium_page: Callable[..., Office]) -> Iterator[Office]:
    office = chromium_page(site.url, HANDHELD)
    yield office
    assert office.complaints == []


def _wave(site: Site) -> str:
    with site.world.db.read() as conn:
        found = waves.all_of(conn, site.world.warehouse_id)
    return found[-1].status if found else ""


def _order(site: Site, ref: str) -> str:
    with site.world.db.read() as conn:
        return queries.order(conn, site.world.ids[ref]).status


def test_a_wave_is_released_by_keys_alone(ewa: Office, site: Site) -> None:
    ewa.go("/waves")
    assert ewa.focused == "Login", "who comes in can type at once"
    ewa.page.keyboard.type(EWA)
    ewa.keys("Tab")
    ewa.page.keyboard.type(PASSWORD)
    ewa.keys("Enter")
    expect(ewa.page.locator("h1")).to_have_text("Waves")
    ewa.keys("Tab")
    assert ewa.focused == "Skip to the content"
    _follow(ewa, "Menu")
    _follow(ewa, "Orders", "Orders")
    _follow(ewa, "Narrow down")
    ewa.tab_to("Reference")
    ewa.page.keyboard.type("S-2")
    ewa.keys("Enter")
    expect(ewa.page.locator("tbody tr")).to_have_count(1)
    expect(ewa.page.locator("tbody th")).to_contain_text("O-2")
    _follow(ewa, "Plan a wave", "Plan a wave")
    ewa.tab_to("Template")
    ewa.page.keyboard.type("SING")
    ewa.tab_to("Show")
    ewa.keys("Enter")
    expect(ewa.page.locator("main h2").first).to_have_text("SINGLE")
    _follow(ewa, "Plan only", "W-1 planned")
    ewa.is_told("W-1 is planned: 2 orders")
    _follow(ewa, "Release", "W-1 released")
    ewa.is_told("W-1 is released: pickers can begin")
    assert _wave(site) == "released"


def test_any_code_is_looked_for_from_any_page(ewa: Office) -> None:
    ewa.sign_in(EWA)
    ewa.go("/orders")
    ewa.keys("/")
    assert ewa.focused.startswith("Any code")
    ewa.page.keyboard.type("O-1/2")  # the stroke is a letter where one types
    expect(ewa.page.locator("#find")).to_have_value("O-1/2")
    ewa.keys("Enter")
    ewa.page.wait_for_url("**/trace?code=O-1%2F2")


def test_what_cannot_be_taken_back_is_asked_first(ewa: Office, site: Site, axe: Axe) -> None:
    ewa.sign_in(EWA)
    ewa.go("/waves/plan?a=NEXT")
    _follow(ewa, "Plan only", "W-1 planned")
    dialog = ewa.page.get_by_role("dialog")
    _follow(ewa, "Dissolve")
    expect(dialog).to_contain_text("Dissolve W-1? Its orders are free for another.")
    assert ewa.focused == "No"
    ewa.picture("office-question")
    assert axe.finds(ewa.page) == []
    ewa.keys("Escape")
    expect(dialog).to_have_count(0)
    assert (ewa.focused, _wave(site)) == ("Dissolve", "planned")
    ewa.keys("Enter", "Enter")  # asked again, No
    expect(dialog).to_have_count(0)
    assert _wave(site) == "planned"
    ewa.keys("Enter", "Tab")
    assert ewa.focused == "Dissolve"
    ewa.keys("Enter")
    ewa.is_told("W-1 is cancelled, its orders are free")
    ewa.go("/orders/O-1")
    _follow(ewa, "Cancel the order")
    ewa.keys("Escape")
    expect(dialog).to_have_count(0)
    assert _order(site, "S-1") == "allocated"
    ewa.keys("Enter", "Tab", "Enter")
    ewa.is_told("Order O-1 is cancelled")
    assert _order(site, "S-1") == "cancelled"


def test_when_the_session_is_over_nothing_is_done_and_one_comes_back_to_the_page(
    ewa: Office, site: Site
) -> None:
    ewa.sign_in(EWA)
    ewa.go("/waves/plan?a=SINGLE")
    site.world.do(lambda conn: conn.execute(delete(OfficeSession)))
    ewa.press("Plan and release")
    expect(ewa.page.locator("h1")).to_have_text("Sign in")
    alert = ewa.page.get_by_role("alert")
    expect(alert).to_contain_text("Your session is over, and nothing was done")
    assert _wave(site) == ""
    ewa.page.fill("#login", EWA)
    ewa.page.fill("#password", PASSWORD)
    ewa.keys("Enter")
    expect(ewa.page.locator("h1")).to_have_text("Plan a wave")
    assert ewa.path.startswith("/waves/plan?a=SINGLE")
    ewa.press("Plan and release")
    ewa.is_told("W-1 is released: pickers can begin")


def _follow(office: Office, words: str, heading: str = "") -> None:
    """Come by Tab to what says `words` and press Enter; wait for the page with that heading."""
    office.tab_to(words)
    office.keys("Enter")
    if heading:
        expect(office.page.locator("h1")).to_have_text(heading)
