"""Locations and counts: what is in each bin, what is to be counted, what waits for approval."""

from __future__ import annotations

from flask import Blueprint, Response, redirect
from sqlalchemy import Connection
from werkzeug.wrappers import Response as AnyResponse

from wms.counting import queries as counting
from wms.counting.approve import approve
from wms.counting.ask import ask
from wms.counting.plan import plan
from wms.errors import Refused
from wms.insights import shelves
from wms.layout import queries as layout
from wms.layout.queries import LocationRow
from wms.stock import holds, queries
from wms.text import N, T, Text
from wms.web.office import door, here
from wms.web.office.pages import page
from wms.web.site import now, site, write

MOST = 100
KINDS: dict[str, Text] = {
    "dock": T("dock"),
    "qc": T("quality check"),
    "storage": T("storage"),
    "pick": T("pick face"),
    "cart": T("cart"),
    "pack": T("packing"),
    "lane": T("lane"),
    "hold": T("hold area"),
    "wall": T("put wall"),
    "slot": T("slot of the wall"),
}
WHYS: dict[str, Text] = {
    "short": T("after a short"),
    "recount": T("counted again"),
    "asked": T("somebody asked"),
    "cycle": T("planned"),
}
CLASSES = ("A", "B", "C")

places = Blueprint("office_places", __name__)


@places.get("/locations")
@door.let_in("worker")
def listed() -> Response:
    """Show locations in walking order."""
    skip, text = here.number("after"), here.asked("text")
    kind, zone = here.asked("kind"), here.asked("zone")
    with site().db.read() as conn:
        warehouse = here.warehouse_id(conn)
        given = {"kind": kind, "zone": zone, "text": text}
        rows = shelves.bins(conn, warehouse, **given, skip=skip, most=MOST + 1)
        kinds, zones = shelves.kinds_and_zones(conn, warehouse)
    following = skip + MOST if len(rows) > MOST else None
    facts = {"rows": rows[:MOST], "following": following, "kinds": kinds, "zones": zones}
    return page("locations.html", **facts, named=KINDS)


@places.get("/locations/<code>")
@door.let_in("worker")
def one(code: str) -> Response:
    """Show a location: what is in it, what is held, what happened there last."""
    with site().db.read() as conn:
        place = _place(conn, code)
        facts = {
            "place": place,
            "pieces": queries.at_location(conn, place.id),
            "holds": holds.at_location(conn, place.id),
            "count": counting.at_location(conn, place.id),
        }
    return page("location.html", named=KINDS, whys=WHYS, **facts)


@places.post("/locations/<code>/count")
@door.let_in("supervisor")
def count(code: str) -> AnyResponse:
    """Ask for a count of a bin."""
    at = now()

    def work(conn: Connection) -> None:
        place = _place(conn, code)
        warehouse = place.warehouse_id
        ask(conn, warehouse_id=warehouse, location_id=place.id, why="asked", at=at)

    write(work)
    door.tell(T("{bin} is to be counted", bin=code))
    return redirect(door.came_from(), 303)


@places.get("/counts")
@door.let_in("worker")
def counts() -> Response:
    """Show the counts that are not done, and what waits for approval with its differences."""
    with site().db.read() as conn:
        rows = shelves.counts(conn, here.warehouse_id(conn))
        disputed = [(row, _differences(conn, row.id)) for row in rows if row.why == "recount"]
    rest = [row for row in rows if row.why != "recount"]
    return page("counts.html", rows=rest, disputed=disputed, whys=WHYS, classes=CLASSES)


def _differences(conn: Connection, task_id: int) -> list[tuple[counting.LineRow, int | None]]:
    """Return the lines of the count before, each with what it found more (or fewer)."""
    before = counting.known(conn, task_id).recounts_id
    if before is None:
        return []
    apart = counting.differences(conn, before)
    lines = counting.lines(conn, before)
    return [(line, apart.get((line.item_id, line.lot_id))) for line in lines]


@places.post("/counts")
@door.let_in("supervisor")
def make() -> AnyResponse:
    """Plan counts: of a zone, of classes of items, of what was not counted for long."""
    zone, kind, at = here.field("zone", 16), here.field("class", 1), now()
    days, most = here.signed("days"), here.signed("most")

    def work(conn: Connection) -> int:
        return plan(
            conn,
            warehouse_id=here.warehouse_id(conn),
            zones=[zone] if zone else [],
            classes=[kind] if kind else [],
            days_since=max(days, 0),
            at_most=min(max(most, 1), 1000),
            actor=door.actor(),
            at=at,
        )

    n = write(work)
    return door.done("office_places.counts", N("{n} count planned", "{n} counts planned", n))


@places.post("/counts/<int:task_id>/approve")
@door.let_in("supervisor")
def settle(task_id: int) -> AnyResponse:
    """Book the differences of a count that went beyond a worker's limit."""
    at = now()

    def work(conn: Connection) -> str:
        place = counting.known(conn, task_id).location
        approve(conn, task_id=task_id, actor=door.actor(), at=at)
        return place

    return door.done("office_places.counts", T("The count of {bin} is booked", bin=write(work)))


def _place(conn: Connection, code: str) -> LocationRow:
    place = layout.by_code(conn, code)
    if place is None or place.id <= 0:
        words = T("There is no location {code}", code=code[:64])
        raise Refused("location.unknown", words, T("Look for it among all locations"))
    return place
