"""Receipts: deliveries and what came of them, and goods that nobody knew when they came."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response
from sqlalchemy import Connection
from werkzeug.wrappers import Response as AnyResponse

from wms.catalog import queries as catalog
from wms.errors import Refused
from wms.inbound import queries, unknown
from wms.inbound import resolve as verbs
from wms.inbound.queries import AsnRow
from wms.inbound.unknown import UnknownRow
from wms.insights import receipts, shelves
from wms.stock import arrived
from wms.text import T, Text
from wms.web.office import door, here
from wms.web.office.pages import page, zone
from wms.web.site import now, site, write

MOST = 50
FOUND = 20
VIEWS: dict[str, Text] = {
    "open": T("To come"),
    "late": T("Late"),
    "expected": T("Expected"),
    "receiving": T("Being received"),
    "received": T("Received"),
    "all": T("All"),
}
STATUSES: dict[str, Text] = {
    "expected": T("expected"),
    "receiving": T("being received"),
    "received": T("received"),
}
DIFFERENCES: dict[str, Text] = {"OVER": T("over"), "DAMAGED": T("damaged")}

receipt_pages = Blueprint("office_receipts", __name__, url_prefix="/receipts")


@receipt_pages.get("")
@door.let_in("worker")
def listed() -> Response:
    """Show deliveries of a view, and above them the goods that nobody knows."""
    view = here.asked("view")
    view = view if view in VIEWS else "open"
    skip, text = here.number("after"), here.asked("text")
    with site().db.read() as conn:
        warehouse = here.warehouse_id(conn)
        given: dict[str, Any] = {"view": view, "today": _today(), "text": text}
        rows = receipts.deliveries(conn, warehouse, **given, skip=skip, most=MOST + 1)
        counts = receipts.counts(conn, warehouse, _today())
        strange = [row for row in unknown.open_ones(conn) if row.warehouse_id == warehouse]
    following = skip + MOST if len(rows) > MOST else None
    facts = {"rows": rows[:MOST], "following": following, "counts": counts, "strange": strange}
    shown = {"view": view, "views": VIEWS, "statuses": STATUSES, "text": text}
    return page("receipts.html", today=_today(), **facts, **shown)


@receipt_pages.get("/<reference>")
@door.let_in("worker")
def one(reference: str) -> Response:
    """Show a delivery: its lines, what came otherwise, its LPNs and the orders that wait."""
    with site().db.read() as conn:
        row = _asn(conn, reference)
        lines = queries.lines(conn, row.id)
        open_items = {line.item_id for line in lines if line.open or row.status != "received"}
        facts = {
            "asn": row,
            "lines": lines,
            "sums": receipts.delivery(conn, row.id),
            "differences": receipts.differences(conn, row.id),
            "plates": arrived.on_plates(conn, queries.LINE, [line.id for line in lines]),
            "waiting": receipts.waiting_orders(conn, row.warehouse_id, open_items),
        }
    return page("receipt.html", today=_today(), statuses=STATUSES, kinds=DIFFERENCES, **facts)


@receipt_pages.get("/unknown/<int:number>")
@door.let_in("worker")
def stranger(number: int) -> Response:
    """Show goods with a code that nobody knew, and look for the item that they are."""
    text = here.asked("text")
    with site().db.read() as conn:
        row = _unknown(conn, number)
        found = shelves.items(conn, text=text or row.code, most=FOUND)
        items = catalog.items(conn, [item.id for item in found])
    shown = [items[item.id] for item in found]
    return page("unknown.html", row=row, items=shown, text=text, longest=verbs.MAX_REASON)


@receipt_pages.post("/unknown/<int:number>/resolve")
@door.let_in("supervisor")
def resolve(number: int) -> AnyResponse:
    """Say which item they are: its code is known from now on, the goods are received."""
    item_id, each = here.signed("item"), here.signed("pieces_each") or 1
    given: dict[str, Any] = {"lot": here.field("lot", 64), "expires_on": here.day("expires")}
    at, config = now(), site().config

    def work(conn: Connection) -> verbs.Resolved:
        if item_id not in catalog.items(conn, [item_id]):
            words = T("Which item is it?")
            raise Refused("unknown.item", words, T("Find it by SKU, name or GTIN, then choose it"))
        who: dict[str, Any] = {"actor": door.actor(), "at": at, "config": config}
        return verbs.resolve(
            conn, unknown_id=number, item_id=item_id, pieces_each=each, **given, **who
        )

    done = write(work)
    named = {"n": done.pieces, "sku": done.sku, "lpn": done.lpn, "asn": done.asn}
    words = T("{lpn} has {n} {sku} now, booked with {asn}", **named)
    return door.done("office_receipts.listed", words, T("It is to be put away"))


@receipt_pages.post("/unknown/<int:number>/drop")
@door.let_in("supervisor")
def drop(number: int) -> AnyResponse:
    """Say that they are none of ours."""
    reason, at = here.field("reason"), now()
    row = write(lambda conn: verbs.drop(conn, unknown_id=number, reason=reason, at=at))
    words = T("{code} on {lpn} is no item of ours", code=row.code, lpn=row.lpn)
    return door.done("office_receipts.listed", words)


def _asn(conn: Connection, reference: str) -> AsnRow:
    row = queries.by_reference(conn, reference)
    if row is None:
        words = T("There is no delivery {asn}", asn=reference[:64])
        raise Refused("asn.unknown", words, T("Look for it among all receipts"))
    return row


def _unknown(conn: Connection, number: int) -> UnknownRow:
    row = unknown.one(conn, here.within(number))
    if row is None:
        words = T("There is no unknown item {id}", id=number)
        raise Refused("goods.unknown", words, T("Look at what still waits to be named"))
    return row


def _today() -> date:
    return now().astimezone(zone()).date()
