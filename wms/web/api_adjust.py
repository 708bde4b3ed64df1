"""API: put the books of a bin right without a count, within the limit of a supervisor.

Sent twice it would count twice, so here the Idempotency-Key is not optional: it also keeps which
key of the API asked for what.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request
from sqlalchemy import Connection

from wms.channels.faults import read
from wms.channels.forms_stock import AdjustForm
from wms.channels.shapes_holds import AdjustedShape
from wms.channels.take_pile import pile
from wms.counting.adjust import adjust, check_limit
from wms.people.actor import SYSTEM
from wms.web import clients, given
from wms.web.described import described
from wms.web.problems import Problem
from wms.web.site import now, site

MAX_BODY_BYTES = 4096

adjusting = Blueprint("adjusting", __name__, url_prefix="/api/v1")


@adjusting.post("/stock/adjustments")
@described(
    "Adjust the books of a bin",
    scope="stock:write",
    answers={200: AdjustedShape},
    body=AdjustForm,
    once=True,
)
def adjust_books() -> Response:
    """Add pieces to a bin's books, or take them off, without a count.

    Here the Idempotency-Key is required: sent twice without it, it would count twice. More than
    the site's limit (`[counting] adjust_pieces`) is for a count to find.
    """
    clients.only_site()
    if not request.headers.get(clients.KEY, "").strip():
        words = "An adjustment that is sent twice would count twice"
        remedy = f"Send {clients.KEY} with a name of your own for this adjustment"
        raise Problem(
            400, "idempotency.missing", "Malformed", words, remedy=remedy, field=clients.KEY
        )
    body = given.json_object(MAX_BODY_BYTES)
    return clients.once(lambda conn: (200, _adjusted(conn, read(AdjustForm, body))))


def _adjusted(conn: Connection, form: AdjustForm) -> dict[str, Any]:
    named = pile(conn, form, clients.client().scope)
    pieces = form.pieces * named.each
    check_limit(pieces, site().config)
    left = adjust(
        conn,
        location_id=named.location_id,
        item_id=named.item_id,
        lot_id=named.lot_id,
        pieces=pieces,
        reason=form.reason,
        actor=SYSTEM,
        at=now(),
        config=site().config,
    )
    told = {"location": form.location, "merchant": named.merchant, "sku": named.sku}
    told |= {"lot": form.lot, "reason": form.reason}
    return told | {"pieces": pieces, "on_hand": left}
