"""Webhooks as a caller adds, changes and deletes them; never another merchant's."""

from __future__ import annotations

from typing import Any

import pytest

from tests.hooks import deliver_due, later
from tests.receiver import receiving, verified
from tests.usecases.api import MUG, Caller, an_order, caller, problem
from tests.world import World

URL = "https://example.com/hook"
SHOWN = {
    *("id", "url", "types", "merchant", "note", "active", "stopped_why", "failures"),
    *("next_attempt_at", "last_status", "last_error", "delivered_at", "created_at"),
    *("created_by", "old_secret_until", "dead_letters"),
}


@pytest.fixture
def shop(world: World) -> Caller:
    world.config = world.config | {"webhooks": world.config["webhooks"] | {"allow_private": True}}
    shop = caller(world, merchant="SHOP")
    assert shop.post("/items", MUG).status_code == 201
    return shop


def add(shop: Caller, **given: Any) -> dict[str, Any]:
    response = shop.post("/webhooks", {"url": URL} | given)
    assert response.status_code == 201, response.get_data(as_text=True)
    return dict(response.get_json())


def test_the_secret_is_shown_once(shop: Caller) -> None:
    made = add(shop, types=["order.*"], note="the shop's own")
    assert made["secret"].startswith("whsec_")
    assert "order.shipped" in made["types"]
    shown = shop.get(f"/webhooks/{made['id']}").get_json()
    assert set(shown) == SHOWN
    assert made["secret"] not in shop.get("/webhooks").get_data(as_text=True)
    assert shop.get("/webhooks").get_json()["items"] == [shown]
    assert (shown["merchant"], shown["note"], shown["active"]) == ("SHOP", "the shop's own", True)


@pytest.mark.parametrize(
    ("given", "status", "field"),
    [
        ({"url": "gopher://x"}, 422, "url"),
        ({"url": URL, "types": ["order.eaten"]}, 422, "types"),
        ({"url": URL, "secret": "abc"}, 422, "secret"),
        ({"url": URL, "merchant": "OTHER"}, 422, "merchant"),
        ({"url": URL, "note": "a\nb"}, 422, "note"),
        ({"url": URL, "surprise": 1}, 400, "surprise"),
        ({}, 400, "url"),
    ],
)
def test_what_makes_no_sense_is_refused(
    shop: Caller, given: dict[str, Any], status: int, field: str
) -> None:
    found = problem(shop.post("/webhooks", given), status)
    assert field in (found["field"], *(error["field"] for error in found["errors"]))


def test_a_webhook_is_changed_stopped_and_goes_on_where_it_stopped(shop: Caller) -> None:
    with receiving() as receiver:
        made = add(shop, url=receiver.url, types=["order.accepted"])
        path = f"/webhooks/{made['id']}"
        stopped = shop.raw("PATCH", path, json={"active": False}).get_json()
        assert (stopped["active"], stopped["stopped_why"]) == (False, "off")
        shop.post("/orders", an_order("1001"))
        deliver_due(shop.world)
        assert receiver.came == []
        shop.raw("PATCH", path, json={"active": True})
        deliver_due(shop.world)
        assert receiver.types == ["order.accepted"]
        assert verified(made["secret"], *receiver.came[0], shop.world.at.timestamp())
    assert shop.raw("DELETE", path).get_json() == {"id": made["id"], "deleted": True}
    problem(shop.get(path), 404)


def test_a_test_message_says_what_the_receiver_answered(shop: Caller) -> None:
    with receiving(204, 503) as receiver:
        made = add(shop, url=receiver.url)
        path = f"/webhooks/{made['id']}/test"
        tried = shop.raw("POST", path).get_json()
        assert (tried["taken"], tried["status"], tried["error"]) == (True, 204, "")
        headers, body = receiver.came[0]
        plain = verified(made["secret"], headers, body, shop.world.at.timestamp())
        assert (plain["type"], plain["id"]) == ("webhook.test", headers["webhook-id"])
        assert headers["webhook-id"] == tried["id"]
        assert shop.raw("POST", path).get_json()["status"] == 503
    assert shop.raw("POST", path).get_json()["error"] == "connection refused"


def test_a_new_secret_leaves_the_old_one_good_for_a_time(shop: Caller) -> None:
    made = add(shop)
    given = shop.post(f"/webhooks/{made['id']}/secret", {}).get_json()
    assert given["secret"] != made["secret"]
    shown = shop.get(f"/webhooks/{made['id']}").get_json()
    assert shown["old_secret_until"] == given["old_secret_until"]


def test_dead_letters_are_listed_and_sent_once_more(shop: Caller) -> None:
    with receiving(*[500] * 3) as receiver:
        made = add(shop, url=receiver.url, types=["order.accepted"])
        path = f"/webhooks/{made['id']}"
        shop.post("/orders", an_order("1001"))
        for _ in range(3):
            deliver_due(shop.world)
            later(shop.world, 60)
        [letter] = shop.get(f"{path}/dead-letters?status=dead").get_json()["items"]
        assert (letter["attempts"], letter["last_status"], letter["status"]) == (3, 500, "dead")
        assert letter["change"]["subject"]["external_ref"] == "1001"
        again = shop.raw("POST", f"{path}/dead-letters/{letter['id']}/retry")
        assert (again.status_code, again.get_json()) == (202, {"letters": 1})
        deliver_due(shop.world)
        assert receiver.types == ["order.accepted"]
        assert shop.raw("POST", f"{path}/retry").get_json() == {"letters": 0}
    [letter] = shop.get(f"{path}/dead-letters").get_json()["items"]
    assert letter["status"] == "delivered"
    problem(shop.raw("POST", f"{path}/dead-letters/{letter['id']}/retry"), 422)
    for wrong in ("99", "x", "9" * 30):
        problem(shop.raw("POST", f"{path}/dead-letters/{wrong}/retry"), 404)


@pytest.mark.parametrize(
    ("method", "more"),
    [
        ("GET", ""),
        ("PATCH", ""),
        ("DELETE", ""),
        ("POST", "/test"),
        ("POST", "/secret"),
        ("GET", "/dead-letters"),
        ("POST", "/retry"),
        ("POST", "/dead-letters/1/retry"),
    ],
)
def test_nobody_reaches_anothers_webhook(shop: Caller, method: str, more: str) -> None:
    made = add(shop)
    other = caller(shop.world, merchant="OTHER")
    given = {"json": {}} if method in ("PATCH", "POST") else {}
    for number in (str(made["id"]), "99", "x", "9" * 40):
        problem(other.raw(method, f"/webhooks/{number}{more}", **given), 404)
    assert other.get("/webhooks").get_json()["items"] == []
    assert caller(shop.world).get(f"/webhooks/{made['id']}").status_code == 200
