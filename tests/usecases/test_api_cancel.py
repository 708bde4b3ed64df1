"""Cancelling over the API: a definite answer, once, and only for one's own orders."""

from __future__ import annotations

from tests.orders import allocated, released
from tests.packing import picked
from tests.usecases.api import MUG, an_order, caller, problem
from tests.world import World


def test_an_order_is_cancelled_once_whoever_asks_how_often(world: World) -> None:
    shop = caller(world)
    shop.post("/items", MUG)
    assert shop.post("/orders", an_order("1001")).status_code == 201
    for outcome in ("accepted", "unchanged"):
        answer = shop.post("/orders/1001/cancel", {"reason": "changed their mind"})
        assert answer.status_code == 200
        assert answer.get_json()["outcome"] == outcome
    assert shop.get("/orders/1001").get_json()["status"] == "cancelled"
    assert world.differences() == []


def test_an_order_with_promised_stock_gives_it_back(world: World) -> None:
    shop = caller(world)
    number = shop.post("/items", MUG).get_json()["id"]
    world.ids["MUG"] = number
    world.bins("A-01").stock("MUG", 2, at="A-01")
    world.ids["1001"] = shop.post("/orders", an_order("1001")).get_json()["id"]
    allocated(world, "1001")
    released(world, 1)
    assert shop.post("/orders/1001/cancel", {}).get_json()["pieces_to_put_back"] == 0
    world.ids["1002"] = shop.post("/orders", an_order("1002")).get_json()["id"]
    assert list(allocated(world, "1002").values()) == [""]
    assert world.differences() == []


def test_what_cannot_be_cancelled_is_said_with_a_remedy(world: World) -> None:
    shop, other = caller(world), caller(world, merchant="OTHER")
    shop.post("/items", MUG)
    shop.post("/orders", an_order("1001"))
    problem(shop.post("/orders/nothing/cancel", {}), 404)
    problem(other.post("/orders/1001/cancel", {}), 404)
    problem(shop.post("/orders/1001/cancel", {"reason": 7}), 400)
    problem(shop.post("/orders/1001/cancel", {"why": "x"}), 400)
    assert shop.get("/orders/1001").get_json()["status"] != "cancelled"


def test_a_cancel_after_picking_is_accepted_and_tells_what_goes_back(world: World) -> None:
    world.item("MUG")
    picked(world, "S-1", {"T1": [("MUG", 3, "")]})
    shop = caller(world)
    first = shop.post("/orders/S-1/cancel", {}, Idempotency_Key="k").get_json()
    assert (first["outcome"], first["pieces_to_put_back"]) == ("accepted", 3)
    assert shop.post("/orders/S-1/cancel", {}, Idempotency_Key="k").get_json() == first
    assert shop.post("/orders/S-1/cancel", {}).get_json()["outcome"] == "unchanged"
    assert shop.get("/orders/S-1").get_json()["status"] == "cancelled"


def test_what_has_left_is_refused_with_what_to_do(world: World) -> None:
    world.item("MUG")
    picked(world, "S-1", {"T1": [("MUG", 3, "")]}, status="shipped")
    refusal = problem(caller(world).post("/orders/S-1/cancel", {}), 422)
    assert (refusal["code"], refusal["remedy"]) == ("orders.shipped", "Register a return")


def test_a_name_that_two_senders_share_cancels_neither(world: World) -> None:
    shop = caller(world)
    shop.post("/items", MUG)
    shop.post("/orders", an_order("1001"))
    own = caller(world, merchant="SHOP")
    assert own.post("/orders", an_order("1001")).status_code == 201
    found = problem(shop.post("/orders/1001/cancel", {}), 409)
    assert "O-1, O-2" in found["remedy"]
    statuses = {row["status"] for row in shop.get("/orders").get_json()["items"]}
    assert "cancelled" not in statuses
    assert shop.post("/orders/O-2/cancel", {}).get_json()["outcome"] == "accepted"
