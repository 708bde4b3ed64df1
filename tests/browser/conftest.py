"""Debian's Chromium on the pages of a real server, which serves a small world on SQLite."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.browser.hand import Hand
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
        context.add_init_script(path=FAKE_SERIAL)
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()


@pytest.fixture
def hand(
    device: Callable[..., BrowserContext], site: Site, pictures: Path
) -> Iterator[Callable[..., Hand]]:
    """Make a person with a device of their own; no page may have complained in the end."""
    made: list[Hand] = []

    def make(size: dict[str, int] = HANDHELD, **looks: str) -> Hand:
        made.append(Hand(device(size, **looks).new_page(), site, pictures))
        return made[-1]

    yield make
    assert [words for each in made for words in each.complaints] == []
