"""API: the moves of the ledger, read on from a cursor; nothing is missed or shown twice."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from wms.channels import show_moves
from wms.channels.shapes_moves import MovePage
from wms.channels.show_moves import Asked
from wms.web import clients, given
from wms.web.described import CURSOR, LIMIT, MERCHANT, Parameter, described
from wms.web.parameters import SKU
from wms.web.site import site

NARROWED = (
    Parameter("kind", "Only moves of this kind, such as receive, pick, ship, adjust"),
    SKU,
    Parameter("location", "Only out of or into this location"),
    Parameter("lpn", "Only from or onto this licence plate"),
    Parameter("order", "Only for this order, by our reference or the sender's"),
    Parameter("parcel", "Only for this parcel, by its SSCC"),
    Parameter("asn", "Only for this delivery, by our reference or the sender's"),
)

moving = Blueprint("moving", __name__, url_prefix="/api/v1")


@moving.get("/moves")
@described(
    "List moves",
    scope="moves:read",
    answers={200: MovePage},
    query=(CURSOR, LIMIT, MERCHANT, *NARROWED),
    refusals=(422,),
)
def moves() -> Response:
    """Answer with a page of moves of the ledger, which only grows: nothing is missed or repeated.

    To follow it, keep the `cursor` of the last row that you read, and go on after it. A move may
    be shown a moment late, while others are being written, but never out of order.
    """
    limit = given.number("limit", 100, least=1, most=given.MAX_LIMIT)
    asked = Asked(**{parameter.name: given.text(parameter.name) for parameter in NARROWED})
    after = given.text("after")
    with site().db.read() as conn:
        owner = clients.merchant_id(conn)
        rows = show_moves.moves(conn, owner, asked, after=after, limit=limit)
    following = rows[-1]["cursor"] if len(rows) == limit else None
    return jsonify({"items": rows, "next": following})
