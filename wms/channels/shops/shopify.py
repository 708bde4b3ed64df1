"""Orders as Shopify's Admin REST API and its webhooks write them.

Source: Shopify Admin API, REST, resource Order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wms.channels.foreign import Foreign, Line, Shop, Unfit, no_address, no_order
from wms.channels.mapping import (
    DEFAULT,
    FLAGGED,
    IGNORED,
    LEFT_OUT,
    REFUSED,
    Rule,
    Table,
    count,
    look,
    taken,
    text,
    whole,
)

_TO = "shipping_address"
_HEAD = (
    Rule("name | order_number | id", "external_ref", "what customers see, such as #1001"),
    Rule(
        f"{_TO}.name | {_TO}.first_name + {_TO}.last_name | {_TO}.company",
        "recipient.name",
        "without a shipping_address the order is refused",
    ),
    Rule(
        f"{_TO}.company + {_TO}.address1 + {_TO}.address2",
        "recipient.street",
        "one line each",
        is_list=True,
    ),
    Rule(f"{_TO}.zip", "recipient.postal_code"),
    Rule(f"{_TO}.city", "recipient.city"),
    Rule(f"{_TO}.province_code | {_TO}.province", "recipient.region"),
    Rule(f"{_TO}.country_code", "recipient.country", "ISO 3166; a name alone is refused"),
    Rule(f"{_TO}.phone | phone | customer.phone", "recipient.phone"),
    Rule("email | contact_email | customer.email", "recipient.email"),
    Rule("shipping_lines.0.code", "carrier", "if it is a carrier's code here", by_code=True),
    Rule("shipping_lines", IGNORED, "beyond the first one's code"),
    Rule("cancelled_at", REFUSED, "where filled: cancelled", by_code=True),
    Rule("test", REFUSED, "where true", by_code=True),
    Rule("fulfillment_status", REFUSED, "fulfilled, restocked: nothing to ship", by_code=True),
    Rule("financial_status", REFUSED, "refunded, voided; not paid yet is a flag", by_code=True),
    Rule("refunds", "lines.quantity", "refunded pieces are taken off", by_code=True),
    Rule("note", FLAGGED, "the customer's note", by_code=True),
    Rule("note_attributes", FLAGGED, "wishes that nobody here carries out", by_code=True),
    Rule("", DEFAULT, "merchant: the key's own, or as the import says"),
    Rule("", DEFAULT, "warehouse: the only one; priority 5; no ship_by"),
    *(
        Rule(name, IGNORED, "money stays in the shop")
        for name in (
            *("currency", "subtotal_price", "taxes_included", "total_discounts", "total_price"),
            *(
                "total_line_items_price",
                "total_price_usd",
                "total_tax",
                "discount_codes",
                "tax_lines",
            ),
            *("gateway", "processing_method", "payment_details", "billing_address"),
        )
    ),
    *(
        Rule(name, IGNORED, "the shop's own")
        for name in (
            *(
                "buyer_accepts_marketing",
                "cancel_reason",
                "cart_token",
                "checkout_token",
                "closed_at",
            ),
            *("confirmed", "created_at", "landing_site", "location_id", "number", "reference"),
            *("referring_site", "source", "token", "total_weight", "updated_at", "user_id"),
            *("browser_ip", "landing_site_ref", "checkout_id", "source_name", "fulfillments"),
            *("client_details", "customer", "admin_graphql_api_id", "tags"),
        )
    ),
)
_LINE = (
    Rule("sku", "lines.sku", "of the line's merchant"),
    Rule("variant_id", "lines.sku", "without sku: the item with this external_ref", by_code=True),
    Rule("quantity", "lines.quantity", "or fulfillable_quantity, where it is given", by_code=True),
    Rule("fulfillable_quantity", "lines.quantity", "0: left out", by_code=True),
    Rule("current_quantity", "lines.quantity", "if it is less than quantity", by_code=True),
    Rule("requires_shipping", LEFT_OUT, "where false: digital", by_code=True),
    Rule("gift_card", LEFT_OUT, "where true", by_code=True),
    Rule("properties", FLAGGED, "such as an engraving", by_code=True),
    Rule("name | title", IGNORED, "the item's name is ours; used in flags", by_code=True),
    *(
        Rule(name, IGNORED)
        for name in (
            *("fulfillment_service", "fulfillment_status", "grams", "id", "price", "product_id"),
            *("title", "variant_title", "vendor", "variant_inventory_management", "product_exists"),
        )
    ),
)
TABLE = Table(
    "shopify",
    "An order: {order: …}, {orders: […]}, an array or JSON lines of orders",
    "line_items",
    _HEAD,
    _LINE,
    {
        "unknown SKU": "the order is refused, naming each line",
        "no address": "refused: without shipping_address nothing can be sent",
        "digital lines": "left out and flagged; refused where nothing else is ordered",
        "cancelled, refunded, fulfilled": "refused: there is nothing to ship",
        "refunded in part": "refunded pieces are taken off the lines",
        "discounts, taxes": "not taken over: no money is kept here",
        "several addresses": "Shopify has one address an order",
        "sent again": "unchanged; other content is refused, or changes the order if asked to",
    },
)
_GONE = {"fulfilled": "it was fulfilled already", "restocked": "it was restocked"}
_NO_MONEY = {"refunded": "it was refunded", "voided": "its payment was voided"}
_UNPAID = ("pending", "partially_paid", "authorized")


def _unwrap(body: Any) -> Iterator[Any]:
    """Yield the orders of a body, wherever they stand in it."""
    if isinstance(body, dict) and isinstance(body.get("orders"), list):
        yield from body["orders"]
    elif isinstance(body, dict) and isinstance(body.get("order"), dict):
        yield body["order"]
    else:
        yield body


def _turn(plain: Mapping[str, Any]) -> Iterator[Foreign]:
    items = plain.get("line_items")
    if not isinstance(items, list) or not {"fulfillment_status", "name"} & plain.keys():
        raise no_order("Shopify", plain, "GET /admin/api/orders.json")
    _stop(plain)
    found = Foreign(taken(_HEAD, plain), [])
    _notes(plain, found)
    gone = _refunded(plain)
    for item in items:
        _line(item if isinstance(item, dict) else {}, gone, found)
    if not found.lines:
        words = "nothing is to be shipped: all lines are digital, refunded or fulfilled"
        raise Unfit(words, "Fulfil it in the shop", field="line_items")
    if not isinstance(plain.get(_TO), dict):
        raise no_address(_TO, "Add a shipping address in the shop and send it again")
    yield found


def _stop(plain: Mapping[str, Any]) -> None:
    """Refuse what is not to be shipped."""
    if text(plain.get("cancelled_at")):
        why = f"it was cancelled in the shop at {text(plain['cancelled_at'])}"
        raise Unfit(why, "If it is known here, cancel it here too", field="cancelled_at")
    if plain.get("test") is True:
        raise Unfit("it is a test order", "Nothing is to be done", field="test")
    for name, words in (("fulfillment_status", _GONE), ("financial_status", _NO_MONEY)):
        if text(plain.get(name)) in words:
            raise Unfit(words[text(plain[name])], "Nothing is to be shipped", field=name)


def _notes(plain: Mapping[str, Any], found: Foreign) -> None:
    status = text(plain.get("financial_status"))
    if status in _UNPAID:
        found.flag("unpaid", f"the shop says of its payment: {status}")
    found.flag_note(text(plain.get("note")))
    for wish in _wishes(plain.get("note_attributes")):
        found.flag("wish", f"the order asks for {wish}")
    found.carriers = [text(look(plain, "shipping_lines.0.code"))]


def _wishes(given: Any) -> Iterator[str]:
    for wish in given if isinstance(given, list) else ():
        name, value = text(look(wish, "name")), text(look(wish, "value"))
        if name and value and not name.startswith("_"):
            yield f"{name}: {value}"[:300]


def _refunded(plain: Mapping[str, Any]) -> dict[str, int]:
    """Return how many pieces of each line were refunded, by the line's id."""
    gone: dict[str, int] = {}
    refunds = plain.get("refunds")
    for refund in refunds if isinstance(refunds, list) else ():
        lines = look(refund, "refund_line_items")
        for line in lines if isinstance(lines, list) else ():
            number, n = text(look(line, "line_item_id")), count(look(line, "quantity"))
            gone[number] = gone.get(number, 0) + (n or 0)
    return gone


def _line(item: Mapping[str, Any], gone: Mapping[str, int], found: Foreign) -> None:
    about = text(item.get("name")) or text(item.get("title")) or text(item.get("sku"))
    if item.get("requires_shipping") is False or item.get("gift_card") is True:
        found.flag("digital", f"{about}: digital, not shipped from here")
        return
    quantity = _quantity(item, gone.get(text(item.get("id")), 0))
    if quantity == "0":
        found.flag("nothing", f"{about}: refunded or fulfilled, not shipped from here")
        return
    for wish in _wishes(item.get("properties")):
        found.flag("wish", f"{about}: the line asks for {wish}")
    named = (("sku", text(item.get("sku"))), ("ref", text(item.get("variant_id"))))
    names = [(kind, name) for kind, name in named if name]
    found.lines.append(Line(names, quantity, about=about))


def _quantity(item: Mapping[str, Any], refunded: int) -> str:
    """Return the pieces that are still to be shipped."""
    left, ordered = count(item.get("fulfillable_quantity")), count(item.get("quantity"))
    if left is not None:
        return str(left)
    if ordered is None:
        return whole(item.get("quantity"))
    current = count(item.get("current_quantity"))
    n = max(ordered - refunded, 0)
    return str(n if current is None else min(n, current))


SHOP = Shop(TABLE, _unwrap, _turn)
