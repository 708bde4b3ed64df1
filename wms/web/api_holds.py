"""API: holds. Whose goods they are sees them; keys of the site hold pieces and free them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response
from sqlalchemy import Connection

from wms.channels import show_holds
from wms.channels.faults import read
from wms.channels.forms_stock import FreeForm, HoldForm
from wms.channels.shapes_holds import FreedShape, HoldPage, HoldShape
from wms.channels.take_pile import pile
from wms.inbound.hold import free_hold, hold_pieces
from wms.people.actor import SYSTEM
from wms.stock import holds as queries
from wms.units import quantity
from wms.web import clients, given
from wms.web.described import PAGE, Parameter, described
from wms.web.lists import LOOK, listed, one
from wms.web.parameters import SKU, WAREHOUSE
from wms.web.problems import Problem
from wms.web.site import now

MAX_BODY_BYTES = 4096
FILTERS = ("warehouse", "sku", "location", "reason")

holding = Blueprint("holding", __name__, url_prefix="/api/v1")


@holding.get("/holds")
@described(
    "List holds",
    scope="stock:read",
    answers={200: HoldPage},
    query=(
        *PAGE,
        WAREHOUSE,
        SKU,
        Parameter("location", "Only in this location"),
        Parameter("reason", "Only for this reason"),
    ),
)
def holds() -> Response:
    """Answer with a page of open holds."""
    return listed(show_holds.holds, FILTERS)


@holding.get("/holds/<number>")
@described("Read a hold", scope="stock:read", answers={200: HoldShape})
def hold(number: str) -> Response:
    """Answer with one hold while it is open."""
    return one(show_holds.hold, "hold.unknown", number=str(given.number_in_path(number)))


@holding.post("/holds")
@described(
    "Hold pieces",
    scope="stock:write",
    answers={201: HoldShape},
    body=HoldForm,
    once=True,
)
def hold_some() -> Response:
    """Hold loose pieces of a bin, so that nobody is promised them."""
    clients.only_site()
    body = given.json_object(MAX_BODY_BYTES)

    def work(conn: Connection) -> tuple[int, dict[str, Any]]:
        form = read(HoldForm, body)
        named = pile(conn, form, clients.client().scope)
        number = hold_pieces(
            conn,
            location_id=named.location_id,
            item_id=named.item_id,
            lot_id=named.lot_id,
            quantity=quantity(form.quantity * named.each),
            reason=form.reason,
            actor=SYSTEM,
            at=now(),
        )
        return 201, show_holds.hold(conn, None, number=str(number))[0]

    return clients.once(work)


@holding.post("/holds/<number>/free")
@described(
    "Free a hold",
    scope="stock:write",
    answers={200: FreedShape},
    body=FreeForm,
    once=True,
)
def free(number: str) -> Response:
    """Make pieces of a hold good again where they are; without a number all of them."""
    clients.only_site()
    hold_id = given.number_in_path(number)
    form = read(FreeForm, given.json_object(MAX_BODY_BYTES))

    def work(conn: Connection) -> tuple[int, dict[str, Any]]:
        if not queries.was_made(conn, hold_id):
            words = f"There is no hold {hold_id}"
            raise Problem(404, "hold.unknown", "Not found", words, remedy=LOOK)
        row = queries.one(conn, hold_id)
        wanted = form.quantity or (row.quantity if row else 1)
        was = free_hold(conn, hold_id=hold_id, quantity=wanted, actor=SYSTEM, at=now())
        return 200, {"id": hold_id, "freed": wanted, "quantity": was.quantity - wanted}

    return clients.once(work)
