"""API: change an order. What is sent is the whole order as it is wanted; the answer tells what that
led to on the floor, or why it cannot be."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response
from sqlalchemy import Connection

from wms.channels import show_documents, take_change
from wms.channels.faults import read
from wms.channels.forms import OrderForm
from wms.channels.shapes_documents import ChangedShape
from wms.gs1.digits import shown
from wms.i18n import translate
from wms.shipping.lock import lock
from wms.web import clients, given, named_order, tags
from wms.web.api_documents import MAX_BODY_BYTES
from wms.web.described import described
from wms.web.problems import Problem
from wms.web.site import now

changing = Blueprint("changing", __name__, url_prefix="/api/v1")


@changing.put("/orders/<path:reference>")
@described(
    "Change an order",
    scope="orders:write",
    body=OrderForm,
    answers={200: ChangedShape},
    once=True,
    tagged="write",
)
def change_order(reference: str) -> Response:
    """Make an order, by our reference or the sender's, into what is sent; again does nothing.

    Send the whole order as it is wanted now, in the form in which it is accepted: what you once
    sent with your change in it, not what `GET` answers. With `If-Match` it is changed only if it
    still is as you read it.
    """
    body = given.json_object(MAX_BODY_BYTES)

    def work(conn: Connection) -> tuple[int, dict[str, Any]]:
        number = named_order.in_path(conn, reference).id
        lock(conn, number)
        [known] = show_documents.order_list(conn, None, after=number - 1, limit=1)
        tags.check(known)
        form = read(OrderForm, body)
        if form.external_ref != known["external_ref"]:
            words = f"{shown(reference)} is not the order {shown(form.external_ref)}"
            remedy = "Send the order with the external_ref that it has"
            field = "external_ref"
            raise Problem(422, "order.other", "Refused", words, remedy=remedy, field=field)
        done = take_change.order(conn, number, form, clients.client().scope, now())
        [order] = show_documents.order_list(conn, None, after=number - 1, limit=1)
        return 200, {
            "outcome": done.outcome,
            "words": ". ".join(translate(words, "en") for words in done.words),
            "pieces_to_put_back": done.pieces_back,
            "pieces_to_pick": done.pieces_more,
            "parcels_to_relabel": done.relabel,
            "order": order,
        }

    response = clients.once(work)
    response.set_etag(tags.tag(response.get_json()["order"]))
    return response
