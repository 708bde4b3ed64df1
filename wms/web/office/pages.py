"""Draw a page of the office: the words of whoever reads it, the site's time, one layout."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, Response, current_app, g, render_template, request
from markupsafe import Markup
from sqlalchemy.exc import SQLAlchemyError

from wms.i18n import LANGUAGES, translate
from wms.planning.bound import gap_percent
from wms.text import Text, Words
from wms.units import kilograms, metres
from wms.web.office import door, here, navigation
from wms.web.office.explained import explained
from wms.web.office.said import heard
from wms.web.problems import Problem
from wms.web.site import site

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; manifest-src 'self'"
)
"""Nothing is drawn, run or fetched but what this server itself gives.
Source: W3C Content Security Policy Level 3."""

STATIC = Path(__file__).parents[1] / "static"
THEMES = ("light", "dark")
NATIVE = {"en": "English", "pl": "Polski", "pt": "Português", "be": "Беларуская"}


def page(template: str, **values: Any) -> Response:
    """Answer with a page drawn from `templates/office/`."""
    return page_of(200, template, values)


def page_of(status: int, template: str, values: Mapping[str, Any]) -> Response:
    """Answer with a page and another status than 200."""
    found = door.who()
    frame: dict[str, Any] = {"person": found, "told": None, "csrf": "", "menu": []}
    if found is not None:
        known = frozenset(current_app.view_functions)
        kept = door.hear()
        frame |= {
            "told": heard(kept) if kept else None,
            "csrf": door.form_proof(),
            "menu": navigation.menu(found.role, known),
            "warehouses": _warehouses(),
            "warehouse": here.chosen_warehouse(),
        }
    frame |= {"language": language(), "languages": _languages(), "theme": theme()}
    response = Response(render_template(f"office/{template}", **frame, **values), status)
    response.headers["Cache-Control"] = "no-store"
    return response


def problem(found: Problem) -> Response:
    """Answer with a page that says what was wrong and what to do."""
    title, detail, remedy = explained(found)
    facts: dict[str, Any] = {"title": title, "detail": detail, "remedy": remedy}
    facts |= {"status": found.status, "code": found.code}
    try:
        return page_of(found.status, "problem.html", facts)
    except SQLAlchemyError:
        # who is signed in cannot be asked now: the same page for nobody
        g.person = None
        return page_of(found.status, "problem.html", facts)


def language() -> str:
    """Return the language of whoever reads: their own, else one that the browser asks for."""
    found = door.who()
    if found is not None:
        return found.language
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


def theme() -> str:
    """Return the colours that somebody chose, "" to follow the device."""
    chosen = request.cookies.get("wms-theme", "")
    return chosen if chosen in THEMES else ""


def spoken(words: Words | object) -> str:
    """Return words in the language of whoever reads the page."""
    return translate(words, language()) if isinstance(words, Text | str) else str(words)


def moment(at: datetime | None, form: str = "%d.%m. %H:%M") -> Markup:
    """Return an instant in the site's time, with the exact one for machines."""
    if at is None:
        return Markup("–")
    local = at.astimezone(zone())
    return Markup('<time datetime="{}">{}</time>').format(
        at.astimezone(UTC).isoformat(timespec="seconds"), local.strftime(form)
    )


def clock(at: datetime | None) -> Markup:
    """Return the time of day of an instant."""
    return moment(at, "%H:%M")


def span(seconds: int) -> str:
    """Return a time that something takes, in hours and minutes."""
    minutes = -(-seconds // 60)
    return f"{minutes // 60} h {minutes % 60:02d} min" if minutes >= 60 else f"{minutes} min"


def zone() -> ZoneInfo:
    """Return the zone of the site's first warehouse, UTC before there is one."""
    if "zone" not in g:
        with site().db.read() as conn:
            rows = here.warehouses(conn)
        g.zone = ZoneInfo(rows[0][2] if rows else "UTC")
    found = g.zone
    assert isinstance(found, ZoneInfo)
    return found


def _languages() -> Mapping[str, str]:
    return {code: NATIVE[code] for code in LANGUAGES}


def _warehouses() -> list[str]:
    """Return the warehouses to choose from, none where there is no choice."""
    with site().db.read() as conn:
        codes = [code for _, code, _ in here.warehouses(conn)]
    return codes if len(codes) > 1 else []


@cache
def _asset_version() -> str:
    """Return what changes when any of the files does that pages link to."""
    digest = hashlib.sha256()
    for path in sorted(STATIC.iterdir()):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def register(app: Flask) -> None:
    """Give the templates what they use, and every page the policy that keeps it closed."""
    app.jinja_env.globals |= {
        "_": lambda words, **params: spoken(Text(words, params)),
        "_n": lambda one, many, n, **params: spoken(Text(one, {"n": n, **params}, many)),
        "asset_version": _asset_version,
        "gap": gap_percent,
    }
    app.jinja_env.filters |= {"say": spoken, "moment": moment, "clock": clock}
    app.jinja_env.filters |= {"twice": lambda word: (word, word), "kg": kilograms, "metres": metres}
    app.jinja_env.filters |= {"span": span}
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.after_request(_close)


def _close(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("X-Content-Type-Options", "nosniff")
    if response.mimetype == "text/html":
        headers.setdefault("Content-Security-Policy", POLICY)
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("X-Frame-Options", "DENY")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response
