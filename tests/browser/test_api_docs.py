"""The API's page as people meet it: on a phone and on a desk, light and dark, by keyboard."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.world import World
from wms.app import create_app
from wms.db import Database

SIZES = [(360, 640), (1280, 800)]


class _Silent(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        """Say nothing of requests."""


@pytest.fixture
def address(sqlite_db: Database) -> Iterator[str]:
    world = World(sqlite_db)
    app = create_app(world.db, world.config)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Silent)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}/api/v1/docs"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def pages(chromium: Browser) -> Iterator[list[Page]]:
    """Pages of both sizes, light and dark."""
    contexts = [
        chromium.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        for width, height in SIZES
        for scheme in ("light", "dark")
    ]
    yield [context.new_page() for context in contexts]
    for context in contexts:
        context.close()


def test_the_page_fits_loads_no_strangers_and_is_walked_by_keyboard(
    address: str, pages: list[Page]
) -> None:
    papers = set()
    for page in pages:
        said: list[str] = []
        page.on("console", lambda message, said=said: said.append(message.text))
        page.on("requestfailed", lambda request, said=said: said.append(request.url))
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert said == []
        size = page.viewport_size
        assert size is not None
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        papers.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content"
        assert page.locator("article").count() > 20
    assert len(papers) == 2
