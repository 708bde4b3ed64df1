"""The API's waves: seen before they are made, released, taken back; for the site's keys only."""

from __future__ import annotations

from typing import Any

import pytest

from tests.orders import accepted, allocated
from tests.usecases.api import Caller, caller, problem
from tests.usecases.fits import all_rows, rows, seen, told
from tests.world import World


@pytest.fixture
def shop(world: World) -> Caller:
    """Three orders that have their stock, one that waits for it, and two pickers."""
    world.bins("A-01", "A-02").item("MUG", gtin="5901234123457").totes("T1", "T2")
    world.stock("MUG", 4, at="A-01").stock("MUG", 4, at="A-02")
    for n in (1, 2, 3):
        accepted(world, f"S-{n}", [("MUG", 2)])
    accepted(world, "S-4", [("MUG", 9)])
    allocated(world, "S-1", "S-2", "S-3", "S-4")
    world.worker("anna").worker("ben")
    return caller(world)


def planned(shop: Caller, *orders: str) -> Any:
    return told(shop, shop.post("/waves", {"orders": list(orders)}), 201)["wave"]


def released(shop: Caller, reference: str) -> Any:
    return told(shop, shop.post(f"/waves/{reference}/release", {}))


def test_a_preview_tells_what_a_wave_would_be_and_writes_nothing(shop: Caller) -> None:
    for body in ({"template": "NEXT"}, {"orders": ["S-1", "O-2", "S-3", "S-4"]}):
        found = told(shop, shop.post("/waves/preview", body))
        assert (found["orders"], found["lines"], len(found["walks"])) == (3, 3, 1)
        assert found["planned_mm"] >= found["least_mm"] > 0
        assert found["gap_percent"] >= 0
        [left] = found["left_out"]
        assert (left["order"], found["left_out_total"]) == ("O-4", 1)
        assert "not enough free stock" in left["why"]
    assert rows(shop, "/waves") == []


def test_a_wave_is_planned_released_taken_back_and_cancelled(shop: Caller, world: World) -> None:
    made = planned(shop, "O-1", "O-2")
    assert (made["reference"], made["status"], made["orders"]) == ("W-1", "planned", 2)
    assert [member["reference"] for member in made["members"]] == ["O-1", "O-2"]
    out = released(shop, "W-1")["wave"]
    assert (out["status"], out["clusters"]) == ("released", 1)
    assert (out["lines"], out["lines_done"], out["lines_open"]) == (2, 0, 2)
    assert [walk["lines_open"] for walk in out["walks"]] == [2]
    back = told(shop, shop.post("/waves/W-1/unrelease", {}))
    assert (back["orders"], len(back["clusters"]), back["kept"]) == (2, 1, [])
    assert back["wave"]["status"] == "planned"
    gone = told(shop, shop.post("/waves/W-1/cancel", {}))
    assert (gone["orders"], gone["wave"]["status"]) == (2, "cancelled")
    assert problem(shop.post("/waves/W-1/release", {}), 422)["code"] == "wave.over"
    assert world.differences() == []


def test_waves_are_listed_and_narrowed(shop: Caller) -> None:
    for order in ("O-1", "O-2", "O-3"):
        planned(shop, order)
    released(shop, "W-2")
    assert [row["reference"] for row in all_rows(shop, "/waves", 2)] == ["W-1", "W-2", "W-3"]
    assert [row["reference"] for row in rows(shop, "/waves?status=released")] == ["W-2"]
    assert len(rows(shop, "/waves?warehouse=W1")) == 3
    assert seen(shop, "/waves/W-2")["released_at"]
    problem(shop.get("/waves?status=lost"), 400)
    problem(shop.get("/waves?merchant=SHOP"), 400)
    problem(shop.get("/waves/W-9"), 404)


def test_a_repeat_under_the_same_key_plans_one_wave(shop: Caller) -> None:
    body = {"orders": ["O-1"]}
    first = shop.post("/waves", body, Idempotency_Key="w")
    again = shop.post("/waves", body, Idempotency_Key="w")
    assert told(shop, again, 201) == told(shop, first, 201)
    assert len(rows(shop, "/waves")) == 1
    released_once = shop.post("/waves/W-1/release", {}, Idempotency_Key="r")
    repeated = shop.post("/waves/W-1/release", {}, Idempotency_Key="r")
    assert repeated.get_json() == released_once.get_json()


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"template": "NONE"}, 422, "wave.template"),
        ({"orders": ["O-9"]}, 422, "orders.unknown"),
        ({"orders": ["O-4"]}, 422, "wave.empty"),
        ({"orders": []}, 400, "malformed"),
        ({"orders": "O-1"}, 400, "malformed"),
        ({"warehouse": "W9"}, 422, "warehouse.unknown"),
        ({"colour": "red"}, 400, "malformed"),
    ],
)
def test_a_wave_that_cannot_be_is_explained(
    shop: Caller, body: dict[str, Any], status: int, code: str
) -> None:
    for path in ("/waves/preview", "/waves"):
        assert problem(shop.post(path, body), status)["code"] == code
    assert rows(shop, "/waves") == []


def test_no_remedy_speaks_of_a_command_line(shop: Caller, world: World) -> None:
    planned(shop, "O-1")
    released(shop, "W-1")
    refusals = [
        problem(shop.post("/waves/W-1/release", {}), 422),
        problem(shop.post("/waves/W-1/cancel", {}), 422),
        problem(shop.post("/clusters/C-9/reassign", {"worker": "ben"}), 404),
        problem(shop.post("/clusters/C-1/reassign", {"worker": "nobody"}), 422),
        problem(shop.post("/waves", {"orders": ["O-1", "O-4"]}), 422),
    ]
    assert not [r["remedy"] for r in refusals if "wms " in r["remedy"]]
    assert problem(shop.post("/waves/W-9/release", {}), 404)["code"] == "wave.unknown"


def test_why_an_order_is_not_in_a_wave_is_one_sentence(shop: Caller) -> None:
    planned(shop, "O-1")
    assert seen(shop, "/orders/S-1/why-not?wave=W-1")["why"] == "It is in W-1"
    assert "not chosen" in seen(shop, "/orders/O-2/why-not?wave=W-1")["why"]
    assert seen(shop, "/orders/O-2/why-not")["why"] == ""
    assert "stock of MUG" in seen(shop, "/orders/O-4/why-not?wave=NEXT")["why"]
    problem(shop.get("/orders/O-9/why-not"), 404)
    problem(shop.get("/orders/O-1/why-not?wave=W-9"), 404)


def test_an_urgent_order_joins_a_walk_and_a_walk_changes_hands(shop: Caller, world: World) -> None:
    planned(shop, "O-1")
    released(shop, "W-1")
    done = told(shop, shop.post("/orders/S-2/urgent", {}))
    assert (done["order"], bool(done["cluster"])) == ("O-2", True)
    assert seen(shop, "/orders/O-2")["priority"] == 1
    cluster = seen(shop, "/waves/W-1")["walks"][0]["reference"]
    assert told(shop, shop.post(f"/clusters/{cluster}/reassign", {"worker": "ben"})) == {
        "cluster": cluster,
        "worker": "Ben",
    }
    assert seen(shop, "/waves/W-1")["walks"][0]["worker"] == "Ben"
    again = shop.post(f"/clusters/{cluster}/reassign", {"worker": "ben"})
    assert problem(again, 422)["code"] == "cluster.same"
    back = told(shop, shop.post(f"/clusters/{cluster}/reassign", {"worker": ""}))
    assert back["worker"] == ""
    problem(shop.post("/orders/O-9/urgent", {}), 404)
    problem(shop.post(f"/clusters/{cluster}/reassign", {}), 400)


def test_waves_are_not_a_merchants(shop: Caller, world: World) -> None:
    planned(shop, "O-1")
    mine = caller(world, merchant="SHOP")
    for path in ("/waves", "/waves/W-1", "/orders/O-1/why-not"):
        assert problem(mine.get(path), 403)["code"] == "key.narrow"
    for path in ("", "/preview", "/W-1/release", "/W-1/unrelease", "/W-1/cancel"):
        problem(mine.post(f"/waves{path}", {}), 403)
    problem(mine.post("/orders/O-1/urgent", {}), 403)
    problem(mine.post("/clusters/C-1/reassign", {"worker": ""}), 403)
    assert [row["status"] for row in rows(shop, "/waves")] == ["planned"]
