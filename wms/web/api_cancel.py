"""API: cancel an order. The answer is definite at every stage, also after release.

`accepted`: from this moment nothing more of it is picked, packed or shipped, its promises are free
and its labels void; `pieces_to_put_back` tells how much of it the floor has yet to bring back to
the shelf, which changes nothing about the order. `unchanged`: it was cancelled before. What cannot
be cancelled is refused with the reason and what to do (422 `orders.shipped`). It is decided in one
transaction with what the floor does, so there is nothing to wait for, and no answer `pending`.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response
from sqlalchemy import Connection

from wms.channels.faults import read
from wms.channels.forms import CancelForm
from wms.channels.shapes_documents import CancelledShape
from wms.i18n import translate
from wms.web import clients, given
from wms.web.cancelled import cancel_named
from wms.web.described import described

MAX_BODY_BYTES = 4096

cancelling = Blueprint("cancelling", __name__, url_prefix="/api/v1")


@cancelling.post("/orders/<path:reference>/cancel")
@described(
    "Cancel an order",
    scope="orders:write",
    body=CancelForm,
    answers={200: CancelledShape},
    once=True,
)
def cancel_order(reference: str) -> Response:
    """Cancel an order, by our reference or the sender's; again changes nothing.

    The answer is definite at every stage, also after release: `accepted`, `unchanged`, or 422
    `orders.shipped` when a parcel has left: then it can only come back, as a return. What was
    picked already goes back to the shelf, which changes nothing about the order.
    """
    body = given.json_object(MAX_BODY_BYTES)
    reason = read(CancelForm, body).reason

    def work(conn: Connection) -> tuple[int, dict[str, Any]]:
        _, outcome, done = cancel_named(conn, reference, reason)
        told = {"outcome": outcome, "pieces_to_put_back": done.pieces}
        return 200, told | {"words": translate(done.words, "en")}

    return clients.once(work)
