"""Shipping: what waits for each carrier, manifests and closing them out, parcels and tracking."""

from __future__ import annotations

from flask import Blueprint, Response, request
from sqlalchemy import Connection
from werkzeug.wrappers import Response as AnyResponse

from labels.errors import LabelError
from wms.errors import Refused
from wms.insights import leaving
from wms.shipping import manifests
from wms.shipping.book_manifest import paper
from wms.shipping.close_out import ClosedOut, close_out
from wms.shipping.manifests import ManifestRow
from wms.text import N, T, Text
from wms.web.office import door, here
from wms.web.office.files import pdf
from wms.web.office.pages import page, zone
from wms.web.site import now, site, write

MOST = 50
STATUSES: dict[str, Text] = {
    "open": T("open"),
    "weighed": T("weighed"),
    "labelled": T("labelled"),
    "closed": T("closed"),
    "shipped": T("has left"),
    "void": T("void"),
}

shipping_pages = Blueprint("office_shipping", __name__, url_prefix="/shipping")


@shipping_pages.get("")
@door.let_in("worker")
def listed() -> Response:
    """Show what waits for each carrier, and the manifests that are closed."""
    skip = here.number("after")
    with site().db.read() as conn:
        warehouse = here.warehouse_id(conn)
        lanes = leaving.lanes(conn, warehouse)
        closed = leaving.closed(conn, warehouse, skip=skip, most=MOST + 1)
    cut_offs = site().config["shipping"]["collected_at"]
    clock = now().astimezone(zone()).strftime("%H:%M")
    following = skip + MOST if len(closed) > MOST else None
    facts = {"lanes": lanes, "cut_offs": cut_offs, "clock": clock}
    return page("shipping.html", closed=closed[:MOST], following=following, **facts)


@shipping_pages.get("/parcels")
@door.let_in("worker")
def parcels() -> Response:
    """Show parcels with their numbers for tracking."""
    text, skip = here.asked("text"), here.number("after")
    with site().db.read() as conn:
        warehouse = here.warehouse_id(conn)
        rows = leaving.parcels(conn, warehouse, text=text, skip=skip, most=MOST + 1)
    following = skip + MOST if len(rows) > MOST else None
    facts = {"rows": rows[:MOST], "following": following, "statuses": STATUSES}
    return page("parcels.html", text=text, **facts)


@shipping_pages.get("/<reference>")
@door.let_in("worker")
def one(reference: str) -> Response:
    """Show a manifest with its parcels."""
    with site().db.read() as conn:
        row = _manifest(conn, reference)
        rows = manifests.parcels(conn, row.id)
    going = [parcel for parcel in rows if not parcel.is_off]
    loaded = sum(parcel.is_loaded for parcel in going)
    facts = {"row": row, "parcels": rows, "going": len(going), "loaded": loaded}
    return page("manifest.html", statuses=STATUSES, **facts)


@shipping_pages.get("/<reference>/paper.pdf")
@door.let_in("worker")
def paper_of(reference: str) -> Response:
    """Give the paper that the carrier's driver signs."""
    from labels.manifest import manifest
    from wms.web.drawing import of_manifest

    sender = list(site().config["sender"]["lines"])
    with site().db.read() as conn:
        row = _manifest(conn, reference)
        data = paper(conn, row.id, sender)
    try:
        drawn = manifest(of_manifest(data))
    except LabelError:
        words = T("There is nothing on {manifest} yet", manifest=row.reference)
        raise Refused("manifest.empty", words, T("Bring parcels to the lane first")) from None
    return pdf(drawn, row.reference)


@shipping_pages.post("/<reference>/close")
@door.let_in("supervisor")
def close(reference: str) -> AnyResponse:
    """Close a manifest out: the carrier has what is on it."""
    only_loaded, at = bool(request.form.get("only_loaded")), now()

    def work(conn: Connection) -> ClosedOut:
        row = _manifest(conn, reference)
        if row.status == "closed":
            words = T("{manifest} is closed already", manifest=row.reference)
            raise Refused("manifest.closed", words, T("What comes later is on the next one"))
        who = door.actor()
        return close_out(conn, manifest_id=row.id, only_loaded=only_loaded, actor=who, at=at)

    done = write(work)
    named = {"manifest": done.reference}
    words = N(
        "{manifest} is closed with {n} parcel",
        "{manifest} is closed with {n} parcels",
        done.parcels,
        **named,
    )
    left = N("{n} parcel waits for the next one", "{n} parcels wait for the next one", done.left)
    return door.done(
        "office_shipping.one", words, left if done.left else "", reference=done.reference
    )


def _manifest(conn: Connection, reference: str) -> ManifestRow:
    row = manifests.by_reference(conn, reference)
    if row is None:
        words = T("There is no manifest {reference}", reference=reference[:64])
        raise Refused("manifest.unknown", words, T("Look for it under shipping"))
    return row
