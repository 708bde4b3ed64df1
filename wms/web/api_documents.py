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
from wms.channels.shapes_documents import (
    AsnPage,
    AsnShape,
    OrderPage,
    OrderShape,
    ShipmentPage,
    ShipmentShape,
)
from wms.channels.shapes_site import StationEventPage
from wms.inbound.models import STATUSES as ASN_STATUSES
from wms.orders.models import STATUSES as ORDER_STATUSES
from wms.web import clients, given, named_order, tags
from wms.web.described import CURSOR, LIMIT, MERCHANT, PAGE, Parameter, chosen, described
from wms.web.lists import Show, listed, one
from wms.web.site import now, site

MAX_BODY_BYTES = 1024 * 1024
MAX_CURSOR = 4000
SHIPMENT_STATUSES = ("weighed", "labelled", "closed", "shipped")
REFERENCE = Parameter("reference", "Ours or the sender's")
SHIPPED_AFTER = Parameter(
    "after",
    "`next` of the last page that had one; empty begins",
    {"type": "string", "maxLength": MAX_CURSOR},
)
SSCC = Parameter("sscc", "The number on the label, 18 digits")
F = TypeVar("F", bound=BaseModel)
Take = Callable[[Connection, F, Scope, Any], take.Taken]

papers = Blueprint("papers", __name__, url_prefix="/api/v1")


@papers.post("/asns")
@described(
    "Announce a delivery",
    scope="asns:write",
    body=AsnForm,
    answers={200: AsnShape, 201: AsnShape},
    once=True,
)
def announce() -> Response:
    """Announce a delivery. The same again is answered 200, another one of that name is refused."""
    return _take(AsnForm, take.asn, show_documents.asns)


@papers.get("/asns")
@described(
    "List deliveries",
    scope="asns:read",
    answers={200: AsnPage},
    query=(*PAGE, chosen("status", "How far they have come", ASN_STATUSES), REFERENCE),
)
def asns() -> Response:
    """Answer with a page of deliveries."""
    return listed(show_documents.asns, ("status", "reference"), ASN_STATUSES)


@papers.get("/asns/<path:reference>")
@described("Read a delivery", scope="asns:read", answers={200: AsnShape}, tagged="read")
def asn(reference: str) -> Response:
    """Answer with one delivery, by our reference or the sender's."""
    return one(show_documents.asns, "asn.unknown", reference=given.in_path(reference))


@papers.post("/orders")
@described(
    "Accept an order",
    scope="orders:write",
    body=OrderForm,
    answers={200: OrderShape, 201: OrderShape},
    once=True,
)
def accept() -> Response:
    """Accept an order.

    The same order again is answered 200, whoever asks how often; another one under a reference
    that is known is refused: change it by PUT.
    """
    return _take(OrderForm, take.order, show_documents.order_list)


@papers.get("/orders")
@described(
    "List orders",
    scope="orders:read",
    answers={200: OrderPage},
    query=(*PAGE, chosen("status", "How far they have come", ORDER_STATUSES), REFERENCE),
)
def orders() -> Response:
    """Answer with a page of orders."""
    return listed(show_documents.order_list, ("status", "reference"), ORDER_STATUSES)


@papers.get("/orders/<path:reference>")
@described(
    "Read an order",
    scope="orders:read",
    answers={200: OrderShape},
    tagged="read",
    refusals=(409,),
)
def order(reference: str) -> Response:
    """Answer with one order, by our reference or the sender's."""
    with site().db.read() as conn:
        number = named_order.in_path(conn, reference).id
        [found] = show_documents.order_list(conn, None, after=number - 1, limit=1)
    return tags.read(jsonify(found), tags.tag(found))


@papers.get("/shipments")
@described(
    "List parcels",
    scope="shipments:read",
    answers={200: ShipmentPage},
    query=(
        SHIPPED_AFTER,
        LIMIT,
        MERCHANT,
        chosen("status", "How far they have come", SHIPMENT_STATUSES),
        SSCC,
    ),
    refusals=(422,),
)
def shipments() -> Response:
    """Answer with a page of closed and shipped parcels, each when it was closed and once more when
    it has left; status=weighed and =labelled list those that wait, by their numbers."""
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
@described("Read a parcel", scope="shipments:read", answers={200: ShipmentShape}, tagged="read")
def shipment(sscc: str) -> Response:
    """Answer with one parcel by its SSCC."""
    return one(show_documents.shipments, "shipment.unknown", sscc=given.in_path(sscc))


@papers.get("/station-events")
@described(
    "List what stations said",
    scope="stations:read",
    answers={200: StationEventPage},
    query=(CURSOR, LIMIT, Parameter("station", "Only of this station, by its code")),
    refusals=(422,),
)
def events() -> Response:
    """Answer with a page of what stations said and what became of it; for keys of the site."""
    clients.only_site()
    after, station = given.text("after", longest=120), given.text("station")
    limit = given.number("limit", 100, least=1, most=given.MAX_LIMIT)
    with site().db.read() as conn:
        rows = show_events.events(conn, after=after, station=station, limit=limit)
    following = rows[-1]["cursor"] if len(rows) == limit else None
    return jsonify({"items": rows, "next": following})


def _take(form: type[F], verb: Take[F], show: Show) -> Response:
    """Take what was sent, once, and answer with what is known of it now."""
    body: Mapping[str, Any] = given.json_object(MAX_BODY_BYTES)

    def work(conn: Connection) -> tuple[int, dict[str, Any]]:
        taken = verb(conn, read(form, body), clients.client().scope, now())
        [shown] = show(conn, None, after=taken.id - 1, limit=1)
        return 201 if taken.is_new else 200, shown

    return clients.once(work)
