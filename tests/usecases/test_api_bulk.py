"""The API's bulk endpoints: good rows stay, bad ones are told, a repeat does nothing again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.packing import picked
from tests.usecases.api import MUG, Caller, an_asn, an_order, caller, problem
from tests.usecases.fits import rows, told
from tests.world import World
from wms.channels.forms_bulk import MAX_ROWS
from wms.jobs import Job
from wms.orders.models import Order

Rows = list[Any]


@pytest.fixture
def shop(world: World) -> Caller:
    found = caller(world)
    assert found.post("/items", MUG).status_code == 201
    return found


def sent(shop: Caller, path: str, bodies: Rows, key: str = "") -> Any:
    headers = {"Idempotency_Key": key} if key else {}
    return told(shop, shop.post(path, {"rows": bodies}, **headers))


def outcomes(answer: Any) -> list[tuple[int, str, str]]:
    assert [row["index"] for row in answer["rows"]] == list(range(len(answer["rows"])))
    return [(row["status"], row["outcome"], row["reference"]) for row in answer["rows"]]


def test_good_orders_stay_and_bad_ones_are_told(shop: Caller, world: World) -> None:
    bad = an_order("3", lines=[{"sku": "NO", "quantity": 1}, {"gtin": "1", "quantity": 1}])
    bodies = [an_order("1"), an_order("2", priority=99), bad, 7, an_order("1"), an_order("4")]
    answer = sent(shop, "/orders/bulk", bodies)
    assert outcomes(answer) == [
        (201, "accepted", "O-1"),
        (400, "refused", ""),
        (422, "refused", ""),
        (400, "refused", ""),
        (200, "unchanged", "O-1"),
        (201, "accepted", "O-2"),
    ]
    assert (answer["accepted"], answer["unchanged"], answer["refused"]) == (2, 1, 3)
    fields = [[error["field"] for error in row["errors"]] for row in answer["rows"]]
    assert fields == [[], ["priority"], ["lines.0.sku", "lines.1.gtin"], [""], [], []]
    assert all(error["remedy"] for row in answer["rows"] for error in row["errors"])
    assert [row["external_ref"] for row in rows(shop, "/orders")] == ["1", "4"]


def test_a_refused_row_leaves_nothing_behind(shop: Caller, world: World) -> None:
    changed = an_order("1", lines=[{"sku": "MUG", "quantity": 3}])
    answer = sent(shop, "/orders/bulk", [an_order("1"), changed])
    assert answer["rows"][1]["errors"][0]["code"] == "orders.exists"
    items = [MUG | {"sku": "CAP", "gtin": "5901234123458"}, MUG | {"sku": "PEN", "gtin": ""}]
    assert [row[1] for row in outcomes(sent(shop, "/items/bulk", items))] == [
        "refused",
        "accepted",
    ]
    assert [row["sku"] for row in rows(shop, "/items")] == ["MUG", "PEN"]


def test_a_repeat_under_the_same_key_answers_the_same_and_does_nothing(
    shop: Caller, world: World
) -> None:
    bodies = [an_order(str(n)) for n in range(5)]
    first = sent(shop, "/orders/bulk", bodies, "k")
    assert sent(shop, "/orders/bulk", bodies, "k") == first
    assert first["accepted"] == 5
    assert sent(shop, "/orders/bulk", bodies)["unchanged"] == 5
    other = shop.post("/orders/bulk", {"rows": bodies[:1]}, Idempotency_Key="k")
    assert problem(other, 422)["code"] == "idempotency.reused"
    count = select(func.count()).select_from(Order)
    assert world.do(lambda c: c.execute(count).scalar_one()) == 5
    jobs = select(func.count()).select_from(Job).where(Job.status == "waiting")
    assert world.do(lambda c: c.execute(jobs).scalar_one()) == 5


def test_items_and_deliveries_tell_what_is_new_changed_or_as_it_was(shop: Caller) -> None:
    items = [MUG, MUG | {"weight_grams": 310}, MUG | {"sku": "CAP", "gtin": ""}]
    assert outcomes(sent(shop, "/items/bulk", items)) == [
        (200, "unchanged", "MUG"),
        (200, "accepted", "MUG"),
        (201, "accepted", "CAP"),
    ]
    answer = sent(shop, "/asns/bulk", [an_asn("D-1"), an_asn("D-1"), an_asn("D-2", lines=[])])
    statuses = [(status, outcome) for status, outcome, _ in outcomes(answer)]
    assert statuses == [(201, "accepted"), (200, "unchanged"), (400, "refused")]
    assert [row["external_ref"] for row in rows(shop, "/asns")] == ["D-1"]


def test_each_order_gets_its_own_definite_answer_to_a_cancel(shop: Caller, world: World) -> None:
    shop.post("/orders", an_order("1"))
    shop.post("/orders", an_order("2"))
    world.ids["MUG"] = rows(shop, "/items")[0]["id"]
    picked(world, "GONE", {"T1": [("MUG", 1, "")]}, status="shipped")
    wishes = [{"order": name} for name in ("1", "GONE", "NO", "O-1")]
    answer = sent(shop, "/orders/cancel/bulk", [*wishes, {"ordr": "2"}, {"order": "2"}], "k")
    assert outcomes(answer) == [
        (200, "accepted", "O-1"),
        (422, "refused", ""),
        (404, "refused", ""),
        (200, "unchanged", "O-1"),
        (400, "refused", ""),
        (200, "accepted", "O-2"),
    ]
    gone = answer["rows"][1]["errors"][0]
    assert (gone["code"], gone["remedy"]) == ("orders.shipped", "Register a return")
    assert {row["status"] for row in rows(shop, "/orders?status=cancelled")} == {"cancelled"}
    assert world.differences() == []


@pytest.mark.parametrize(
    "body",
    [{}, {"rows": []}, {"rows": {}}, {"rows": [{}] * (MAX_ROWS + 1)}, {"row": [{}]}, [], "x"],
)
def test_what_is_no_list_of_rows_is_a_problem(shop: Caller, body: Any) -> None:
    for path in ("/orders/bulk", "/items/bulk", "/asns/bulk", "/orders/cancel/bulk"):
        problem(shop.post(path, body), 400)
    assert rows(shop, "/orders") == []


def test_a_merchants_rows_are_its_own(shop: Caller, world: World) -> None:
    shop.post("/orders", an_order("1"))
    other = caller(world, merchant="HATS")
    answer = sent(other, "/orders/bulk", [an_order("9")])
    assert answer["rows"][0]["errors"][0]["code"] == "merchant.unknown"
    assert sent(other, "/items/bulk", [MUG, MUG | {"merchant": ""}])["refused"] == 1
    assert sent(other, "/asns/bulk", [an_asn()])["refused"] == 1
    assert outcomes(sent(other, "/orders/cancel/bulk", [{"order": "1"}])) == [(404, "refused", "")]
    assert rows(shop, "/orders")[0]["status"] != "cancelled"


@pytest.mark.parametrize("key", ["", "k1"])
def test_the_same_rows_from_many_at_once_are_accepted_once(
    shop: Caller, world: World, key: str
) -> None:
    app = shop.client.application
    headers = {"Authorization": f"Bearer {shop.key}", "Idempotency-Key": key}
    body = {"rows": [an_order(str(n)) for n in range(5)]}

    def send(_: int) -> Any:
        given = {"json": body, "headers": headers}
        return app.test_client().post("/api/v1/orders/bulk", **given).get_json()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, range(8)))
    assert [answer["refused"] for answer in answers] == [0] * 8
    assert sum(answer["accepted"] for answer in answers) == (40 if key else 5)
    assert len(rows(shop, "/orders")) == 5
