"""The API's receipts: what came of a delivery adds up with what was announced, on every line."""

from __future__ import annotations

from typing import Any

import pytest

from tests.usecases.api import caller, problem
from tests.usecases.fits import all_rows, rows, seen
from tests.usecases.inbound import asn, book, plate
from tests.world import World
from wms.inbound import blind, receive
from wms.inbound.announce import AnnouncedLine
from wms.inbound.arrival import DAMAGED, OVER
from wms.inbound.receive import LetIn
from wms.inbound.set_aside import set_aside
from wms.people import enroll
from wms.people.actor import SYSTEM


@pytest.fixture
def dock(world: World) -> World:
    """A delivery with too many mugs, one damaged, too few caps, and something unknown."""
    world.item("MUG").item("CAP").worker("eva", role="supervisor", pin="4711")
    row = asn(world, "D-1", AnnouncedLine("MUG", 12), AnnouncedLine("CAP", 5))
    book(world, row, "MUG", 11, plate(world))
    book(world, row, "MUG", 1, plate(world), aside=DAMAGED)
    book(world, row, "MUG", 2, plate(world, "P-8"), aside=OVER)
    let_in = LetIn(world.ids["eva"], "agreed")
    book(world, row, "MUG", 3, plate(world, "P-9"), let_in=let_in)
    book(world, row, "CAP", 3, plate(world))
    odd = plate(world, "P-X")
    world.do(lambda conn: _unknown(conn, world, row.id, odd))
    world.ids["D-1"] = row.id
    return world


def _unknown(conn: Any, world: World, asn_id: int, lpn_id: int) -> None:
    given = {"warehouse_id": world.warehouse_id, "asn_id": asn_id, "symbology": ""}
    code = {"scanned": "978000", "code": "978000", "quantity": 4}
    set_aside(conn, **given, **code, lpn_id=lpn_id, actor=SYSTEM, at=world.at)


def adds_up(row: Any) -> bool:
    came = row["received"] + row["short"] + row["open"]
    return bool(row["announced"] + row["over"] == came)


def test_a_receipt_tells_per_line_what_came(dock: World) -> None:
    found = seen(caller(dock), "/receipts/D-1")
    assert (found["status"], found["is_as_announced"]) == ("receiving", False)
    mugs, caps = found["lines"]
    assert (mugs["announced"], mugs["received"], mugs["over"], mugs["damaged"]) == (12, 17, 5, 1)
    assert [(d["kind"], d["quantity"], d["let_in"]) for d in mugs["discrepancies"]] == [
        ("damaged", 1, False),
        ("over", 2, False),
        ("over", 3, True),
    ]
    assert mugs["discrepancies"][2]["lpn"] == "P-9"
    assert (caps["received"], caps["open"], caps["short"]) == (3, 2, 0)
    assert [(u["code"], u["quantity"], u["status"]) for u in found["unknown"]] == [
        ("978000", 4, "open")
    ]
    assert all(adds_up(row) for row in (found, mugs, caps))
    assert "eva" not in str(found).lower()


def test_what_is_still_to_come_is_short_once_the_delivery_is_settled(dock: World) -> None:
    dock.do(lambda conn: receive.finish(conn, asn_id=dock.ids["D-1"], at=dock.at))
    found = seen(caller(dock), "/receipts/D-1")
    assert (found["status"], found["open"], found["short"]) == ("received", 0, 2)
    assert found["closed_at"]
    assert adds_up(found)


def test_what_came_as_announced_says_so(world: World) -> None:
    world.item("MUG")
    row = asn(world, "D-2", AnnouncedLine("MUG", 4))
    shop = caller(world)
    before = seen(shop, "/receipts/D-2")
    assert (before["open"], before["received"], before["is_as_announced"]) == (4, 0, False)
    book(world, row, "MUG", 4, plate(world))
    world.do(lambda conn: receive.finish(conn, asn_id=row.id, at=world.at))
    after = seen(shop, f"/receipts/{row.reference}")
    assert (after["open"], after["received"], after["is_as_announced"]) == (0, 4, True)


def test_nothing_was_announced_of_a_delivery_that_just_came(world: World) -> None:
    world.item("MUG")

    def opened(conn: Any) -> Any:
        owner = enroll.merchant(conn, code="SHOP")
        given = {"warehouse_id": world.warehouse_id, "merchant_id": owner, "at": world.at}
        row = blind.open_blind(conn, supplier_ref="PAPER-7", **given)
        blind.expect(conn, row, item_id=world.ids["MUG"], quantity=6)
        return row

    row = world.do(opened)
    book(world, row, "MUG", 6, plate(world))
    [found] = rows(caller(world), "/receipts")
    assert (found["was_announced"], found["supplier_ref"]) == (False, "PAPER-7")
    assert (found["announced"], found["received"], found["over"]) == (0, 6, 6)
    assert adds_up(found)


def test_receipts_are_listed_and_narrowed(dock: World) -> None:
    asn(dock, "D-2", AnnouncedLine("MUG", 1))
    shop, other = caller(dock), caller(dock, merchant="HATS")
    assert [row["external_ref"] for row in all_rows(shop, "/receipts", 1)] == ["D-1", "D-2"]
    assert [r["external_ref"] for r in rows(shop, "/receipts?status=expected")] == ["D-2"]
    assert [r["external_ref"] for r in rows(shop, "/receipts?reference=D-1")] == ["D-1"]
    assert rows(other, "/receipts") == []
    problem(other.get("/receipts/D-1"), 404)
    problem(shop.get("/receipts/D-9"), 404)
    problem(shop.get("/receipts?status=lost"), 400)
