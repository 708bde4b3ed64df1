"""Every page there is, at a phone's and a desk's size, in the light and in the dark: nothing that
shuts people out, nothing cut off, no complaint of the browser. A new page is looked at by itself.

The pictures are kept where `WMS_SCREENSHOTS` names a folder.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from tests.browser import busy, pages
from tests.browser.axe import Axe
from tests.browser.conftest import BENCH, HANDHELD
from tests.browser.office import Office
from tests.browser.serving import Site
from tests.usecases.office import Browser as Client
from tests.world import World

SIZES = {"360": HANDHELD, "1280": BENCH}
ADDRESSES = [*pages.rules(), *pages.SHOWN_TOO]
COLOURS = "color-contrast"
"""The one rule of axe that depends on the colours: the dark is looked at for it alone."""

DARK_TOO = "1280"
"""Colours are the same at every size, so the dark is looked at once."""

HTML = "text/html"
DOOR = "/sign-in"
STRANGERS = ("en", "pl")
"""Nobody, by the language of the browser."""

MOST_PIXELS = 12_000
"""A page that is longer, as the API's, is pictured by its beginning alone."""

MOST_OPEN = 40
_OPEN = """
(most) => {
  const folded = [...document.querySelectorAll("main details")];
  for (const one of folded.slice(0, most)) one.open = true;
}
"""


@pytest.fixture(scope="module")
def site(
    world_of: Callable[[str], World], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    world, config = world_of("every-page"), tmp_path_factory.mktemp("site") / "site.toml"
    busy.configured(world, config)
    busy.playing(world)
    world.at = datetime.now(UTC)
    found = Site(world, config)
    found.start()
    yield found
    found.kill()


@pytest.fixture(scope="module")
def client(site: Site) -> Client:
    """A browser without a screen: it follows the links and knows what is a page."""
    found = Client(site.world)
    assert found.sign_in(busy.BOSS).status_code == 303
    return found


@pytest.fixture(scope="module")
def linked(client: Client) -> pages.Found:
    return pages.followed(client, *pages.STARTS)


@pytest.fixture(scope="module")
def office(chromium_page: Callable[..., Office], site: Site) -> Callable[[str, str], Office]:
    """Return the browser of a size in which somebody is signed in, or a stranger at the door."""
    there: dict[tuple[str, str], Office] = {}

    def of(size: str, login: str) -> Office:
        if (size, login) not in there:
            language = "pl-PL" if login in (busy.POLE, "pl") else "en-GB"
            there[size, login] = chromium_page(site.url, SIZES[size], locale=language)
            if login not in STRANGERS:
                there[size, login].sign_in(login)
        return there[size, login]

    return of


def _name(rule: str, size: str) -> str:
    words = re.sub(r"[^A-Za-z0-9]+", "-", rule).strip("-").lower()
    return f"page-{words or 'overview'}-{size}"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("rule", ADDRESSES)
def test_a_page_shuts_nobody_out_and_cuts_nothing_off(
    rule: str,
    size: str,
    client: Client,
    linked: pages.Found,
    office: Callable[[str, str], Office],
    axe: Axe,
) -> None:
    path = pages.address(linked.addresses, rule)
    if client.get(path, follow_redirects=True).mimetype != HTML:
        return  # a file to take along: there is nothing to see
    boss = office(size, STRANGERS[0] if rule == DOOR else busy.BOSS)
    boss.go(path)
    is_short = boss.height() < MOST_PIXELS
    boss.picture(_name(rule, size), whole=is_short)
    assert not boss.is_too_wide()
    boss.page.evaluate(_OPEN, MOST_OPEN)
    assert not boss.is_too_wide()
    assert axe.finds(boss.page) == []
    if size == DARK_TOO:
        boss.page.emulate_media(color_scheme="dark")
        boss.picture(_name(rule, f"{size}-dark"), whole=is_short)
        assert axe.finds(boss.page, COLOURS) == []
        boss.page.emulate_media(color_scheme="light")
    assert boss.complaints == []


@pytest.mark.parametrize("rule", ADDRESSES)
def test_longer_words_fit_on_a_phone_too(
    rule: str, client: Client, linked: pages.Found, office: Callable[[str, str], Office]
) -> None:
    path = pages.address(linked.addresses, rule)
    if client.get(path, follow_redirects=True).mimetype != HTML:
        return
    pole = office("360", STRANGERS[1] if rule == DOOR else busy.POLE)
    pole.go(path)
    pole.page.evaluate(_OPEN, MOST_OPEN)
    pole.picture(_name(rule, "360-pl"), whole=pole.height() < MOST_PIXELS)
    assert not pole.is_too_wide()


def test_menu_and_settings_open_on_a_phone(office: Callable[[str, str], Office], axe: Axe) -> None:
    boss = office("360", busy.BOSS)
    boss.go("/")
    boss.press("Menu")
    boss.picture("page-menu-360", whole=True)
    assert axe.finds(boss.page) == []
    boss.press("Menu")
    boss.page.locator(".bar-person summary").click()
    boss.picture("page-settings-360")
    assert not boss.is_too_wide()
    card = boss.page.locator(".bar-card").bounding_box()
    assert card is not None
    assert card["x"] >= 0
    assert axe.finds(boss.page) == []
