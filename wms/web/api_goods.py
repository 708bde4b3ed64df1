"""API: items and stock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from flask import Blueprint, Response, jsonify
from pydantic import Field
from sqlalchemy import Connection

from wms.channels import show_goods, take
from wms.channels.faults import Fault, Faulty, read, refused
from wms.channels.forms import ItemForm
from wms.channels.shapes_goods import BinsShape, ItemPage, ItemShape, ItemsTaken, StockPage
from wms.errors import Refused
from wms.web import clients, given
from wms.web.described import PAGE, Parameter, described
from wms.web.lists import LOOK, listed, one
from wms.web.problems import Problem
from wms.web.site import now, site

MAX_BODY_BYTES = 1024 * 1024
MAX_ITEMS = 500

SKU = Parameter("sku", "An SKU, or a GTIN on a piece or a pack")
ItemList = Annotated[list[ItemForm], Field(min_length=1, max_length=MAX_ITEMS)]

goods = Blueprint("goods", __name__, url_prefix="/api/v1")


@goods.post("/items")
@described(
    "Register items",
    scope="items:write",
    body=ItemForm | ItemList,
    answers={200: ItemShape | ItemsTaken, 201: ItemShape},
    once=True,
)
def register() -> Response:
    """Register one item, or a list of them: all or none."""
    body = given.json_body(MAX_BODY_BYTES)
    if not isinstance(body, list):
        return clients.once(lambda conn: _registered(conn, _object(body)))
    if not 1 <= len(body) <= MAX_ITEMS:
        words = f"A list holds 1 to {MAX_ITEMS} items"
        raise Problem(400, "items.count", "Malformed", words, remedy="Send several lists")
    return clients.once(lambda conn: (200, {"items": _all(conn, body)}))


@goods.get("/items")
@described("List items", scope="items:read", answers={200: ItemPage}, query=(*PAGE, SKU))
def items() -> Response:
    """Answer with a page of items."""
    return listed(show_goods.items, ("sku",))


@goods.get("/items/<merchant>/<path:sku>")
@described("Read an item", scope="items:read", answers={200: ItemShape}, tagged="read")
def item(merchant: str, sku: str) -> Response:
    """Answer with one item."""
    return one(show_goods.items, "item.unknown", merchant, sku=given.in_path(sku))


@goods.get("/stock")
@described("List stock", scope="stock:read", answers={200: StockPage}, query=(*PAGE, SKU))
def stock() -> Response:
    """Answer with a page of items and how much there is of each."""
    return listed(show_goods.stock_levels, ("sku",))


@goods.get("/stock/<merchant>/<path:sku>/bins")
@described("Find where an item lies", scope="stock:read", answers={200: BinsShape})
def bins(merchant: str, sku: str) -> Response:
    """Answer with where an item lies."""
    with site().db.read() as conn:
        owner = clients.named(conn, given.in_path(merchant))
        exact = show_goods.items(conn, owner, sku=given.in_path(sku))
        if not exact:
            words = f"{sku} is no item of {merchant}"
            raise Problem(404, "item.unknown", "Not found", words, remedy=LOOK)
        return jsonify({"bins": show_goods.bins(conn, exact[0]["id"])})


def _object(body: Any) -> Mapping[str, Any]:
    if not isinstance(body, dict):
        words = "A JSON object is needed"
        raise Problem(400, "body.object", "Malformed", words, remedy=given.OBJECT)
    return body


def _registered(conn: Connection, plain: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
    taken = take.item(conn, read(ItemForm, plain), clients.client().scope, now())
    return 201 if taken.is_new else 200, _shown(conn, taken.id)


def _all(conn: Connection, bodies: list[Any]) -> list[dict[str, Any]]:
    """Register all items; what is wrong with any of them is said at once."""
    shown, faults, is_malformed = [], list[Fault](), False
    for index, body in enumerate(bodies):
        try:
            shown.append(_registered(conn, _object(body))[1])
        except Refused as refusal:
            faults.append(refused(refusal, index))
        except Problem as problem:
            faults.append(Fault((index,), problem.code, problem.detail, problem.remedy))
            is_malformed = True
        except Faulty as faulty:
            faults += [Fault((index, *f.where), f.code, f.reason, f.remedy) for f in faulty.faults]
            is_malformed = is_malformed or faulty.is_malformed
    if faults:
        raise Faulty(faults, is_malformed=is_malformed)
    return shown


def _shown(conn: Connection, item_id: int) -> dict[str, Any]:
    [found] = show_goods.items(conn, None, after=item_id - 1, limit=1)
    return found
