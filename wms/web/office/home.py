"""The overview: how the day stands."""

from __future__ import annotations

from flask import Blueprint, Response

from wms.orders import queries as orders
from wms.text import T, Text
from wms.web.office.door import let_in
from wms.web.office.pages import page
from wms.web.site import site

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


@office.get("/")
@let_in("worker")
def home() -> Response:
    """Show how many orders are how far."""
    with site().db.read() as conn:
        counted = orders.by_status(conn)
    rows = [(s, words, counted.get(s, 0)) for s, words in STATUSES.items()]
    return page("home.html", orders=rows if any(counted.values()) else [])
