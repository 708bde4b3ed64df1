"""The API's locations and stock: by bin, lot and merchant; nobody sees what is another's."""

from __future__ import annotations

from typing import Any

import pytest

from tests.usecases.api import Caller, caller, problem
from tests.usecases.fits import all_rows, rows, seen
from tests.world import World
from wms.people.actor import SYSTEM
from wms.stock import hold
from wms.stock.ledger import Place


@pytest.fixture
def full(world: World) -> World:
    """Two merchants' goods: lots in A-01, an LPN in A-02 and some on hold, caps at the dock."""
    world.bins("A-01", length_mm=1000, width_mm=500, height_mm=400, max_weight_grams=90_000)
    world.bins("A-02", kind="pick")
    world.item("MUG", gtin="5901234123457", lot=True, expiry=True).item("CAP", merchant="HATS")
    world.stock("MUG", 5, at="A-01", lot="L1", expires="2026-06-30")
    world.stock("MUG", 3, at="A-01", lot="L2", expires="2027-06-30")
    world.stock("MUG", 4, at="A-02", lpn="LPN-1", lot="L1")
    world.stock("CAP", 7, at="DOCK").stock("CAP", 2, at="A-01")
    world.do(lambda conn: _hold(conn, world))
    return world


def _hold(conn: Any, world: World) -> None:
    goods, place = world.goods(conn, "MUG", "L2"), Place(world.ids["A-01"])
    given = {"source": place, "reason": "damaged", "actor": SYSTEM, "at": world.at}
    hold.hold(conn, world.warehouse_id, goods, 2, **given)


def levels(row: Any) -> tuple[int, int, int, int]:
    return row["on_hand"], row["reserved"], row["held"], row["available"]


def test_a_location_tells_where_it_is_what_fits_and_what_lies_there(full: World) -> None:
    shop = caller(full)
    found = seen(shop, "/locations/A-01")
    assert (found["warehouse"], found["kind"], found["zone"]) == ("W1", "storage", "A")
    assert (found["volume_mm3"], found["max_weight_grams"]) == (200_000_000, 90_000)
    inside = found["contents"]
    assert (inside["skus"], inside["lpns"], levels(inside)) == (2, 0, (10, 0, 2, 8))
    assert (inside["volume_mm3"], inside["weight_grams"]) == (10 * 480_000, 3000)
    assert [(p["sku"], p["lot"], p["status"], p["on_hand"]) for p in found["stock"]] == [
        ("MUG", "L1", "good", 5),
        ("MUG", "L2", "good", 1),
        ("CAP", "", "good", 2),
        ("MUG", "L2", "held", 2),
    ]
    assert seen(shop, "/locations/A-02")["contents"]["lpns"] == 1


def test_locations_are_listed_page_by_page_and_narrowed(full: World) -> None:
    shop = caller(full)
    every = all_rows(shop, "/locations", 4)
    assert [row["code"] for row in every[-2:]] == ["A-01", "A-02"]
    assert len({row["id"] for row in every}) == len(every) == 9
    assert [row["code"] for row in rows(shop, "/locations?kind=pick")] == ["A-02"]
    assert [row["code"] for row in rows(shop, "/locations?zone=DOCK&warehouse=W1")] == ["DOCK"]
    problem(shop.get("/locations/Z-99"), 404)
    problem(shop.get("/locations/SUPPLIER"), 404)
    problem(shop.get("/locations?kind=outside"), 400)
    problem(shop.get("/locations?warehouse=W9"), 404)
    problem(shop.get("/locations?colour=red"), 400)


def test_stock_is_told_by_bin_and_narrowed_by_every_fact(full: World) -> None:
    shop = caller(full)
    assert sum(row["on_hand"] for row in all_rows(shop, "/stock/bins", 2)) == 21

    def pieces(query: str) -> list[int]:
        return [row["on_hand"] for row in rows(shop, f"/stock/bins?{query}")]

    assert pieces("sku=05901234123457&location=A-01&status=good") == [5, 1]
    assert pieces("lot=L1") == [5, 4]
    assert pieces("lpn=LPN-1") == [4]
    assert pieces("zone=DOCK") == [7]
    assert pieces("status=held") == [2]
    assert pieces("merchant=HATS&warehouse=W1") == [7, 2]
    [held] = rows(shop, "/stock/bins?status=held")
    assert levels(held) == (2, 0, 2, 0)
    [dock] = rows(shop, "/stock/bins?zone=DOCK")
    assert levels(dock) == (7, 0, 0, 0)
    problem(shop.get("/stock/bins?status=lost"), 400)


def test_stock_is_told_by_lot_with_its_expiry(full: World) -> None:
    shop = caller(full)
    found = all_rows(shop, "/stock/lots", 1)
    assert [(r["sku"], r["lot"], r["expires_on"], r["on_hand"]) for r in found] == [
        ("MUG", "L1", "2026-06-30", 9),
        ("MUG", "L2", "2027-06-30", 3),
        ("CAP", "", None, 9),
    ]
    assert levels(found[1]) == (3, 0, 2, 1)
    assert [r["lot"] for r in rows(shop, "/stock/lots?expires_before=2027-01-01")] == ["L1"]
    assert [r["lot"] for r in rows(shop, "/stock/lots?sku=MUG&lot=L2")] == ["L2"]
    problem(shop.get("/stock/lots?expires_before=soon"), 400)
    problem(shop.get("/stock/lots?expires_before=2026-02-30"), 400)
    assert problem(shop.get("/stock/lots?after=x.1"), 422)["field"] == "after"


def test_stock_by_merchant_sums_up_to_all_there_is(full: World) -> None:
    found = rows(caller(full), "/stock/merchants")
    assert [(row["merchant"], row["skus"], *levels(row)) for row in found] == [
        ("SHOP", 1, 12, 0, 2, 10),
        ("HATS", 1, 9, 0, 0, 2),
    ]


def test_a_merchants_key_sees_every_location_but_only_its_own_goods(full: World) -> None:
    hats: Caller = caller(full, merchant="HATS")
    found = seen(hats, "/locations/A-01")
    assert [pile["sku"] for pile in found["stock"]] == ["CAP"]
    assert (found["contents"]["skus"], levels(found["contents"])) == (1, (2, 0, 0, 2))
    assert {row["sku"] for row in rows(hats, "/stock/bins")} == {"CAP"}
    assert rows(hats, "/stock/bins?sku=MUG") == []
    assert {row["sku"] for row in rows(hats, "/stock/lots")} == {"CAP"}
    assert [row["merchant"] for row in rows(hats, "/stock/merchants")] == ["HATS"]
    problem(hats.get("/stock/lots?merchant=SHOP"), 404)
    problem(hats.get("/locations?merchant=SHOP"), 404)
