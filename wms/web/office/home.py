"""The overview: how the day stands."""

from __future__ import annotations

from flask import Blueprint, Response

from wms.text import T, Text
from wms.web.office.door import let_in
from wms.web.office.live import snapshot
from wms.web.office.pages import page

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
    return page("home.html", day=snapshot(), statuses=STATUSES, views=VIEWS)
