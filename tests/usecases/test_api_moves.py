"""The API's moves: the ledger after a cursor, narrowed by what moved, where and for what."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.orders import accepted, allocated, released
from tests.usecases.api import caller, problem
from tests.usecases.fits import all_rows, rows, seen
from tests.usecases.inbound import asn, book, plate
from tests.world import World
from wms.inbound.announce import AnnouncedLine


@pytest.fixture
def busy(world: World) -> World:
    """Ten mugs came by ASN, others stood in bins, and two were picked for an order."""
    world.bins("A-01", "A-02").item("MUG", gtin="5901234123457").item("CAP", merchant="HATS")
    world.totes("T1")
    row = asn(world, "D-1", AnnouncedLine("MUG", 10))
    book(world, row, "MUG", 10, plate(world, "LPN-9"))
    world.stock("MUG", 5, at="A-01").stock("CAP", 3, at="A-02")
    accepted(world, "S-1", [("MUG", 2)])
    allocated(world, "S-1")
    released(world)
    desk = world.station("H-1", worker="anna")
    for code in ("%PICK", "T1", "A-01", "05901234123457", "05901234123457", "T1"):
        desk.scan(code)
    return world


def test_every_move_is_read_once_with_names_for_all_numbers(busy: World) -> None:
    shop = caller(busy)
    found = all_rows(shop, "/moves", 2)
    assert len({row["id"] for row in found}) == len(found) == len(rows(shop, "/moves"))
    first = found[0]
    assert (first["kind"], first["sku"], first["quantity"]) == ("receive", "MUG", 10)
    assert first["source"] == {"location": "SUPPLIER", "lpn": "", "status": "good"}
    assert first["target"] == {"location": "DOCK", "lpn": "LPN-9", "status": "good"}
    assert first["document"]["kind"] == "asn"
    picks = [row for row in found if row["kind"] == "pick"]
    assert sum(row["quantity"] for row in picks) == 2
    assert {row["document"]["reference"] for row in picks} == {"O-1"}


def test_reading_goes_on_after_the_last_cursor_when_more_has_happened(busy: World) -> None:
    shop = caller(busy)
    page = seen(shop, "/moves")
    assert page["next"] is None
    last = page["items"][-1]["cursor"]
    assert rows(shop, f"/moves?after={last}") == []
    busy.stock("CAP", 1, at="A-02")
    assert [row["sku"] for row in rows(shop, f"/moves?after={last}")] == ["CAP"]


def test_moves_are_narrowed_by_every_fact(busy: World) -> None:
    shop = caller(busy)

    def kinds(query: str) -> list[str]:
        return sorted({row["kind"] for row in rows(shop, f"/moves?{query}")})

    assert kinds("location=A-01") == ["pick", "receive"]
    assert kinds("lpn=LPN-9") == ["receive"]
    assert kinds("lpn=T1") == ["pick"]
    assert kinds("order=S-1") == kinds("order=O-1") == ["pick"]
    assert kinds("asn=D-1&sku=MUG") == ["receive"]
    assert kinds("asn=D-1&order=S-1") == []
    assert kinds("sku=05901234123457&kind=pick") == ["pick"]
    for nothing in ("sku=NO", "location=NO", "lpn=NO", "order=NO", "parcel=NO", "asn=NO"):
        assert kinds(nothing) == []


def test_what_is_no_cursor_is_a_problem(busy: World) -> None:
    shop = caller(busy)
    for after in ("x", "1", "-1.2", "1." + "9" * 30):
        problem(shop.get(f"/moves?after={after}"), 422)
    problem(shop.get("/moves?limit=501"), 400)
    problem(shop.get("/moves?worker=anna"), 400)


def test_a_merchant_sees_the_moves_of_its_goods_and_of_nobody_who_moved_them(busy: World) -> None:
    hats, shop = caller(busy, merchant="HATS"), caller(busy, merchant="SHOP")
    assert {row["sku"] for row in rows(hats, "/moves")} == {"CAP"}
    assert rows(hats, "/moves?order=S-1") == rows(hats, "/moves?location=A-01") == []
    mine: Any = rows(shop, "/moves")
    assert {row["merchant"] for row in mine} == {"SHOP"}
    assert "anna" not in json.dumps(mine).lower()
    problem(hats.get("/moves?merchant=SHOP"), 404)
