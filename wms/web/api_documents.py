"""API: deliveries, orders, shipments, and what stations said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from flask import Blueprint, Response, jsonify
from pydantic import BaseModel
from sqlalchemy import Connection

from wms.changes import feed
from wms.changes.shipments import FOLLOWED, page
from wms.channels import show_documents, show_events, take
from wms.channels.faults import read
from wms.channels.forms import AsnForm, OrderForm
from wms.channels.scope import Scope
from wms.inbound.models import STATUSES as ASN_STATUSES
from wms.orders.models import STATUSES as ORDER_STATUSES
from wms.web import clients, given
from wms.web.lists import Show, listed, one
from wms.web.site import now, site

MAX_BODY_BYTES = 1024 * 1024
MAX_CURSOR = 4000
SHIPMENT_STATUSES = ("weighed", "labelled", "closed", "shipped")
F = TypeVar("F", bound=BaseModel)
Take = Callable[[Connection, F, Scope, Any], take.Taken]

papers = Blueprint("papers", __name__, url_prefix="/api/v1")


@papers.post("/asns")
def announce() -> Response:
    """Announce a delivery."""
    return _take(AsnForm, take.asn, show_documents.asns)


@papers.get("/asns")
def asns() -> Response:
    """Answer with a page of deliveries."""
    return listed(show_documents.asns, ("status", "reference"), ASN_STATUSES)


@papers.get("/asns/<path:reference>")
def asn(reference: str) -> Response:
    """Answer with one delivery, by our reference or the sender's."""
    return one(show_documents.asns, "asn.unknown", reference=given.in_path(reference))


@papers.post("/orders")
def accept() -> Response:
    """Accept an order."""
    return _take(OrderForm, take.order, show_documents.order_list)


@papers.get("/orders")
def orders() -> Response:
    """Answer with a page of orders."""
    return listed(show_documents.order_list, ("status", "reference"), ORDER_STATUSES)


@papers.get("/orders/<path:reference>")
def order(reference: str) -> Response:
    """Answer with one order, by our reference or the sender's."""
    return one(show_documents.order_list, "order.unknown", reference=given.in_path(reference))


@papers.get("/shipments")
def shipments() -> Response:
    """Answer with a page of closed and shipped parcels, each when it was closed and once more when
    it has left; status=weighed and =labelled list those that wait, by their numbers."""
    clients.client()
    given.only("after", "limit", "merchant", "status", "sscc")
    given.one_of("status", SHIPMENT_STATUSES)
    status = given.text("status")
    if given.text("sscc") or (status and status not in FOLLOWED):
        return listed(show_documents.shipments, ("status", "sscc"), SHIPMENT_STATUSES)
    after = feed.cursor(given.text("after", longest=MAX_CURSOR))
    limit = given.number("limit", 100, least=1, most=given.MAX_LIMIT)
    with site().db.read() as conn:
        owner = clients.merchant_id(conn)
        rows, following = page(conn, owner, status=status, after=after, limit=limit)
    return jsonify({"items": rows, "next": str(following) if rows else None})


@papers.get("/shipments/<sscc>")
def shipment(sscc: str) -> Response:
    """Answer with one parcel by its SSCC."""
    return one(show_documents.shipments, "shipment.unknown", sscc=given.in_path(sscc))


@papers.get("/station-events")
def events() -> Response:
    """Answer with a page of what stations said and what became of it; for keys of the site."""
    clients.only_site()
    given.only("after", "limit", "station")
    after, station = given.text("after", longest=120), given.text("station")
    limit = given.number("limit", 100, least=1, most=given.MAX_LIMIT)
    with site().db.read() as conn:
        rows = show_events.events(conn, after=after, station=station, limit=limit)
    following = rows[-1]["cursor"] if len(rows) == limit else None
    return jsonify({"items": rows, "next": following})


def _take(form: type[F], verb: Take[F], show: Show) -> Response:
    """Take what was sent, once, and answer with what is known of it now."""
    clients.client()
    given.only()
    body: Mapping[str, Any] = given.json_object(MAX_BODY_BYTES)

    def work(conn: Connection) -> tuple[int, dict[str, Any]]:
        taken = verb(conn, read(form, body), clients.client().scope, now())
        [shown] = show(conn, None, after=taken.id - 1, limit=1)
        return 201 if taken.is_new else 200, shown

    return clients.once(work)
