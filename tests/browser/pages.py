"""All pages that a site answers with, taken from its own table of routes, and real addresses of
those that are about one order, wave, bin…: found as a person finds them, by following links."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from tests.usecases.office import Browser
from wms import settings
from wms.app import create_app
from wms.db import Database

NO_PAGES = ("/api/", "/static/", "/station/", "/health", "/ready", "/metrics", "/live")
"""What machines ask for. The station's own page is one program with many faces: see `Hand`."""

BESIDES = ("/api/v1/docs",)

SHOWN_TOO = (
    "/orders?view=all",
    "/orders?view=blocked&carrier=SWIFT",
    "/waves/plan?a=POST&b=SINGLE",
    "/waves/plan?a=NO-SUCH",
    "/stock?text=MUG",
    "/orders/NO-SUCH",
    "/no-such-page",
)
"""Faces of pages that no rule tells of: narrowed, compared, refused, not found."""

STARTS = ("/trace?code=HAND-1", "/figures")
"""Pages with links that others have in their middle only."""

_LINK = re.compile(r'href="(/[^"#]*)"')
_ENOUGH = 3
"""So many pages of one rule are read for links."""


def rules() -> list[str]:
    """Return the rules of all pages, as the table of routes has them."""
    return sorted({*BESIDES, *(str(rule) for rule in _map(_app()) if _is_page(str(rule)))})


def _app() -> Flask:
    return create_app(Database("sqlite://"), settings.load({}).data)


def _map(app: Flask) -> list[object]:
    return [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]


def _is_page(rule: str) -> bool:
    return not rule.startswith(NO_PAGES)


@dataclass
class Found:
    """Addresses by rule, and links that lead nowhere, each with the page that has it."""

    addresses: dict[str, str] = field(default_factory=dict)
    dead: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)


def followed(browser: Browser, *starts: str) -> Found:
    """Follow all links from the overview and `starts` on, a few pages of each rule."""
    found, seen = Found(), {*starts, "/"}
    read: dict[str, int] = {}
    waiting = deque((start, "") for start in (*starts, "/"))
    while waiting:
        path, source = waiting.popleft()
        rule = _rule(browser.client.application, path)
        if rule is None:
            found.dead.setdefault(path, source)
        elif _is_page(rule) and read.setdefault(rule, 0) < _ENOUGH:
            read[rule] += 1
            answer = browser.get(path)
            found.kinds.setdefault(rule, answer.mimetype)
            if answer.status_code == 200:
                found.addresses.setdefault(rule, path)
            if answer.mimetype == "text/html":
                links = map(unescape, _LINK.findall(answer.get_data(as_text=True)))
                fresh = [link for link in links if link not in seen]
                seen.update(fresh)
                waiting.extend((link, path) for link in fresh)
    return found


def _rule(app: Flask, path: str) -> str | None:
    """Return the rule that answers `path`, None if there is none."""
    parts = urlsplit(path)
    try:
        rule, _ = app.url_map.bind("").match(parts.path, method="GET", return_rule=True)
    except RequestRedirect as elsewhere:
        return _rule(app, urlsplit(elsewhere.new_url).path)
    except HTTPException:
        return None
    return str(rule)


def address(found: Mapping[str, str], rule: str) -> str:
    """Return a real address of a rule; one without names is its own.

    :raises LookupError: it names something, and no link on any page leads to it.
    """
    if rule not in found and "<" in rule:
        raise LookupError(
            f"no link leads to {rule}: put what it shows on the stage (tests/browser/busy.py)"
        )
    return found.get(rule, rule)
