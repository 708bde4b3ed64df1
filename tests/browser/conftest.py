"""Debian's Chromium on the pages of a real server, which serves a small world on SQLite."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from tests.browser.axe import Axe, Missing, fetched
from tests.browser.hand import Hand
from tests.browser.office import Office
from tests.browser.serving import Site
from tests.world import World
from wms.db import Database

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CONFIG = "[quality]\nevery_nth_order = 0\nfirst_orders = 0\n"
HANDHELD = {"width": 360, "height": 640}
BENCH = {"width": 1280, "height": 800}
PATIENCE_MILLISECONDS = 15_000
"""For what a page is to do: no test hangs, also where the machine has much else to do."""

expect.set_options(timeout=PATIENCE_MILLISECONDS)

FAKE_SERIAL = Path(__file__).with_name("fake_serial.js")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    given = os.environ.get("WMS_CHROMIUM", "")
    path = given or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip(f"no browser: none of {', '.join(NAMES)} is installed, nor WMS_CHROMIUM set")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe_or_why(pytestconfig: pytest.Config) -> Axe | str:
    """Return the engine, or the reason why there is none here."""
    assert pytestconfig.cache is not None
    try:
        return fetched(pytestconfig.cache.mkdir("axe-core"))
    except Missing as missing:
        return str(missing)


@pytest.fixture
def axe(axe_or_why: Axe | str) -> Axe:
    """What finds pages that shut people out."""
    if isinstance(axe_or_why, str):
        pytest.skip(axe_or_why)
    return axe_or_why


@pytest.fixture(scope="session")
def world_of(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], World]]:
    """Make a world that several tests look at and none changes."""
    made: list[Database] = []

    def make(name: str) -> World:
        path = tmp_path_factory.mktemp(name) / "wms.db"
        shutil.copy(sqlite_template, path)
        made.append(Database(f"sqlite:///{path}"))
        return World(made[-1])

    yield make
    for database in made:
        database.close()


@pytest.fixture(scope="module")
def chromium_page(
    chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Office]]:
    """Make an office's browser for all tests of a file."""
    made: list[BrowserContext] = []
    folder = Path(os.environ.get("WMS_SCREENSHOTS") or tmp_path_factory.mktemp("pictures"))

    def make(url: str, size: dict[str, int] = BENCH, **looks: str) -> Office:
        made.append(chromium.new_context(viewport=size, **looks))  # type: ignore[arg-type]
        made[-1].set_default_timeout(PATIENCE_MILLISECONDS)
        return Office(made[-1].new_page(), url, folder)

    yield make
    for context in made:
        context.close()


@pytest.fixture
def world(sqlite_db: Database) -> World:
    return World(sqlite_db)


@pytest.fixture
def site(world: World, tmp_path: Path) -> Iterator[Site]:
    config = tmp_path / "site.toml"
    config.write_text(CONFIG, "utf-8")
    found = Site(world, config)
    found.start()
    yield found
    found.kill()


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Where screenshots go: the folder that WMS_SCREENSHOTS names, else the test's own."""
    return Path(os.environ.get("WMS_SCREENSHOTS") or tmp_path / "pictures")


@pytest.fixture
def device(chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Make a browser of its own: its storage, its size, its way to look."""
    made: list[BrowserContext] = []

    def make(size: dict[str, int] = HANDHELD, **looks: str) -> BrowserContext:
        context = chromium.new_context(viewport=size, **looks)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        context.add_init_script(path=FAKE_SERIAL)
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()


@pytest.fixture
def hand(
    device: Callable[..., BrowserContext], site: Site, pictures: Path, axe_or_why: Axe | str
) -> Iterator[Callable[..., Hand]]:
    """Make a person with a device of their own; no page may have complained in the end.

    Where axe-core cannot be had their pages are pictured without it: `test_every_page` says so.
    """
    axe = axe_or_why if isinstance(axe_or_why, Axe) else None
    made: list[Hand] = []

    def make(size: dict[str, int] = HANDHELD, **looks: str) -> Hand:
        made.append(Hand(device(size, **looks).new_page(), site, pictures, axe))
        return made[-1]

    yield make
    assert [words for each in made for words in each.complaints] == []
