"""The API: what it takes, what it shows, how it says no."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.usecases.api import ANNA, MUG, Caller, an_asn, an_order, caller, problem
from tests.world import World
from wms.jobs import Job
from wms.orders.models import Order


@pytest.fixture
def shop(world: World) -> Caller:
    """A caller of the site that has registered the mug."""
    found = caller(world)
    assert found.post("/items", MUG).status_code == 201
    return found


def count(world: World, table: Any) -> int:
    return int(world.do(lambda c: c.execute(select(func.count()).select_from(table)).scalar_one()))


def test_an_item_is_registered_once_and_brought_up_to_date(shop: Caller) -> None:
    again = shop.post("/items", MUG | {"weight_grams": 310, "packs": []})
    assert again.status_code == 200
    assert again.get_json()["weight_grams"] == 310
    found = shop.get("/items/SHOP/MUG").get_json()
    assert found["barcodes"] == [{"gtin": "05901234123457", "pieces": 1}]


def test_a_list_of_items_is_taken_whole_or_not_at_all(shop: Caller) -> None:
    bad = [MUG | {"sku": "CAP", "gtin": ""}, MUG | {"sku": "PEN", "gtin": "5901234123458"}, 7]
    found = problem(shop.post("/items", bad), 400)
    assert [e["field"] for e in found["errors"]] == ["1.gtin", "2"]
    assert len(shop.get("/items").get_json()["items"]) == 1


def test_pages_follow_each_other_without_gap_or_repeat(shop: Caller) -> None:
    shop.post("/items", [MUG | {"sku": f"S{n}", "gtin": ""} for n in range(7)])
    seen, after = [], "0"
    while after is not None:
        page = shop.get(f"/items?limit=3&after={after}").get_json()
        seen += [item["sku"] for item in page["items"]]
        after = page["next"]
    assert seen == ["MUG", *(f"S{n}" for n in range(7))]


def test_an_order_is_accepted_once_whoever_asks_how_often(shop: Caller, world: World) -> None:
    first, second = shop.post("/orders", an_order()), shop.post("/orders", an_order())
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.get_json() == second.get_json()
    assert first.get_json()["lines"][0]["ordered"] == 2
    assert count(world, Order) == 1
    assert count(world, Job) == 1


def test_another_content_under_a_known_reference_is_refused(shop: Caller) -> None:
    shop.post("/orders", an_order())
    other = an_order(lines=[{"sku": "MUG", "quantity": 3}])
    assert problem(shop.post("/orders", other), 422)["code"] == "orders.exists"


def test_an_idempotency_key_gives_the_same_answer_and_no_second_order(
    shop: Caller, world: World
) -> None:
    first = shop.post("/orders", an_order(), Idempotency_Key="k1")
    again = shop.post("/orders", an_order(), Idempotency_Key="k1")
    assert again.get_json() == first.get_json()
    assert again.status_code == 201
    assert again.headers["Idempotent-Replayed"] == "true"
    other = shop.post("/orders", an_order("1002"), Idempotency_Key="k1")
    assert problem(other, 422)["code"] == "idempotency.reused"
    assert count(world, Order) == 1


def test_a_delivery_shows_what_is_expected_and_received(shop: Caller) -> None:
    made = shop.post("/asns", an_asn())
    assert made.status_code == 201
    assert shop.post("/asns", an_asn()).status_code == 200
    found = shop.get("/asns/D-1").get_json()
    assert [(x["expected"], x["received"]) for x in found["lines"]] == [(10, 0)]


def test_stock_says_what_is_there_reserved_held_and_available(shop: Caller, world: World) -> None:
    world.bins("A-01")
    world.ids["MUG"] = shop.get("/items/SHOP/MUG").get_json()["id"]
    world.stock("MUG", 5, at="A-01").stock("MUG", 3, at="DOCK")
    [level] = shop.get("/stock?sku=05901234123457").get_json()["items"]
    assert (level["on_hand"], level["available"], level["held"]) == (8, 5, 0)
    bins = shop.get("/stock/SHOP/MUG/bins").get_json()["bins"]
    assert [(b["location"], b["on_hand"]) for b in bins] == [("A-01", 5), ("DOCK", 3)]


def test_a_merchants_key_sees_and_writes_its_own_only(shop: Caller, world: World) -> None:
    shop.post("/orders", an_order())
    other = caller(world, merchant="OTHER")
    assert other.get("/items").get_json()["items"] == []
    assert other.get("/orders").get_json()["items"] == []
    problem(other.get("/orders/1001"), 404)
    problem(other.get("/items?merchant=SHOP"), 404)
    problem(other.get("/items/SHOP/MUG"), 404)
    problem(other.get("/station-events"), 403)
    found = problem(other.post("/orders", an_order("2")), 422)
    assert found["errors"][0]["code"] == "merchant.unknown"
    problem(other.post("/items", MUG), 422)
    assert other.post("/items", MUG | {"merchant": ""}).status_code == 201
    mine = an_order("1001", merchant="", lines=[{"gtin": "5901234123457", "quantity": 1}])
    assert other.post("/orders", mine).status_code == 201


def test_no_key_or_a_wrong_one_opens_nothing(shop: Caller) -> None:
    assert problem(shop.client.get("/api/v1/items"), 401)["code"] == "key.missing"
    shop.key = "guess"
    response = shop.get("/items")
    assert problem(response, 401)["code"] == "key.unknown"
    assert "Bearer" in response.headers["WWW-Authenticate"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"lines": []}, "lines"),
        ({"lines": [{"sku": "MUG", "quantity": -1}]}, "lines.0.quantity"),
        ({"lines": [{"sku": "MUG", "quantity": 10**9}]}, "lines.0.quantity"),
        ({"lines": [{"sku": "MUG", "quantity": 1.5}]}, "lines.0.quantity"),
        ({"lines": [{"sku": "MUG", "quantity": True}]}, "lines.0.quantity"),
        ({"lines": [{"quantity": 1}]}, "lines.0"),
        ({"external_ref": "a\u0000b"}, "external_ref"),
        ({"external_ref": "\ud800"}, "external_ref"),
        ({"recipient": ANNA | {"name": "Anna\nNowak"}}, "recipient.name"),
        ({"recipient": ANNA | {"country": "Poland"}}, "recipient.country"),
        ({"recipient": None}, "recipient.name"),
        ({"ship_by": "2026-03-02T12:00:00"}, "ship_by"),
        ({"ship_by": "0001-01-01T00:00:00+14:00"}, "ship_by"),
        ({"ship_by": 5}, "ship_by"),
        ({"priority": 99}, "priority"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_malformed_field_is_named(shop: Caller, changes: dict[str, Any], field: str) -> None:
    found = problem(shop.post("/orders", an_order(**changes)), 400)
    assert field in [error["field"] for error in found["errors"]]


def test_all_lines_that_name_nothing_known_are_named_at_once(shop: Caller) -> None:
    lines = [
        {"sku": "NOPE", "quantity": 1},
        {"gtin": "5901234123458", "quantity": 1},
        {"sku": "MUG", "merchant": "NOBODY", "quantity": 1},
        {"sku": "MUG", "quantity": 1},
    ]
    found = problem(shop.post("/orders", an_order(lines=lines, carrier="PIGEON")), 422)
    assert [(e["field"], e["code"]) for e in found["errors"]] == [
        ("lines.0.sku", "item.unknown"),
        ("lines.1.gtin", "gtin.check_digit"),
        ("lines.2.merchant", "merchant.unknown"),
        ("carrier", "carrier.unknown"),
    ]


@pytest.mark.parametrize(
    ("data", "content_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"[" * 60_000, "application/json", 400),
        (b'{"a": NaN}', "application/json", 400),
        (b'{"a": ' + b"9" * 5000 + b"}", "application/json", 400),
        (b'{"a": "\xff"}', "application/json", 400),
        (b'"text"', "application/json", 400),
        (b"", "application/json", 400),
        (b"{}", "text/plain", 415),
        (b" " * 1_100_000, "application/json", 413),
    ],
)
def test_a_body_that_is_no_order_is_a_problem(
    shop: Caller, data: bytes, content_type: str, status: int
) -> None:
    problem(shop.raw("POST", "/orders", data=data, content_type=content_type), status)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("DELETE", "/orders", 405),
        ("GET", "/orders/%00", 404),
        ("GET", "/orders?status=%00", 400),
        ("GET", "/orders?after=-1", 400),
        ("GET", "/orders?after=99999999999999999999", 400),
        ("GET", "/orders?limit=0", 400),
        ("GET", "/orders/" + "9" * 200, 404),
        ("GET", "/shipments/395212340000000017", 404),
        ("GET", "/station-events?after=x", 422),
        ("GET", "/items/%FF/%FF", 404),
    ],
)
def test_a_strange_address_is_a_problem(shop: Caller, method: str, path: str, status: int) -> None:
    response = shop.raw(method, path)
    problem(response, status)
    if status == 405:
        assert "POST" in response.headers["Allow"]


def test_health_needs_no_key(shop: Caller) -> None:
    response = shop.client.get("/api/v1/health")
    assert json.loads(response.data) == {"status": "ok"}


@pytest.mark.parametrize("key", ["", "k1"])
def test_the_same_order_from_many_at_once_is_accepted_once(
    shop: Caller, world: World, key: str
) -> None:
    app = shop.client.application
    headers = {"Authorization": f"Bearer {shop.key}", "Idempotency-Key": key}

    def send(_: int) -> int:
        given = {"json": an_order(), "headers": headers}
        return app.test_client().post("/api/v1/orders", **given).status_code

    with ThreadPoolExecutor(6) as pool:
        statuses = list(pool.map(send, range(12)))
    assert set(statuses) <= {200, 201}
    assert statuses.count(201) == (12 if key else 1)
    assert count(world, Order) == 1
    assert count(world, Job) == 1
