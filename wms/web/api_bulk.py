"""API: many items, deliveries, orders or cancellations at once; each row has its own outcome."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response
from sqlalchemy import Connection

from wms.channels import take
from wms.channels.faults import read
from wms.channels.forms import AsnForm, ItemForm, OrderForm
from wms.channels.forms_bulk import AsnsForm, CancelRowForm, CancelsForm, ItemsForm, OrdersForm
from wms.channels.shapes_bulk import BulkShape
from wms.inbound import queries as inbound
from wms.orders import queries as orders
from wms.web import bulk, clients
from wms.web.bulk import Done
from wms.web.cancelled import cancel_named
from wms.web.described import described
from wms.web.site import now

Row = Mapping[str, Any]

many = Blueprint("many", __name__, url_prefix="/api/v1")


@many.post("/items/bulk")
@described(
    "Register many items",
    scope="items:write",
    answers={200: BulkShape},
    body=ItemsForm,
    once=True,
)
def items() -> Response:
    """Register items, each by itself.

    Good rows stay, bad ones are told: the answer is 200 whatever became of them, and each row says
    the status that it alone would have been answered.
    """

    def one(conn: Connection, row: Row) -> Done:
        form = read(ItemForm, row)
        taken = take.item(conn, form, clients.client().scope, now())
        return Done(form.sku, taken.is_new, taken.is_changed)

    return bulk.each(one)


@many.post("/asns/bulk")
@described(
    "Announce many deliveries",
    scope="asns:write",
    answers={200: BulkShape},
    body=AsnsForm,
    once=True,
)
def asns() -> Response:
    """Announce deliveries, each by itself.

    Good rows stay, bad ones are told: the answer is 200 whatever became of them, and each row says
    the status that it alone would have been answered.
    """

    def one(conn: Connection, row: Row) -> Done:
        taken = take.asn(conn, read(AsnForm, row), clients.client().scope, now())
        return Done(inbound.asn(conn, taken.id).reference, taken.is_new)

    return bulk.each(one)


@many.post("/orders/bulk")
@described(
    "Accept many orders",
    scope="orders:write",
    answers={200: BulkShape},
    body=OrdersForm,
    once=True,
)
def accept() -> Response:
    """Accept orders, each by itself.

    Good rows stay, bad ones are told: the answer is 200 whatever became of them, and each row says
    the status that it alone would have been answered.
    """

    def one(conn: Connection, row: Row) -> Done:
        taken = take.order(conn, read(OrderForm, row), clients.client().scope, now())
        return Done(orders.order(conn, taken.id).reference, taken.is_new)

    return bulk.each(one)


@many.post("/orders/cancel/bulk")
@described(
    "Cancel many orders",
    scope="orders:write",
    answers={200: BulkShape},
    body=CancelsForm,
    once=True,
)
def cancel() -> Response:
    """Cancel orders, each by itself.

    Good rows stay, bad ones are told: the answer is 200 whatever became of them, and each row says
    the status that it alone would have been answered.
    """

    def one(conn: Connection, row: Row) -> Done:
        form = read(CancelRowForm, row)
        order, outcome, _ = cancel_named(conn, form.order, form.reason)
        return Done(order.reference, is_new=False, is_changed=outcome == "accepted")

    return bulk.each(one)
