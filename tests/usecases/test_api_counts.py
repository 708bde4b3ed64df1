"""The API's counts: planned once, shown with what was found, approved where they are disputed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.usecases.api import Caller, caller, problem
from tests.usecases.fits import all_rows, rows, seen, told
from tests.world import World
from wms.counting import claim
from wms.counting.count import begin, found_in_all
from wms.counting.finish import finish
from wms.counting.rules import Limits
from wms.people.actor import Actor

LIMITS = Limits(by_another=True, pieces=1, percent=10)


@pytest.fixture
def shop(world: World) -> Caller:
    world.bins("A-01", "A-02", "B-01").item("MUG").worker("anna")
    world.stock("MUG", 9, at="A-01")
    return caller(world)


def disputed(world: World, found: int) -> None:
    """Let Anna count so many mugs in A-01: too few to be believed at once."""
    who = Actor(world.ids["anna"])
    ids = {"warehouse_id": world.warehouse_id, "location_id": world.ids["A-01"]}

    def count(conn: Any) -> None:
        given = {"worker_id": who.worker_id, "at": world.at}
        task = claim.claim_bin(conn, **ids, **given).id
        begin(conn, task_id=task, actor=who, at=world.at)
        one = {"item_id": world.ids["MUG"], "lot_id": 0, "quantity": found}
        found_in_all(conn, task_id=task, actor=who, at=world.at, **one)
        finish(conn, task_id=task, actor=who, at=world.at, limits=LIMITS)

    world.do(count)


def test_bins_are_asked_to_be_counted_once(shop: Caller) -> None:
    assert told(shop, shop.post("/counts", {"zones": ["A"]})) == {"planned": 2, "unfinished": 2}
    assert told(shop, shop.post("/counts", {"bins": ["A-01", "B-01"]})) == {
        "planned": 1,
        "unfinished": 3,
    }
    assert told(shop, shop.post("/counts", {}))["planned"] == 0
    assert [row["location"] for row in all_rows(shop, "/counts", 2)] == ["A-01", "A-02", "B-01"]
    assert [row["location"] for row in rows(shop, "/counts?location=B-01&status=open")] == ["B-01"]
    assert rows(shop, "/counts?warehouse=W1&status=done") == []


def test_conditions_narrow_a_plan_together(shop: Caller) -> None:
    body = {"classes": ["C"], "days_since": 0, "at_most": 1, "warehouse": "W1"}
    assert told(shop, shop.post("/counts", body))["planned"] == 1
    assert [row["location"] for row in rows(shop, "/counts")] == ["A-01"]


def test_a_disputed_count_is_shown_and_approved(shop: Caller, world: World) -> None:
    disputed(world, 4)
    [waiting] = rows(shop, "/counts?waits_for_approval=true")
    assert rows(shop, "/counts?waits_for_approval=false") != [waiting]
    found = seen(shop, f"/counts/{waiting['id']}")
    [line] = found["disputed"]
    assert (line["expected"], line["found"], line["difference"]) == (9, 4, -5)
    assert world.on_hand("MUG") == {"A-01": 9}
    path = f"/counts/{waiting['id']}/approve"
    first = shop.post(path, {}, Idempotency_Key="c")
    done = told(shop, first)
    assert (done["missing"], done["surplus"], done["count"]["status"]) == (5, 0, "done")
    assert shop.post(path, {}, Idempotency_Key="c").get_json() == done
    assert world.on_hand("MUG") == {"A-01": 4}
    assert problem(shop.post(path, {}), 422)["code"] == "count.no_dispute"
    assert world.differences() == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"zones": ["Z"]}, 422),
        ({"bins": ["DOCK"]}, 422),
        ({"warehouse": "W9"}, 422),
        ({"classes": ["D"]}, 400),
        ({"at_most": 0}, 400),
        ({"days_since": -1}, 400),
        ({"bin": ["A-01"]}, 400),
    ],
)
def test_a_plan_that_cannot_be_is_explained(
    shop: Caller, body: dict[str, Any], status: int
) -> None:
    problem(shop.post("/counts", body), status)
    assert rows(shop, "/counts") == []


def test_a_count_that_is_not_known_or_not_yours_is_not_shown(shop: Caller, world: World) -> None:
    shop.post("/counts", {"bins": ["A-01"]})
    [row] = rows(shop, "/counts")
    for path in ("/counts/0", "/counts/999", "/counts/x", "/counts/" + "9" * 30):
        problem(shop.get(path), 404)
    problem(shop.post("/counts/999/approve", {}), 404)
    problem(shop.post(f"/counts/{row['id']}/approve", {"why": "x"}), 400)
    problem(shop.get("/counts?waits_for_approval=maybe"), 400)
    mine = caller(world, merchant="SHOP")
    problem(mine.get("/counts"), 403)
    problem(mine.get(f"/counts/{row['id']}"), 403)
    problem(mine.post("/counts", {}), 403)
    problem(mine.post(f"/counts/{row['id']}/approve", {}), 403)
