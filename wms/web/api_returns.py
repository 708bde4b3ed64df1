"""API: returns, announced and received."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response
from sqlalchemy import Connection

from wms.channels import show_returns, take_rma
from wms.channels.faults import read
from wms.channels.forms import RmaForm
from wms.channels.shapes_returns import ReturnPage, ReturnShape
from wms.returns.models import STATUSES
from wms.web import clients, given
from wms.web.api_documents import REFERENCE
from wms.web.described import PAGE, Parameter, chosen, described
from wms.web.lists import listed, one
from wms.web.site import now

MAX_BODY_BYTES = 1024 * 1024

ORDER = Parameter("order", "Only of this order: ours or the sender's")

returning = Blueprint("returning", __name__, url_prefix="/api/v1")


@returning.post("/returns")
@described(
    "Announce a return",
    scope="returns:write",
    body=RmaForm,
    answers={200: ReturnShape, 201: ReturnShape},
    once=True,
)
def announce() -> Response:
    """Announce a return (RMA) of an order that has left."""
    body = given.json_object(MAX_BODY_BYTES)

    def work(conn: Connection) -> tuple[int, dict[str, Any]]:
        taken = take_rma.rma(conn, read(RmaForm, body), clients.client().scope, now())
        [shown] = show_returns.returns(conn, None, after=taken.id - 1, limit=1)
        return 201 if taken.is_new else 200, shown

    return clients.once(work)


@returning.get("/returns")
@described(
    "List returns",
    scope="returns:read",
    answers={200: ReturnPage},
    query=(*PAGE, chosen("status", "How far they have come", STATUSES), REFERENCE, ORDER),
)
def returns() -> Response:
    """Answer with a page of returns: what was announced, what came back in which condition."""
    return listed(show_returns.returns, ("status", "reference", "order"), STATUSES)


@returning.get("/returns/<path:reference>")
@described("Read a return", scope="returns:read", answers={200: ReturnShape}, tagged="read")
def one_return(reference: str) -> Response:
    """Answer with one return, by our reference or the sender's."""
    return one(show_returns.returns, "return.unknown", reference=given.in_path(reference))
