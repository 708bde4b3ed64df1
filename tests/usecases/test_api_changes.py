"""The feed of changes and the list of shipments as a caller reads them on."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests import packing as stage
from tests.bench import Bench, with_order
from tests.orders import accepted
from tests.usecases.api import MUG, Caller, an_asn, an_order, caller, problem
from tests.world import World


@pytest.fixture
def shop(world: World) -> Caller:
    shop = caller(world, merchant="SHOP")
    assert shop.post("/items", MUG).status_code == 201
    return shop


def page(shop: Caller, query: str = "") -> dict[str, Any]:
    response = shop.get(f"/changes{query}")
    assert response.status_code == 200, response.get_data(as_text=True)
    return dict(response.get_json())


def test_changes_tell_what_happened_to_what(shop: Caller) -> None:
    shop.post("/orders", an_order("1001"))
    shop.post("/asns", an_asn("D-1"))
    found = page(shop)["items"]
    types = ["item.registered", "item.changed", "order.accepted", "asn.announced"]
    assert [item["type"] for item in found] == types
    order = found[2]
    assert order["subject"] == {"kind": "order", "reference": "O-1", "external_ref": "1001"}
    assert (order["merchant"], order["data"]) == ("SHOP", {"status": "accepted", "reason": ""})
    assert order["occurred_at"] == shop.world.at.isoformat()
    assert set(order) == {"id", "type", "occurred_at", "merchant", "subject", "data", "cursor"}


def test_pages_go_on_after_their_cursor_and_an_empty_one_has_a_cursor_too(shop: Caller) -> None:
    whole = page(shop)["items"]
    first = page(shop, "?limit=1")
    assert first["items"] == whole[:1]
    rest = page(shop, f"?after={first['next']}")
    assert [item["id"] for item in rest["items"]] == [item["id"] for item in whole[1:]]
    empty = page(shop, f"?after={rest['next']}")
    assert empty["items"] == []
    shop.post("/orders", an_order("1001"))
    [new] = page(shop, f"?after={empty['next']}")["items"]
    assert new["type"] == "order.accepted"
    [again] = page(shop, f"?after={whole[-1]['cursor']}")["items"]
    assert again["id"] == new["id"]


def test_types_narrow_a_page_and_its_cursor_goes_past_the_others(shop: Caller) -> None:
    shop.post("/orders", an_order("1001"))
    found = page(shop, "?types=order.*,asn.announced")
    assert [item["type"] for item in found["items"]] == ["order.accepted"]
    assert page(shop, f"?after={found['next']}")["items"] == []
    assert problem(shop.get("/changes?types=order.eaten"), 422)["code"] == "changes.type"


@pytest.mark.parametrize("cursor", ["12", "a-b-c", "1.2-3", "1-2-3-4", "1-2-", "-1-2-3", "1-2-3.4"])
def test_what_is_no_cursor_is_refused(shop: Caller, cursor: str) -> None:
    assert problem(shop.get(f"/changes?after={cursor}"), 422)["code"] == "feed.cursor"
    assert problem(shop.get(f"/shipments?after={cursor}"), 422)["code"] == "feed.cursor"


def test_a_cursor_of_what_is_no_more_is_refused(shop: Caller) -> None:
    for cursor in (f"0-0-{10**12}", f"{10**17}-{10**17}-0"):
        if shop.world.db.is_sqlite or cursor.startswith("1"):
            found = problem(shop.get(f"/changes?after={cursor}"), 422)
            assert found["code"] == "feed.ahead"


@pytest.mark.parametrize("query", ["wait=21", "limit=0", "limit=501", "since=1"])
def test_a_query_that_makes_no_sense_is_refused(shop: Caller, query: str) -> None:
    problem(shop.get(f"/changes?{query}"), 400)


def test_a_key_of_a_merchant_never_sees_anothers_changes(shop: Caller) -> None:
    world = shop.world
    site, other = caller(world), caller(world, merchant="OTHER")
    site.post("/items", MUG | {"merchant": "OTHER", "sku": "PEN"})
    accepted(world.item("CUP"), "S-1", [("CUP", 1)])
    assert {item["merchant"] for item in page(other)["items"]} == {"OTHER"}
    assert {item["merchant"] for item in page(shop)["items"]} == {"SHOP"}
    assert {item["merchant"] for item in page(site)["items"]} == {"OTHER", "SHOP"}
    assert {i["merchant"] for i in page(site, "?merchant=OTHER")["items"]} == {"OTHER"}
    problem(shop.get("/changes?merchant=OTHER"), 404)


def test_waiting_ends_when_there_is_something_or_the_time_is_over(shop: Caller) -> None:
    at = page(shop)["next"]
    began = time.monotonic()
    assert page(shop, f"?after={at}&wait=1")["items"] == []
    assert time.monotonic() - began >= 1
    shop.post("/orders", an_order("1001"))
    began = time.monotonic()
    assert len(page(shop, f"?after={at}&wait=20")["items"]) == 1
    assert time.monotonic() - began < 5


def _parcels(shop: Caller, query: str = "") -> tuple[list[tuple[int, str]], str]:
    plain = shop.get(f"/shipments{query}").get_json()
    found = [(item["id"], item["status"]) for item in plain["items"]]
    return found, plain["next"]


def _closed(bench: Bench, parcel: int, grams: int) -> None:
    assert bench.weigh(parcel, grams) is None
    bench.label(parcel)
    bench.close(parcel)


def test_a_parcel_that_was_begun_first_and_closed_last_is_not_missed(world: World) -> None:
    bench, shop = with_order(world), caller(world, merchant="SHOP")
    stage.picked(world, "O-2", {"T-3": [("CAP", 1, "")]})
    other = Bench(world, "B2")
    first = bench.begin(world.ids["O-1"])
    second = other.begin(world.ids["O-2"])
    assert first < second
    other.put(second, "CAP", 1)
    _closed(other, second, 210)
    found, following = _parcels(shop)
    assert found == [(second, "closed")]
    bench.put(first, "MUG", 3)
    bench.put(first, "CAP", 1)
    _closed(bench, first, 1110)
    found, following = _parcels(shop, f"?after={following}")
    assert found == [(first, "closed")]
    bench.hand_over(first)
    other.hand_over(second)
    bench.depart()
    found, following = _parcels(shop, f"?after={following}")
    assert sorted(found) == [(first, "shipped"), (second, "shipped")]
    assert _parcels(shop, f"?after={following}") == ([], None)
    assert sorted(_parcels(shop)[0]) == [(first, "shipped"), (second, "shipped")], (
        "each once from the start"
    )
    assert _parcels(shop, "?status=closed") == ([], None)
    one, following = _parcels(shop, "?limit=1")
    assert len(one + _parcels(shop, f"?limit=1&after={following}")[0]) == 2


def test_an_order_is_followed_to_shipped_with_its_tracking(world: World) -> None:
    bench, shop = with_order(world), caller(world, merchant="SHOP")
    parcel = bench.begin(world.ids["O-1"])
    bench.put(parcel, "MUG", 3)
    bench.put(parcel, "CAP", 1)
    bench.finish(parcel, 1110)
    bench.depart()
    found = {item["type"]: item for item in page(shop, "?types=order.*,shipment.*")["items"]}
    [tracked] = found["order.shipped"]["data"]["parcels"]
    left = found["shipment.shipped"]
    assert left["subject"] == {"kind": "shipment", "reference": tracked["sscc"], "external_ref": ""}
    assert left["data"]["order"] == found["order.shipped"]["subject"]["reference"]
    assert tracked["tracking"] == left["data"]["tracking"] == tracked["sscc"]
    assert tracked["carrier"] == "POST"
