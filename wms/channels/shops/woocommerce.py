"""Orders as WooCommerce's REST API (wc/v3) and its webhooks write them.

Source: WooCommerce REST API documentation, version 3, Orders.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wms.channels.foreign import Foreign, Line, Shop, Unfit, no_order, not_now
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


def _address(of: str) -> tuple[Rule, ...]:
    return (
        Rule(f"{of}.first_name + {of}.last_name | {of}.company", "recipient.name"),
        Rule(
            f"{of}.company + {of}.address_1 + {of}.address_2",
            "recipient.street",
            "one line each",
            is_list=True,
        ),
        Rule(f"{of}.postcode", "recipient.postal_code"),
        Rule(f"{of}.city", "recipient.city"),
        Rule(f"{of}.state", "recipient.region"),
        Rule(f"{of}.country", "recipient.country"),
    )


_SHIPPING, _BILLING = _address("shipping"), _address("billing")
_REACH = (
    Rule("shipping.phone | billing.phone", "recipient.phone"),
    Rule("billing.email", "recipient.email"),
)
_OTHER = (
    Rule("billing", "recipient", "used and flagged where shipping is empty", by_code=True),
    Rule("status", REFUSED, "only processing is shipped", by_code=True),
    Rule("shipping_lines.0.method_id", "carrier", "if it is a carrier's code here", by_code=True),
    Rule("shipping_lines", IGNORED, "beyond the first one's method_id"),
    Rule("refunds", FLAGGED, "they name no lines here: check the quantities", by_code=True),
    Rule("customer_note", FLAGGED, by_code=True),
    Rule("", DEFAULT, "merchant: the key's own, or as the import says"),
    Rule("", DEFAULT, "warehouse: the only one; priority 5; no ship_by"),
    *(
        Rule(name, IGNORED, "money stays in the shop")
        for name in (
            *("currency", "discount_total", "discount_tax", "shipping_total", "shipping_tax"),
            *("cart_tax", "total", "total_tax", "prices_include_tax", "tax_lines", "fee_lines"),
            *("coupon_lines", "payment_method", "payment_method_title", "transaction_id"),
        )
    ),
    *(
        Rule(name, IGNORED, "the shop's own")
        for name in (
            *("parent_id", "order_key", "created_via", "version", "date_created", "meta_data"),
            *("date_created_gmt", "date_modified", "date_modified_gmt", "date_paid", "_links"),
            *("date_paid_gmt", "date_completed", "date_completed_gmt", "cart_hash", "customer_id"),
            *("customer_ip_address", "customer_user_agent"),
        )
    ),
)
_REF = Rule("number | id", "external_ref")
_HEAD = (_REF, *_SHIPPING, *_REACH)
_LINE = (
    Rule("sku", "lines.sku", "of the line's merchant"),
    Rule(
        "variation_id | product_id",
        "lines.sku",
        "without sku: the item with this external_ref",
        by_code=True,
    ),
    Rule("quantity", "lines.quantity", "0: left out", by_code=True),
    Rule("quantity", LEFT_OUT, "where 0 or less", by_code=True),
    Rule("name", IGNORED, "the item's name is ours; used in flags", by_code=True),
    *(
        Rule(name, IGNORED)
        for name in (
            *(
                "id",
                "tax_class",
                "subtotal",
                "subtotal_tax",
                "total",
                "total_tax",
                "taxes",
                "price",
            ),
            *("meta_data",),
        )
    ),
)
TABLE = Table(
    "woocommerce",
    "An order, an array or JSON lines of orders, or a batch answer {create, update, delete}",
    "line_items",
    (*_HEAD, *_OTHER),
    _LINE,
    {
        "unknown SKU": "the order is refused, naming each line",
        "no SKU": "the item whose external_ref is the variation's or product's id; else refused",
        "no address": "the billing address, flagged; refused where it is empty too",
        "digital lines": "cannot be told from others: their SKUs are unknown here, so refused",
        "pending, on-hold, failed": "refused until the shop says processing",
        "cancelled, refunded, completed": "refused: there is nothing to ship",
        "refunded in part": "taken and flagged: the order does not say which pieces",
        "discounts, taxes, coupons": "not taken over: no money is kept here",
        "several addresses": "WooCommerce has one address an order",
        "sent again": "unchanged; other content is refused, or changes the order if asked to",
    },
)
_STATUS = {
    "pending": ("it is not paid", "Send it again once it is processing"),
    "on-hold": ("it waits for its payment", "Send it again once it is processing"),
    "checkout-draft": ("it was not ordered yet", "Send it again once it is processing"),
    "failed": ("its payment failed", "Nothing is to be shipped"),
    "completed": ("the shop says that it is completed", "Set it to processing if it is not"),
    "cancelled": ("it was cancelled in the shop", "If it is known here, cancel it here too"),
    "refunded": ("it was refunded", "Nothing is to be shipped"),
    "trash": ("it was thrown away in the shop", "Nothing is to be shipped"),
}


def _unwrap(body: Any) -> Iterator[Any]:
    """Yield the orders of a body; a batch answer names those that were deleted too."""
    batch = ("create", "update", "delete")
    if not isinstance(body, dict) or not any(isinstance(body.get(n), list) for n in batch):
        yield body
        return
    for name in batch:
        for one in body.get(name) or ():
            is_gone = name == "delete" and isinstance(one, dict)
            yield {**one, "status": "trash"} if is_gone else one


def _turn(plain: Mapping[str, Any]) -> Iterator[Foreign]:
    items = plain.get("line_items")
    if not isinstance(items, list) or not isinstance(plain.get("billing"), dict):
        raise no_order("WooCommerce", plain, "GET /wp-json/wc/v3/orders")
    status = text(plain.get("status"))
    if status != "processing":
        raise not_now("status", status, _STATUS, "Only orders in processing are shipped")
    found = _headed(plain)
    for item in items:
        _line(item if isinstance(item, dict) else {}, found)
    if not found.lines:
        raise Unfit("nothing is to be shipped", "Nothing is to be done", field="line_items")
    yield found


def _headed(plain: Mapping[str, Any]) -> Foreign:
    """Return the order without its lines."""
    is_billing = not any(text(v) for v in _plain(plain.get("shipping")).values())
    rules = (_REF, *(_BILLING if is_billing else _SHIPPING), *_REACH)
    found = Foreign(taken(rules, plain), [])
    if is_billing:
        found.flag("address", "shipping is empty: it goes to the billing address")
    found.flag_note(text(plain.get("customer_note")))
    refunds = plain.get("refunds")
    if isinstance(refunds, list) and refunds:
        total = ", ".join(text(look(one, "total")) for one in refunds[:5])
        found.flag("refund", f"money was paid back ({total}): check the quantities")
    found.carriers = [text(look(plain, "shipping_lines.0.method_id"))]
    return found


def _plain(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _line(item: Mapping[str, Any], found: Foreign) -> None:
    about, quantity = text(item.get("name")), whole(item.get("quantity"))
    if quantity == "0" or quantity.startswith("-"):
        found.flag("nothing", f"{about}: {quantity} pieces, left out")
        return
    refs = [whole(item.get(name)) for name in ("variation_id", "product_id")]
    names = [("sku", text(item.get("sku")))] + [("ref", ref) for ref in refs if ref != "0"]
    found.lines.append(Line([n for n in names if n[1]], quantity, about=about))


SHOP = Shop(TABLE, _unwrap, _turn)
