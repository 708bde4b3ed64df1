"""What becomes of orders of shops: each special case as its table says."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from wms.channels.documents import Gathered
from wms.channels.faults import Faulty
from wms.channels.faults import read as form_of
from wms.channels.formats import SHOPS
from wms.channels.forms import OrderLineForm
from wms.channels.rows import Rejected
from wms.channels.shops import bodies

ADDRESS = {"address1": "Long 1", "city": "Warszawa", "zip": "00-238", "country_code": "PL"}
TO = ADDRESS | {"first_name": "Anna", "last_name": "Nowak", "company": "Ltd"}
MUG = {"id": 1, "sku": "MUG", "name": "Mug", "quantity": 2, "requires_shipping": True}
SHOPIFY: dict[str, Any] = {"name": "#7", "fulfillment_status": None, "shipping_address": TO}
SHOPIFY |= {"line_items": [MUG], "financial_status": "paid"}
WOO_TO = {"first_name": "Anna", "last_name": "Nowak", "address_1": "Long 1", "country": "PL"}
WOO: dict[str, Any] = {"number": "7", "status": "processing", "billing": WOO_TO | {"city": "Wro"}}
WOO |= {"shipping": WOO_TO | {"city": "Warszawa"}, "line_items": [{"sku": "MUG", "quantity": 2}]}
MAGENTO_TO = {"firstname": "Anna", "lastname": "Nowak", "street": ["Long 1", "Flat 2"]}
MAGENTO_TO |= {"city": "Warszawa", "postcode": "00-238", "country_id": "PL"}


def assigned(city: str, *items: dict[str, Any], method: str = "dpd_flat") -> dict[str, Any]:
    shipping = {"address": MAGENTO_TO | {"city": city}, "method": method}
    return {"shipping": shipping, "items": list(items)}


def magento(*items: dict[str, Any], parts: list[Any] | None = None, **more: Any) -> dict[str, Any]:
    """Make an order of Magento, to one address unless `parts` are given."""
    parts = [assigned("Warszawa", *items)] if parts is None else parts
    plain = {"increment_id": "007", "state": "processing", "items": list(items)}
    return plain | {"extension_attributes": {"shipping_assignments": parts}} | more


def row(sku: str, ordered: object = 2, **more: Any) -> dict[str, Any]:
    return {
        "sku": sku,
        "name": sku.title(),
        "qty_ordered": ordered,
        "product_type": "simple",
    } | more


def read(shop: str, body: Any) -> list[Gathered | Rejected]:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return list(bodies.orders(io.BytesIO(content), SHOPS[shop]))


def one(shop: str, body: Any) -> dict[str, Any]:
    """Return the one order that is taken."""
    [found] = read(shop, body)
    assert isinstance(found, Gathered), found
    return found.data


def lines(order: dict[str, Any]) -> list[tuple[str, str]]:
    return [(line["names"][0][1], line["quantity"]) for line in order["lines"]]


def flags(order: dict[str, Any]) -> list[str]:
    return [code for code, _ in order["flags"]]


def refused(shop: str, body: Any) -> str:
    [found] = read(shop, body)
    assert isinstance(found, Rejected), found
    return f"{found.field}: {found.reason}"


@pytest.mark.parametrize(
    "body",
    [
        SHOPIFY,
        {"order": SHOPIFY},
        {"orders": [SHOPIFY]},
        [SHOPIFY],
        json.dumps(SHOPIFY).encode() + b"\n",
        b"\xef\xbb\xbf" + json.dumps({"order": SHOPIFY}, indent=1).encode(),
    ],
)
def test_an_order_is_found_wherever_it_stands(body: Any) -> None:
    order = one("shopify", body)
    assert (order["external_ref"], lines(order)) == ("#7", [("MUG", "2")])
    assert order["recipient"]["street"] == ["Ltd", "Long 1"]
    assert order["recipient"]["name"] == "Anna Nowak"


def test_json_lines_are_orders_each() -> None:
    text = "\n".join(json.dumps(SHOPIFY | {"name": f"#{n}"}) for n in range(3)).encode()
    assert [order.data["external_ref"] for order in read("shopify", text)] == ["#0", "#1", "#2"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"cancelled_at": "2026-03-01T10:00:00Z"}, "cancelled_at: it was cancelled"),
        ({"financial_status": "refunded"}, "financial_status: it was refunded"),
        ({"financial_status": "voided"}, "its payment was voided"),
        ({"fulfillment_status": "fulfilled"}, "it was fulfilled already"),
        ({"test": True}, "it is a test order"),
        ({"shipping_address": None}, "shipping_address: is missing"),
        ({"line_items": [MUG | {"requires_shipping": False}]}, "all lines are digital"),
        ({"line_items": [MUG | {"fulfillable_quantity": 0}]}, "refunded or fulfilled"),
        ({"line_items": "none"}, "this is no Shopify order"),
    ],
)
def test_shopify_says_why_nothing_is_shipped(changes: dict[str, Any], words: str) -> None:
    assert words in refused("shopify", SHOPIFY | changes)


def test_shopify_ships_what_is_left_and_flags_the_rest() -> None:
    gift = MUG | {"id": 2, "sku": "GIFT", "gift_card": True}
    engraved = MUG | {"id": 3, "sku": "CUP", "properties": [{"name": "Text", "value": "Hi"}]}
    refund = {"refund_line_items": [{"line_item_id": 1, "quantity": 1}]}
    order = one(
        "shopify",
        SHOPIFY
        | {"line_items": [MUG, gift, engraved], "refunds": [refund], "note": "ring twice"}
        | {"financial_status": "pending", "discount_codes": [{"code": "X", "amount": "5"}]},
    )
    assert lines(order) == [("MUG", "1"), ("CUP", "2")]
    assert flags(order) == ["unpaid", "note", "digital", "wish"]


def test_woocommerce_goes_to_the_billing_address_where_shipping_is_empty() -> None:
    empty = dict.fromkeys(WOO["shipping"], "")
    order = one("woocommerce", WOO | {"shipping": empty})
    assert (order["recipient"]["city"], flags(order)) == ("Wro", ["address"])
    assert one("woocommerce", WOO)["recipient"]["city"] == "Warszawa"


@pytest.mark.parametrize(
    "status", ["pending", "on-hold", "failed", "completed", "cancelled", "refunded", "trash", "odd"]
)
def test_woocommerce_ships_what_is_in_processing_only(status: str) -> None:
    assert refused("woocommerce", WOO | {"status": status}).startswith("status: ")


def test_woocommerce_names_items_by_sku_else_by_its_own_number() -> None:
    item = {"sku": "", "variation_id": 0, "product_id": 93, "quantity": 1, "name": "Mug"}
    order = one("woocommerce", WOO | {"line_items": [item, item | {"quantity": 0}]})
    assert order["lines"][0]["names"] == [["ref", "93"]]
    assert flags(order) == ["nothing"]
    assert flags(one("woocommerce", WOO | {"refunds": [{"total": "-9.00"}]})) == ["refund"]


def test_a_batch_answer_of_woocommerce_holds_what_was_deleted_too() -> None:
    found = read("woocommerce", {"create": [WOO], "update": [WOO], "delete": [WOO]})
    assert [isinstance(order, Gathered) for order in found] == [True, True, False]


def test_magento_splits_an_order_that_goes_to_several_addresses() -> None:
    mug, cup = row("MUG"), row("CUP", "1.0000")
    parts = [assigned("Warszawa", mug), assigned("Gdynia", cup)]
    orders = read("magento", magento(mug, cup, parts=parts))
    seen = [(o.data["external_ref"], o.data["recipient"]["city"], lines(o.data)) for o in orders]
    assert seen == [("007/1", "Warszawa", [("MUG", "2")]), ("007/2", "Gdynia", [("CUP", "1")])]
    assert one("magento", magento(mug))["external_ref"] == "007"


def test_magento_ships_parts_of_bundles_and_the_chosen_one_of_configurables() -> None:
    order = one(
        "magento",
        magento(
            row("KIT-A-B", item_id=1, product_type="bundle"),
            row("A", item_id=2, parent_item_id=1),
            row("B", 1, item_id=3, parent_item_id=1),
            row("TEE-M", item_id=4, product_type="configurable"),
            row("TEE-M", item_id=5, parent_item_id=4),
            row("EBOOK", product_type="downloadable"),
            row("GONE", 2, qty_canceled=1, qty_refunded=1),
            row("SOME", 5, qty_shipped="2.0000"),
        ),
    )
    assert lines(order) == [("A", "2"), ("B", "1"), ("TEE-M", "2"), ("SOME", "3")]
    assert flags(order) == ["digital", "nothing"]
    assert order["carriers"] == ["dpd", "dpd_flat"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (magento(row("MUG"), state="holded"), "on hold"),
        (magento(row("MUG"), state="canceled"), "cancelled"),
        (magento(row("MUG"), state="complete"), "complete"),
        (magento(row("MUG"), parts=[]), "nobody knows where"),
        (magento(row("MUG"), parts=[{"shipping": {}}]), "nobody knows where"),
        (magento(row("BOOK", product_type="virtual")), "all lines are digital"),
        (magento(parts=[assigned("X", method="instore_pickup")]), "picked up in the store"),
        (magento(row("MUG"), order_id=3), "an invoice or a shipment"),
        ({"items": []}, "no Magento order"),
    ],
)
def test_magento_says_why_nothing_is_shipped(body: Any, words: str) -> None:
    assert words in refused("magento", body)


def test_a_search_answer_of_magento_holds_orders() -> None:
    body = {"items": [magento(row("MUG")), magento(row("CUP"))], "search_criteria": {}}
    assert len(read("magento", body)) == 2


@pytest.mark.parametrize("shop", SHOPS)
@pytest.mark.parametrize(
    "junk",
    [b"", b"{", b"[1, 2]", b"null", b'"x"', b"\xff", b"{}", b'{"order": 3}', b"[" * 5000, b"{}{}"],
)
def test_junk_is_refused_with_a_reason(shop: str, junk: bytes) -> None:
    found = read(shop, junk)
    assert found
    assert all(isinstance(one, Rejected) and one.reason for one in found)


@pytest.mark.parametrize("value", [10**4000, "9" * 5000, "²", -1, 1.5, [], {}, None, True, "1e999"])
def test_odd_numbers_are_left_to_the_form(value: object) -> None:
    for shop, body in (
        ("shopify", SHOPIFY | {"line_items": [MUG | {"quantity": value}]}),
        ("woocommerce", WOO | {"line_items": [{"sku": "MUG", "quantity": value}]}),
        ("magento", magento(row("MUG", value))),
    ):
        for found in read(shop, body):
            if isinstance(found, Gathered):
                with pytest.raises(Faulty):
                    form_of(OrderLineForm, {"sku": "MUG", "quantity": lines(found.data)[0][1]})
