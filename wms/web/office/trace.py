"""Trace: any code, and what happened to what it names; where an error may have arisen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, request
from sqlalchemy import Connection

from wms.errors import Refused
from wms.insights import event, origin, passport, trace, traced
from wms.insights.entries import SOURCES, mark_of
from wms.insights.origin import Answer
from wms.insights.trace_moves import KINDS as MOVED
from wms.insights.trace_papers import CHECKED
from wms.insights.traced import Thing
from wms.people.enroll import BADGE_PREFIX
from wms.text import T, Text
from wms.web.office import door, here
from wms.web.office.pages import page
from wms.web.site import now, site

GS = "\x1d"
BLAMED = ("bin", "item", "lot")
"""Things of which one may ask where an error arose."""

FILTERS: Mapping[str, Text] = {
    "moves": T("moves"),
    "papers": T("documents"),
    "counts": T("counts"),
    "prints": T("prints"),
    "scans": T("scans"),
}
REASONS: Mapping[str, Text] = {
    "mirror": T("the same item is wrong by as many the other way round in another bin"),
    "hint": T("something was found about its order or delivery, see below"),
    "same": T("it is of exactly as many pieces"),
    "corrected": T("it was corrected by hand"),
    "touched": T("it touched these pieces in that time"),
}
SEEN_BY: Mapping[str, Text] = {
    "count": T("a count"),
    "short": T("a pick that found too few"),
    "adjust": T("a correction by hand"),
}

trace_pages = Blueprint("office_trace", __name__, url_prefix="/trace")


@trace_pages.get("")
@door.let_in("worker")
def show() -> Response:
    """Show what happened to what a code names; ask which where it names several things."""
    code = _code()
    kinds = [kind for kind in request.args.getlist("show") if kind in SOURCES.values()]
    if code.startswith(BADGE_PREFIX):
        return page("trace.html", code="", refusal=_badge(), filters=FILTERS, kinds=kinds)
    after, facts = mark_of(here.asked("after")), dict[str, Any]()
    with site().db.read() as conn:
        try:
            things = traced.find(conn, code, now().date())
        except Refused as refusal:
            things, facts["refusal"] = [], refusal
        chosen = _chosen(things)
        if chosen is not None:
            found = trace.page(conn, chosen, kinds=kinds, after=after)
            facts |= {"entries": found.entries, "following": found.following}
            facts |= {"passport": passport.of(conn, chosen) if after is None else None}
            facts |= {"blame": _blame(conn, chosen)}
    facts |= {"code": code, "things": things, "thing": chosen, "names": traced.KINDS}
    facts |= {"filters": FILTERS, "kinds": kinds, "blamed": BLAMED, "reasons": REASONS}
    return page("trace.html", seen_by=SEEN_BY, moved=MOVED, checked=CHECKED, **facts)


def _code() -> str:
    """Return the code that is asked for, as a scanner or a person gives it."""
    given = request.args.get("code", "").strip()
    is_code = len(given) <= here.LONGEST and given.replace(GS, "").isprintable()
    return given if is_code else ""


def _badge() -> Refused:
    words = T("This is a badge: it is a secret, and is not looked up here")
    return Refused("trace.badge", words, T("Give the login of the person instead"))


def _chosen(things: Sequence[Thing]) -> Thing | None:
    """Return the thing that was chosen among several, or the only one."""
    if len(things) == 1:
        return things[0]
    asked = here.asked("as")
    return next((thing for thing in things if thing.key == asked), None)


def _blame(conn: Connection, thing: Thing) -> Answer | None:
    asked = here.asked("origin") and thing.kind in BLAMED
    return origin.of(conn, thing) if asked else None


@trace_pages.get("/event/<station>/<event_id>")
@door.let_in("worker")
def one_event(station: str, event_id: str) -> Response:
    """Show one event of a station: the input, the screen, what came of it.

    :raises Refused: `event.unknown`, there is none.
    """
    with site().db.read() as conn:
        found = event.of(conn, station, event_id)
    if found is None:
        words = T("{station} has no such event", station=station[:64])
        raise Refused("event.unknown", words, T("Go back and choose another one"))
    return page("trace_event.html", event=found, moved=MOVED)
