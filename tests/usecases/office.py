"""The office pages as a browser meets them, on a world."""

from __future__ import annotations

import re
from typing import Any

from werkzeug.test import TestResponse

from tests.application import application
from tests.world import World
from wms.people import enroll

PASSWORD = "correct horse battery"
_CSRF = re.compile(r'name="csrf" value="([0-9a-f]+)"')


def a_person(world: World, login: str, role: str, *, language: str = "en") -> None:
    """Add somebody who may come in with `PASSWORD`."""
    given: dict[str, Any] = {"login": login, "name": login.title(), "role": role}
    given |= {"language": language, "pin": "4711", "password": PASSWORD}
    world.do(lambda conn: enroll.worker(conn, **given))


class Browser:
    """A browser with its cookies; forms carry the proof that our pages give."""

    def __init__(self, world: World, address: str = "127.0.0.1") -> None:
        self.world = world
        app = application(world)
        self.client = app.test_client()
        self.client.environ_base["REMOTE_ADDR"] = address

    def get(self, path: str, **given: Any) -> TestResponse:
        headers = {"Accept": "text/html", "Sec-Fetch-Mode": "navigate"}
        return self.client.get(path, headers=headers | given.pop("headers", {}), **given)

    def post(self, path: str, *, follow: bool = True, **fields: Any) -> TestResponse:
        """Send a form from the overview and follow to where it leads."""
        data = {"csrf": self.proof()} | fields
        headers = {"Accept": "text/html"}
        return self.client.post(path, data=data, headers=headers, follow_redirects=follow)

    def proof(self) -> str:
        found = _CSRF.search(self.get("/").get_data(as_text=True))
        return found[1] if found else ""

    def sign_in(self, login: str, password: str = PASSWORD, **fields: str) -> TestResponse:
        data = {"login": login, "password": password} | fields
        return self.client.post("/sign-in", data=data, headers={"Accept": "text/html"})


def signed_in(world: World, role: str = "supervisor", *, language: str = "en") -> Browser:
    """Return the browser of somebody with a role who has just signed in."""
    a_person(world, f"the-{role}", role, language=language)
    browser = Browser(world)
    assert browser.sign_in(f"the-{role}").status_code == 303
    return browser


def words(response: TestResponse) -> str:
    """Return what a page says, without its tags."""
    page = re.sub(r"<(script|style|head).*?</\1>", "", response.get_data(as_text=True), flags=re.S)
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())
