"""The overview: how the day stands."""

from __future__ import annotations

from flask import Blueprint, Response

from wms.insights import exceptions
from wms.text import T, Text
from wms.web.office import here
from wms.web.office.door import let_in
from wms.web.office.live import snapshot
from wms.web.office.pages import page
from wms.web.site import now, site

SHOWN = 5
"""So many exceptions stand on the overview, the others on their own page."""

office = Blueprint("office", __name__)

STATUSES: dict[str, Text] = {
    "accepted": T("accepted"),
    "waiting": T("waiting"),
    "allocated": T("allocated"),
    "released": T("released"),
    "picked": T("picked"),
    "packed": T("packed"),
    "shipped": T("shipped"),
    "cancelled": T("cancelled"),
}
COUNTED: dict[str, Text] = {
    "accepted": T("orders accepted"),
    "waiting": T("orders waiting"),
    "allocated": T("orders allocated"),
    "released": T("orders released"),
    "picked": T("orders picked"),
    "packed": T("orders packed"),
    "shipped": T("orders shipped"),
    "cancelled": T("orders cancelled"),
}
"""The same under a number: other languages bend the word to many."""

VIEWS = {
    "accepted": "blocked",
    "waiting": "blocked",
    "allocated": "ready",
    "released": "running",
    "picked": "running",
    "packed": "running",
    "shipped": "all",
    "cancelled": "all",
}
"""Where the orders of a status are found on the page of orders."""


@office.get("/")
@let_in("worker")
def home() -> Response:
    """Show how far orders, waves and carriers are, and who is at work."""
    with site().db.read() as conn:
        found = exceptions.ranked(conn, here.warehouse_id(conn), at=now())
    facts = {"statuses": COUNTED, "views": VIEWS, "troubles": found[:SHOWN], "more": len(found)}
    return page("home.html", day=snapshot(), **facts)


@office.get("/exceptions")
@let_in("worker")
def all_exceptions() -> Response:
    """Show what goes wrong now: the worst first, with whose it is and what to do."""
    with site().db.read() as conn:
        found = exceptions.ranked(conn, here.warehouse_id(conn), at=now())
    return page("exceptions.html", troubles=found)
