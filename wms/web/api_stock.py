"""API: stock by bin, by lot and by merchant; by item it is told beside the items."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from wms.channels import show_stock
from wms.channels.shapes_stock import LotPage, MerchantStockPage, PilePage
from wms.web import clients, given
from wms.web.described import CURSOR, LIMIT, MERCHANT, PAGE, Parameter, chosen, described
from wms.web.lists import listed
from wms.web.parameters import SKU, WAREHOUSE
from wms.web.site import site

STATUSES = ("good", "held")
LOT = Parameter("lot", "Only of this lot")

stocking = Blueprint("stocking", __name__, url_prefix="/api/v1")


@stocking.get("/stock/bins")
@described(
    "List stock by bin",
    scope="stock:read",
    answers={200: PilePage},
    query=(
        *PAGE,
        WAREHOUSE,
        SKU,
        LOT,
        Parameter("location", "Only in this location"),
        Parameter("zone", "Only in this zone"),
        Parameter("lpn", "Only on this licence plate"),
        chosen("status", "Only good, or only held pieces", STATUSES),
    ),
)
def by_bin() -> Response:
    """Answer with a page of what lies where: each kind of goods at each place."""
    names = ("warehouse", "sku", "lot", "location", "zone", "lpn", "status")
    return listed(show_stock.piles, names, STATUSES)


@stocking.get("/stock/lots")
@described(
    "List stock by lot",
    scope="stock:read",
    answers={200: LotPage},
    query=(
        CURSOR,
        LIMIT,
        MERCHANT,
        WAREHOUSE,
        SKU,
        LOT,
        Parameter(
            "expires_before",
            "Only what expires before this day, such as 2026-03-31",
            {"type": "string", "format": "date"},
        ),
    ),
    refusals=(422,),
)
def by_lot() -> Response:
    """Answer with a page of lots and the day on which each expires; those of an item together."""
    limit = given.number("limit", 100, least=1, most=given.MAX_LIMIT)
    narrowed = {name: given.text(name) for name in ("warehouse", "sku", "lot", "after")}
    day = given.day("expires_before")
    with site().db.read() as conn:
        owner = clients.merchant_id(conn)
        rows = show_stock.lots(conn, owner, **narrowed, expires_before=day, limit=limit)
    following = rows[-1]["cursor"] if len(rows) == limit else None
    return jsonify({"items": rows, "next": following})


@stocking.get("/stock/merchants")
@described(
    "List stock by merchant",
    scope="stock:read",
    answers={200: MerchantStockPage},
    query=(*PAGE, WAREHOUSE),
)
def by_merchant() -> Response:
    """Answer with a page of merchants and their stock."""
    return listed(show_stock.merchants, ("warehouse",))
