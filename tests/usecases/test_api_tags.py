"""ETags: what is known already is not sent again, and no change undoes another unseen."""

from __future__ import annotations

import pytest

from tests.usecases.api import MUG, Caller, an_asn, an_order, caller, problem
from tests.world import World

OTHER = {"lines": [{"sku": "MUG", "quantity": 3}]}


@pytest.fixture
def shop(world: World) -> Caller:
    found = caller(world)
    found.post("/items", MUG)
    found.post("/orders", an_order())
    found.post("/asns", an_asn())
    return found


@pytest.mark.parametrize("path", ["/items/SHOP/MUG", "/orders/1001", "/asns/D-1", "/openapi.json"])
def test_what_is_known_already_is_not_sent_again(shop: Caller, path: str) -> None:
    first = shop.get(path)
    tag = first.headers["ETag"]
    again = shop.raw("GET", path, headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    weakened = shop.raw("GET", path, headers={"If-None-Match": f"W/{tag}"})
    assert weakened.status_code == 304
    assert shop.raw("GET", path, headers={"If-None-Match": '"x"'}).get_json() == first.get_json()


def test_a_change_gives_another_tag(shop: Caller) -> None:
    before = shop.get("/orders/1001").headers["ETag"]
    changed = shop.put("/orders/1001", an_order(**OTHER))
    assert changed.headers["ETag"] != before
    assert shop.get("/orders/1001").headers["ETag"] == changed.headers["ETag"]


def test_an_order_is_changed_only_as_it_was_read(shop: Caller) -> None:
    tag = shop.get("/orders/1001").headers["ETag"]
    assert shop.put("/orders/1001", an_order(**OTHER), If_Match=tag).status_code == 200
    late = an_order(lines=[{"sku": "MUG", "quantity": 5}])
    found = problem(shop.put("/orders/1001", late, If_Match=tag), 412)
    assert (found["code"], found["field"]) == ("changed", "If-Match")
    order = shop.get("/orders/1001")
    assert order.get_json()["lines"][0]["ordered"] == 3
    now = order.headers["ETag"]
    assert shop.put("/orders/1001", late, If_Match=f"W/{now}").status_code == 200
    assert shop.put("/orders/1001", an_order(), If_Match="*").status_code == 200


def test_a_change_that_is_sent_twice_is_answered_as_before(shop: Caller) -> None:
    tag = shop.get("/orders/1001").headers["ETag"]
    given = {"If_Match": tag, "Idempotency_Key": "c1"}
    first = shop.put("/orders/1001", an_order(**OTHER), **given)
    again = shop.put("/orders/1001", an_order(**OTHER), **given)
    assert (again.status_code, again.get_json()) == (200, first.get_json())
    assert again.headers["ETag"] == first.headers["ETag"]


def test_a_tag_is_the_same_whoever_reads(shop: Caller, world: World) -> None:
    other = Caller(world, shop.key)
    assert other.get("/orders/1001").headers["ETag"] == shop.get("/orders/1001").headers["ETag"]
