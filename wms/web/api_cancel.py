"""API: cancel an order. The answer is definite at every stage: cancelled, goods to be put back,
or refused with the reason."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response
from sqlalchemy import Connection

from wms.channels import show_documents
from wms.channels.faults import read
from wms.channels.forms import CancelForm
from wms.channels.shapes_documents import CancelledShape
from wms.gs1.digits import shown
from wms.i18n import translate
from wms.people.actor import SYSTEM
from wms.shipping.cancel import cancel
from wms.web import clients, given
from wms.web.described import described
from wms.web.lists import LOOK
from wms.web.problems import Problem
from wms.web.site import now

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

    The answer is definite at every stage: `cancelled`; `pending` when goods must be put back
    first; or a problem that says why not, when a parcel has left.
    """
    wanted = given.in_path(reference)
    body = given.json_object(MAX_BODY_BYTES)
    reason = read(CancelForm, body).reason

    def work(conn: Connection) -> tuple[int, dict[str, Any]]:
        rows = show_documents.order_list(conn, clients.client().merchant_id, reference=wanted)
        if not rows:
            words = f"{shown(wanted)} is not known here"
            raise Problem(404, "order.unknown", "Not found", words, remedy=LOOK)
        done = cancel(conn, order_id=rows[0]["id"], reason=reason, actor=SYSTEM, at=now())
        told = {"outcome": done.outcome, "pieces_to_put_back": done.pieces}
        return 200, told | {"words": translate(done.words, "en")}

    return clients.once(work)
