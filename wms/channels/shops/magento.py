"""Orders as the REST API of Magento (Adobe Commerce) writes them.

Source: Adobe Commerce Web APIs, REST, salesOrderRepositoryV1 (GET /V1/orders).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from wms.channels.foreign import Foreign, Line, Shop, Unfit, no_address, no_order, not_now
from wms.channels.mapping import (
    DEFAULT,
    FLAGGED,
    IGNORED,
    LEFT_OUT,
    REFUSED,
    Rule,
    Table,
    look,
    taken,
    text,
    whole,
)

_AT = "extension_attributes.shipping_assignments"
_ADDRESS = (
    Rule("firstname + lastname | company", "recipient.name"),
    Rule(
        "company + street.0 + street.1 + street.2 + street.3",
        "recipient.street",
        "one line each",
        is_list=True,
    ),
    Rule("postcode", "recipient.postal_code"),
    Rule("city", "recipient.city"),
    Rule("region_code | region", "recipient.region"),
    Rule("country_id", "recipient.country"),
    Rule("telephone", "recipient.phone"),
    Rule("email", "recipient.email"),
)
_TO = f"{_AT}.0.shipping.address"
_REF = Rule("increment_id | entity_id", "external_ref", "with /1, /2 where it is split")
_HEAD = (
    _REF,
    *(
        replace(
            rule, source=" ".join(p if p in "|+" else f"{_TO}.{p}" for p in rule.source.split())
        )
        for rule in _ADDRESS
    ),
    Rule(f"{_AT}.0.shipping.method", "carrier", "carrier_method; carrier's code", by_code=True),
    Rule(f"{_AT}.0.shipping.method", REFUSED, "instore_pickup: nothing to ship", by_code=True),
    Rule(f"{_AT}", "one order each", "several: the order is split by address", by_code=True),
    Rule("state | status", REFUSED, "only new and processing are shipped", by_code=True),
    Rule("is_virtual", REFUSED, "where 1: nothing to ship", by_code=True),
    Rule("customer_email", "recipient.email", "where the address has none", by_code=True),
    Rule("customer_note", FLAGGED, by_code=True),
    Rule("", DEFAULT, "merchant: the key's own, or as the import says"),
    Rule("", DEFAULT, "warehouse: the only one; priority 5; no ship_by"),
    Rule("billing_address", IGNORED, "never shipped to"),
    Rule("(all amounts, payment, status_histories, the rest)", IGNORED, "money stays in the shop"),
)
_LINE = (
    Rule("sku", "lines.sku", "of the line's merchant"),
    Rule("product_id", "lines.sku", "without sku: the item with this external_ref", by_code=True),
    Rule(
        "qty_ordered − qty_canceled − qty_refunded − qty_shipped",
        "lines.quantity",
        "0: left out",
        by_code=True,
    ),
    Rule("product_type", LEFT_OUT, "virtual, downloadable, giftcard; bundle itself", by_code=True),
    Rule("is_virtual", LEFT_OUT, "where 1: digital", by_code=True),
    Rule(
        "parent_item_id", LEFT_OUT, "child of a configurable item: its parent counts", by_code=True
    ),
    Rule("name", IGNORED, "the item's name is ours; used in flags", by_code=True),
)
TABLE = Table(
    "magento",
    "An order, an array or JSON lines of orders, or a search answer {items, search_criteria}",
    "items",
    _HEAD,
    _LINE,
    {
        "unknown SKU": "the order is refused, naming each line",
        "no address": "refused: without a shipping assignment nothing can be sent",
        "several addresses": "one order each, called increment_id/1, increment_id/2 and so on",
        "digital lines": "left out and flagged; refused where nothing else is ordered",
        "bundles": "their parts are shipped; of configurable items the chosen one",
        "canceled, closed, complete, holded": "refused: there is nothing to ship (yet)",
        "refunded in part": "refunded, cancelled and shipped pieces are taken off the lines",
        "pick-up in the store": "refused: nothing is sent",
        "invoices, carts, shipments": "refused: they are no orders",
        "discounts, taxes": "not taken over: no money is kept here",
        "sent again": "unchanged; other content is refused, or changes the order if asked to",
    },
)
_STATES = {
    "pending_payment": ("it is not paid", "Send it again once it is processing"),
    "payment_review": ("its payment is being reviewed", "Send it again once it is processing"),
    "holded": ("it is on hold in the shop", "Send it again once it is processing"),
    "complete": ("the shop says that it is complete", "Nothing is to be shipped"),
    "closed": ("it was refunded", "Nothing is to be shipped"),
    "canceled": ("it was cancelled in the shop", "If it is known here, cancel it here too"),
}
_AMOUNT = re.compile(r"[0-9]{1,9}(\.[0-9]{1,6})?", re.ASCII)
_DIGITAL = ("virtual", "downloadable", "giftcard")


def _unwrap(body: Any) -> Iterator[Any]:
    """Yield the orders of a body; a search answer holds them as items."""
    if isinstance(body, dict) and {"search_criteria", "total_count"} & body.keys():
        items = body.get("items")
        yield from items if isinstance(items, list) else ()
    else:
        yield body


def _turn(plain: Mapping[str, Any]) -> Iterator[Foreign]:
    if not isinstance(plain.get("items"), list) or "increment_id" not in plain:
        raise no_order("Magento", plain, "GET /rest/V1/orders")
    if "order_id" in plain:
        words = "this is an invoice or a shipment of an order, not the order itself"
        raise Unfit(words, f"Send the order: GET /rest/V1/orders/{text(plain['order_id'])}")
    state = text(plain.get("state")) or text(plain.get("status"))
    if state not in ("new", "pending", "processing"):
        raise not_now("state", state, _STATES, "Only new and processing orders are shipped")
    parts = look(plain, _AT)
    if not isinstance(parts, list) or not parts:
        raise no_address(_AT, "Send the order as GET /rest/V1/orders shows it")
    orders = [_part(plain, part, n if len(parts) > 1 else 0) for n, part in enumerate(parts, 1)]
    found = [order for order in orders if order.lines]
    if not found:
        words = "nothing is to be shipped: all lines are digital, cancelled or shipped"
        raise Unfit(words, "Nothing is to be done", field="items")
    for order in found:
        if state != "processing":
            order.flag("unpaid", f"the shop says of the order: {state}")
        yield order


def _part(plain: Mapping[str, Any], part: Any, number: int) -> Foreign:
    """Return what goes to one address; `number` counts them from 1, 0 where there is one only."""
    method, address = text(look(part, "shipping.method")), look(part, "shipping.address")
    if method.startswith("instore"):
        raise Unfit("it is picked up in the store", "Nothing is to be shipped", field=_AT)
    items = look(part, "items") if number else None
    found = Foreign(taken((_REF,), plain) | taken(_ADDRESS, address), [])
    found.head.setdefault("recipient", {}).setdefault("email", text(plain.get("customer_email")))
    if number:
        found.head["external_ref"] = f"{found.head.get('external_ref', '')}/{number}"
        found.flag("split", f"part {number} of an order that goes to several addresses")
    found.flag_note(text(plain.get("customer_note")))
    found.carriers = [method.partition("_")[0], method]
    rows = items if isinstance(items, list) else plain["items"]
    _lines([row for row in rows if isinstance(row, dict)], found)
    if found.lines and not isinstance(address, dict):
        raise no_address(f"{_AT}.shipping.address", "Add the address in the shop")
    return found


def _lines(rows: Sequence[Mapping[str, Any]], found: Foreign) -> None:
    kinds = {text(row.get("item_id")): text(row.get("product_type")) for row in rows}
    for row in rows:
        about = text(row.get("name")) or text(row.get("sku"))
        kind, above = text(row.get("product_type")), kinds.get(text(row.get("parent_item_id")), "")
        if kind == "bundle" or above == "configurable":
            continue
        if kind in _DIGITAL or text(row.get("is_virtual")) == "1":
            found.flag("digital", f"{about}: {kind or 'virtual'}, not shipped from here")
            continue
        quantity = _quantity(row)
        if quantity == "0" or quantity.startswith("-"):
            found.flag("nothing", f"{about}: cancelled, refunded or shipped, left out")
            continue
        named = (("sku", text(row.get("sku"))), ("ref", whole(row.get("product_id"))))
        names = [(how, name) for how, name in named if name]
        found.lines.append(Line(names, quantity, about=about))


def _quantity(row: Mapping[str, Any]) -> str:
    """Return the pieces that are still to be shipped; what makes no sense as it was written."""
    ordered, *gone = (
        text(row.get(name))
        for name in ("qty_ordered", "qty_canceled", "qty_refunded", "qty_shipped")
    )
    if not all(_AMOUNT.fullmatch(value) for value in (ordered, *filter(None, gone))):
        return ordered
    left = Decimal(ordered) - sum(Decimal(value or "0") for value in gone)
    return whole(f"{left:f}")


SHOP = Shop(TABLE, _unwrap, _turn)
