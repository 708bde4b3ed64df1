"""API: what happened to an order, step by step."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from wms.channels import show_order_events
from wms.channels.shapes_order_events import OrderEventPage
from wms.web import named_order
from wms.web.described import described
from wms.web.site import site

following = Blueprint("following", __name__, url_prefix="/api/v1")


@following.get("/orders/<path:reference>/events")
@described(
    "List what happened to an order",
    scope="orders:read",
    answers={200: OrderEventPage},
    refusals=(409,),
)
def events(reference: str) -> Response:
    """Answer with all that happened to an order, oldest first: accepted, allocated, released in a
    wave, picked, checked, packed, shipped, returned.
    """
    with site().db.read() as conn:
        order = named_order.in_path(conn, reference)
        rows = show_order_events.events(conn, order.id)
    return jsonify({"items": rows, "next": None})
