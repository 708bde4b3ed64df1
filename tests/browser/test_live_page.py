"""A page that moves by itself: says other things when what it shows is over, and holds nobody back
who goes on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.office import Office
from tests.browser.serving import Site
from tests.orders import accepted, allocated
from tests.usecases.office import a_person
from tests.waves import planned, released_wave

TOLD_BY_THE_TEST = """
window.EventSource = class {
  addEventListener(name, take) {
    if (name === "message") window.tell = (meters) => take({ data: JSON.stringify({ meters }) });
  }
};
"""
RUNS = "tell({'wave:W-1': {done: 1, total: 2, end: '', late: false}})"
IS_OVER = "tell({})"
SLOW_SECONDS = 1.0
GOES_ON = f"""() => {{
  document.querySelector('a[href="/orders"]').click();
  setTimeout(() => {IS_OVER}, 300);
}}"""
"""While the next page is still on its way, what is shown here is over."""


@pytest.fixture
def boss(site: Site, chromium_page: Callable[..., Office]) -> Iterator[Office]:
    """Somebody who looks at a wave that has begun."""
    world = site.world
    world.bins("A-01").totes("T-1").item("MUG").stock("MUG", 9, at="A-01")
    accepted(world, "S-1", [("MUG", 2)])
    allocated(world, "S-1")
    released_wave(world, planned(world)[0])
    a_person(world, "ewa", "supervisor")
    office = chromium_page(site.url)
    office.sign_in("ewa")
    office.page.add_init_script(TOLD_BY_THE_TEST)
    office.go("/waves/W-1")
    office.page.evaluate(f"{RUNS}; window.isTheSame = true")
    yield office
    assert office.complaints == []


def test_a_page_loads_itself_again_when_what_it_shows_is_over(boss: Office) -> None:
    assert boss.meter("wave:W-1") == (1, 2)
    boss.page.evaluate(IS_OVER)
    boss.page.wait_for_function("() => window.isTheSame === undefined")


def test_a_page_that_loads_itself_again_takes_nobody_back_who_goes_on(boss: Office) -> None:
    boss.page.route("**/orders", lambda route: (time.sleep(SLOW_SECONDS), route.continue_()))
    boss.page.evaluate(GOES_ON)
    expect(boss.page.locator("h1")).to_have_text("Orders")
