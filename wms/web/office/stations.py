"""Stations: who is there, what does not come out of their printers; add, pair and revoke them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, url_for
from sqlalchemy import Connection
from werkzeug.wrappers import Response as AnyResponse

from wms.dialogues.home import SignIn
from wms.errors import Refused
from wms.insights import exceptions, posts
from wms.people import enroll, pairing, renew
from wms.terminal import reprint, session
from wms.text import N, T, Text
from wms.web.office import door, here
from wms.web.office.handed import Secret, handed, qr
from wms.web.office.pages import page
from wms.web.site import now, site, write

KINDS: dict[str, Text] = {"handheld": T("handheld"), "bench": T("bench")}
DOCUMENTS: dict[str, Text] = {
    "shipping": T("shipping label"),
    "carrier": T("label of the carrier"),
    "slip": T("packing slip"),
    "lpn": T("LPN label"),
    "manifest": T("manifest"),
}
STATES: dict[str, Text] = {
    "booked": T("not fetched yet"),
    "sending": T("being printed"),
    "failed": T("failed"),
    "unknown": T("nobody knows whether it came out"),
}

station_pages = Blueprint("office_stations", __name__, url_prefix="/stations")


@station_pages.get("")
@door.let_in("supervisor")
def listed() -> Response:
    """Show the stations, and what was not printed."""
    at = now()
    with site().db.read() as conn:
        warehouse = here.warehouse_id(conn)
        rows = posts.stations(conn, warehouse)
        papers = posts.unprinted(conn, warehouse, at=at)
    silent = {r.id for r in rows if r.worker and r.heard_at and r.heard_at < at - exceptions.SILENT}
    named = {"kinds": KINDS, "documents": DOCUMENTS, "states": STATES}
    return page("stations.html", rows=rows, papers=papers, silent=silent, **named)


@station_pages.post("")
@door.let_in("admin")
def add() -> AnyResponse:
    """Add a station, and show the code that pairs it."""
    code, kind, at = here.field("code", 32), here.field("kind", 16), now()

    def work(conn: Connection) -> str:
        warehouse = here.warehouse_id(conn)
        if not warehouse:
            words = T("There is no warehouse yet")
            raise Refused("layout.none", words, T("Lay one out first: wms init"))
        enroll.station(conn, code=code, kind=kind, warehouse_id=warehouse)
        return pairing.offer(conn, station=code, at=at)

    return _offered(code, write(work))


@station_pages.post("/<code>/pair")
@door.let_in("supervisor")
def pair(code: str) -> AnyResponse:
    """Show a code that pairs a station once; its key stays good until then."""
    at = now()
    return _offered(code, write(lambda conn: pairing.offer(conn, station=code, at=at)))


@station_pages.post("/<code>/revoke")
@door.let_in("supervisor")
def revoke(code: str) -> AnyResponse:
    """Trust a station no more, and sign out whoever works there."""
    at = now()

    def work(conn: Connection) -> None:
        number = renew.revoke_station(conn, code, at=at)
        session.clear(conn, number, SignIn(), at=at)

    write(work)
    words = T("{station} is trusted no more", station=code)
    return door.done("office_stations.listed", words, T("Pair it anew when it is found"))


@station_pages.post("/documents/<int:number>/again")
@door.let_in("supervisor")
def again(number: int) -> AnyResponse:
    """Let a document be printed that did not come out, at its own station or another."""
    station, at, who = here.field("station", 32), now(), door.person().worker_id
    given: dict[str, Any] = {
        "document_id": here.within(number),
        "station": station,
        "worker_id": who,
    }
    write(lambda conn: reprint.print_again(conn, **given, at=at))
    words = T("It is printed again, as a copy")
    return door.done("office_stations.listed", words, T("The station fetches it in a moment"))


@station_pages.post("/documents/<int:number>/drop")
@door.let_in("supervisor")
def drop(number: int) -> AnyResponse:
    """Do without a document that did not come out."""
    number = here.within(number)
    write(lambda conn: reprint.give_up(conn, document_id=number))
    return door.done("office_stations.listed", T("It is not waited for any more"))


def _offered(code: str, offered: str) -> Response:
    minutes = int(pairing.LASTS.total_seconds()) // 60
    words = T("Pair {station}", station=code)
    remedy = N(
        "Good once, within {n} minute: open {address} at the device and scan or type it",
        "Good once, within {n} minutes: open {address} at the device and scan or type it",
        minutes,
        address=url_for("handheld.page", _external=True),
    )
    told = [Secret(T("Pairing code"), offered, qr(offered))]
    return handed(words, told, back="/stations", remedy=remedy)
