"""Changing an order over the API and by file: definite answers, once, only one's own orders."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.changes import line
from tests.orders import allocated, released
from tests.usecases.api import ANNA, MUG, Caller, an_order, caller, problem
from tests.usecases.test_cancel import picker
from tests.world import World
from wms.channels.rows import Rejected
from wms.channels.take_file import take_file


def mugs(n: int, ref: str = "1001", **changes: Any) -> dict[str, Any]:
    return an_order(ref, lines=[{"sku": "MUG", "quantity": n}], **changes)


def shop(world: World, stock: int = 9) -> Caller:
    found = caller(world)
    world.ids["MUG"] = found.post("/items", MUG).get_json()["id"]
    world.bins("A-01").totes("T-1").stock("MUG", stock, at="A-01")
    world.ids["1001"] = found.post("/orders", an_order("1001")).get_json()["id"]
    return found


def test_an_order_is_changed_into_what_is_sent_once(world: World) -> None:
    api = shop(world)
    allocated(world, "1001")
    for outcome in ("applied", "unchanged"):
        answer = api.put("/orders/1001", mugs(4, priority=1))
        assert answer.status_code == 200
        assert answer.get_json()["outcome"] == outcome
    told = answer.get_json()
    assert (told["order"]["priority"], told["order"]["lines"][0]["ordered"]) == (1, 4)
    assert api.post("/orders", mugs(4, priority=1)).status_code == 200, "it is known as it is now"
    assert world.differences() == []


def test_the_same_request_is_answered_as_before(world: World) -> None:
    api = shop(world)
    first = api.put("/orders/1001", mugs(4), Idempotency_Key="k-1")
    again = api.put("/orders/1001", mugs(4), Idempotency_Key="k-1")
    assert again.get_json() == first.get_json()
    assert again.headers["Idempotent-Replayed"] == "true"
    other = problem(api.put("/orders/1001", mugs(5), Idempotency_Key="k-1"), 422)
    assert other["code"] == "idempotency.reused"


def test_the_answer_says_what_somebody_has_to_do(world: World) -> None:
    api = shop(world)
    released(world, 1)
    desk = picker(world, "T-1")
    for code in ("A-01", "MUG", "MUG", "T-1"):
        desk.scan(code)
    told = api.put("/orders/1001", mugs(1)).get_json()
    assert (told["outcome"], told["pieces_to_put_back"]) == ("pending", 1)
    assert told["words"] == "Order O-1 is changed. 1 piece is to be put back"
    told = api.put("/orders/1001", mugs(5)).get_json()
    assert (told["pieces_to_put_back"], told["pieces_to_pick"]) == (0, 3)
    lacking = problem(api.put("/orders/1001", mugs(11)), 422)
    assert (lacking["code"], lacking["field"]) == ("orders.no_stock", "lines")
    assert line(world, "1001", "MUG") == {"ordered": 5, "picked": 2}


def test_what_cannot_be_changed_is_said_with_a_remedy(world: World) -> None:
    api, other = shop(world), caller(world, merchant="OTHER")
    problem(api.put("/orders/nothing", mugs(1)), 404)
    problem(other.put("/orders/1001", mugs(1)), 404)
    assert problem(api.put("/orders/1001", mugs(1, "1002")), 422)["code"] == "order.other"
    problem(api.put("/orders/1001", {"lines": []}), 400)
    wrong = an_order("1001", lines=[{"sku": "HAT", "quantity": 1}])
    assert problem(api.put("/orders/1001", wrong), 422)["code"] == "item.unknown"
    problem(api.put("/orders/1001", mugs(1, carrier="NOBODY")), 422)
    api.post("/orders/1001/cancel", {})
    assert problem(api.put("/orders/1001", mugs(1)), 422)["code"] == "orders.cancelled"
    assert line(world, "1001", "MUG") == {"ordered": 2}


def test_a_file_changes_orders_only_when_that_is_said(world: World, tmp_path: Path) -> None:
    shop(world)
    path = tmp_path / "orders.jsonl"
    rejected: list[Rejected] = []

    def taken(n: int, **given: bool) -> tuple[int, ...]:
        path.write_text(json.dumps(mugs(n, "F-1", recipient=ANNA)), "utf-8")
        done = take_file(world.db, path, "orders", at=world.at, tell=rejected.append, **given)
        return done.new, done.changed, done.known, done.rejected

    assert taken(2) == (1, 0, 0, 0)
    assert taken(3) == (0, 0, 0, 1)
    assert rejected[0].words.endswith("Send it as it was, or change the order")
    assert taken(3, may_change=True) == (0, 1, 0, 0)
    assert taken(3, may_change=True) == (0, 0, 1, 0)
    assert taken(3) == (0, 0, 1, 0)


def test_a_name_that_two_senders_share_is_neither_read_nor_changed(world: World) -> None:
    site = shop(world)
    own = caller(world, merchant="SHOP")
    assert own.post("/orders", an_order("1001")).status_code == 201
    for answer in (site.get("/orders/1001"), site.put("/orders/1001", mugs(4))):
        found = problem(answer, 409)
        assert (found["code"], "O-1, O-2" in found["remedy"]) == ("order.several", True)
    ordered = [row["lines"][0]["ordered"] for row in site.get("/orders").get_json()["items"]]
    assert ordered == [2, 2]
    assert site.put("/orders/O-1", mugs(4)).get_json()["order"]["reference"] == "O-1"


def test_a_merchant_finds_its_order_whatever_others_are_called(world: World) -> None:
    """One's own name may be our reference of another's order."""
    shop(world)
    hats = caller(world, merchant="HATS")
    assert hats.post("/items", MUG | {"merchant": "HATS", "sku": "HAT"}).status_code == 201
    sent = an_order("O-1", merchant="HATS", lines=[{"sku": "HAT", "quantity": 1}])
    assert hats.post("/orders", sent).status_code == 201
    assert hats.get("/orders/O-1").get_json()["external_ref"] == "O-1"
