"""The API's holds and adjustments: once, explained, and within what a supervisor may do."""

from __future__ import annotations

from typing import Any

import pytest

from tests.usecases.api import Caller, caller, problem
from tests.usecases.fits import all_rows, rows, seen, told
from tests.world import World

HELD = {"location": "A-01", "merchant": "SHOP", "sku": "MUG", "quantity": 3, "reason": "damaged"}
FOUND = {"location": "A-01", "merchant": "SHOP", "sku": "MUG", "pieces": 2, "reason": "FOUND"}


@pytest.fixture
def shop(world: World) -> Caller:
    world.bins("A-01", "A-02").item("CAP", merchant="HATS", lot=True)
    world.item("MUG", gtin="5901234123457", pack=("05901234123464", 6))
    world.stock("MUG", 10, at="A-01").stock("CAP", 4, at="A-02", lot="L1")
    return caller(world)


def adjusted(shop: Caller, key: str = "a", **changes: Any) -> Any:
    return shop.post("/stock/adjustments", FOUND | changes, Idempotency_Key=key)


def test_pieces_are_held_listed_and_freed(shop: Caller, world: World) -> None:
    held = told(shop, shop.post("/holds", HELD), 201)
    assert (held["merchant"], held["location"], held["quantity"]) == ("SHOP", "A-01", 3)
    assert seen(shop, f"/holds/{held['id']}") == held
    assert world.on_hand("MUG") == {"A-01": 7, "A-01 held": 3}
    part = told(shop, shop.post(f"/holds/{held['id']}/free", {"quantity": 1}))
    assert part == {"id": held["id"], "freed": 1, "quantity": 2}
    rest = told(shop, shop.post(f"/holds/{held['id']}/free", {}))
    assert (rest["freed"], rest["quantity"]) == (2, 0)
    assert world.on_hand("MUG") == {"A-01": 10}
    assert problem(shop.post(f"/holds/{held['id']}/free", {}), 422)["code"] == "hold.ended"
    problem(shop.get(f"/holds/{held['id']}"), 404)
    assert world.differences() == []


def test_a_pack_means_its_pieces_and_a_lot_is_named(shop: Caller, world: World) -> None:
    pack = {name: value for name, value in HELD.items() if name != "sku"}
    pack |= {"gtin": "05901234123464", "quantity": 1}
    assert told(shop, shop.post("/holds", pack), 201)["quantity"] == 6
    cap = HELD | {"location": "A-02", "merchant": "HATS", "sku": "CAP", "lot": "L1"}
    assert told(shop, shop.post("/holds", cap), 201)["lot"] == "L1"
    assert len(all_rows(shop, "/holds", 1)) == 2
    assert [row["sku"] for row in rows(shop, "/holds?location=A-02")] == ["CAP"]
    assert [row["sku"] for row in rows(shop, "/holds?sku=05901234123457")] == ["MUG"]
    assert rows(shop, "/holds?reason=expired") == []


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"quantity": 11}, 422, "stock.not_free"),
        ({"location": "A-02"}, 422, "stock.gone"),
        ({"location": "Z-9"}, 422, "location.unknown"),
        ({"sku": "NO"}, 422, "item.unknown"),
        ({"merchant": "NOBODY"}, 422, "merchant.unknown"),
        ({"merchant": ""}, 422, "merchant.missing"),
        ({"lot": "L9"}, 422, "lot.unknown"),
        ({"quantity": 0}, 400, "malformed"),
        ({"reason": "bored"}, 400, "malformed"),
        ({"gtin": "5901234123457"}, 400, "malformed"),
        ({"colour": "red"}, 400, "malformed"),
    ],
)
def test_what_cannot_be_held_is_explained(
    shop: Caller, world: World, changes: dict[str, Any], status: int, code: str
) -> None:
    found = problem(shop.post("/holds", HELD | changes), status)
    assert code in (found["code"], *(error["code"] for error in found["errors"]))
    assert "Scan" not in found["remedy"]
    assert world.on_hand("MUG") == {"A-01": 10}


def test_the_books_are_put_right_once_under_one_key(shop: Caller, world: World) -> None:
    first, again = told(shop, adjusted(shop)), told(shop, adjusted(shop))
    assert first == again
    assert (first["pieces"], first["on_hand"]) == (2, 12)
    assert told(shop, adjusted(shop, "b", pieces=-5, reason="LOST"))["on_hand"] == 7
    assert world.on_hand("MUG") == {"A-01": 7}
    kinds = [(m["quantity"], m["reason"]) for m in rows(shop, "/moves?kind=adjust")]
    assert kinds == [(2, "FOUND"), (5, "LOST")]
    assert world.differences() == []


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"pieces": -11}, 422, "adjust.not_free"),
        ({"pieces": 51}, 422, "adjust.limit"),
        ({"pieces": 0}, 422, "adjust.pieces"),
        ({"pieces": 10**9}, 400, "malformed"),
        ({"reason": "BECAUSE"}, 400, "malformed"),
        ({"location": "Z-9"}, 422, "location.unknown"),
    ],
)
def test_what_cannot_be_adjusted_is_explained(
    shop: Caller, world: World, changes: dict[str, Any], status: int, code: str
) -> None:
    found = problem(adjusted(shop, **changes), status)
    assert code in (found["code"], *(error["code"] for error in found["errors"]))
    assert world.on_hand("MUG") == {"A-01": 10}


def test_an_adjustment_without_a_key_of_its_own_is_not_taken(shop: Caller, world: World) -> None:
    found = problem(shop.post("/stock/adjustments", FOUND), 400)
    assert (found["code"], found["field"]) == ("idempotency.missing", "Idempotency-Key")
    assert world.on_hand("MUG") == {"A-01": 10}


def test_a_merchant_sees_its_holds_and_holds_nothing(shop: Caller, world: World) -> None:
    held = told(shop, shop.post("/holds", HELD), 201)
    mine, other = caller(world, merchant="SHOP"), caller(world, merchant="HATS")
    assert rows(mine, "/holds") == [held]
    assert rows(other, "/holds") == []
    problem(other.get(f"/holds/{held['id']}"), 404)
    problem(other.get("/holds?merchant=SHOP"), 404)
    for key in (mine, other):
        problem(key.post("/holds", HELD), 403)
        problem(key.post(f"/holds/{held['id']}/free", {}), 403)
        problem(key.post("/stock/adjustments", FOUND, Idempotency_Key="m"), 403)
    for path in ("/holds/x", "/holds/" + "9" * 30, "/holds/999"):
        problem(shop.get(path), 404)
    problem(shop.post("/holds/999/free", {}), 404)
    assert world.on_hand("MUG") == {"A-01": 7, "A-01 held": 3}
