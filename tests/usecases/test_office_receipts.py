"""Receipts on the pages: deliveries with what came otherwise, and goods that nobody knew."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, update

from tests.orders import accepted, allocated
from tests.usecases.inbound import asn, book, plate, store
from tests.usecases.office import Browser, signed_in, words
from tests.world import World
from wms.inbound.announce import AnnouncedLine
from wms.inbound.models import Asn
from wms.inbound.receive import LetIn, finish
from wms.inbound.set_aside import set_aside
from wms.people.actor import SYSTEM
from wms.stock import lpn


@pytest.fixture
def office(world: World) -> Browser:
    world.bins("A-01").item("MUG", gtin="9501101530003").item("CAP").item("TEA", lot=True)
    return signed_in(world)


def stranger(world: World, code: str = "X-1", n: int = 2) -> int:
    """Set aside pieces with a code that nobody knows."""

    def put(conn: Connection) -> int:
        plate_id = lpn.register(conn, code=f"P-{code}", kind="lpn", location_id=None)
        given: dict[str, Any] = {"scanned": code, "symbology": "", "code": code, "quantity": n}
        where: dict[str, Any] = {
            "warehouse_id": world.warehouse_id,
            "asn_id": None,
            "lpn_id": plate_id,
        }
        return set_aside(conn, **given, **where, actor=SYSTEM, at=world.at)

    return int(world.do(put))


def test_deliveries_are_told_by_how_far_they_are(office: Browser, world: World) -> None:
    asn(world, "A-1")
    late = asn(world, "A-2", AnnouncedLine("CAP", 3))
    yesterday = world.at.date() - timedelta(days=1)
    world.do(
        lambda c: c.execute(update(Asn).where(Asn.id == late.id).values(expected_on=yesterday))
    )
    said = words(office.get("/receipts"))
    assert "To come 2 Late 1 Expected 2 Being received 0" in said
    assert "A-2 SHOP expected late" in said
    assert "A-1" not in words(office.get("/receipts?view=late"))
    assert "should have come on" in words(office.get("/receipts/A-2"))
    assert "No delivery is found" in words(office.get("/receipts?view=received"))
    assert "A-2" not in words(office.get("/receipts?text=a-1"))


def test_what_came_of_each_line_is_shown_with_who_let_it_in(office: Browser, world: World) -> None:
    boss = world.worker("eva", role="supervisor").ids["eva"]
    row = asn(world, "A-1", AnnouncedLine("MUG", 10), AnnouncedLine("CAP", 5))
    first, second = plate(world, "L-1"), plate(world, "L-2")
    book(world, row, "MUG", 10, first)
    book(world, row, "MUG", 2, second, let_in=LetIn(boss, "BONUS"))
    book(world, row, "CAP", 1, plate(world, "L-3"), aside="DAMAGED")
    world.do(lambda c: finish(c, asn_id=row.id, at=world.at))
    said = words(office.get("/receipts/A-1"))
    assert "MUG Mug of SHOP 10 12 2 0 0" in said
    assert "CAP Cap of SHOP 5 1 0 1 4" in said
    assert "Eva let it in: BONUS" in said
    assert "set aside on hold" in said
    assert "L-1 DOCK 10" in said
    store(world, first, "A-01")
    assert "L-1 put into A-01 0" in words(office.get("/receipts/A-1"))
    listed = words(office.get("/receipts?view=received"))
    assert "A-1 SHOP received – 2 13 / 15 4 2 1" in listed


def test_orders_that_wait_for_a_delivery_stand_on_its_page(office: Browser, world: World) -> None:
    asn(world, "A-1")
    accepted(world, "S-1", [("MUG", 2)])
    allocated(world, "S-1")
    said = words(office.get("/receipts/A-1"))
    assert "Orders that wait for its items" in said
    assert "O-1 MUG 2" in said


def test_a_delivery_that_nobody_knows_is_not_found(office: Browser) -> None:
    found = office.get("/receipts/NO-1")
    assert found.status_code == 404
    assert "There is no delivery NO-1" in words(found)
    assert office.get("/receipts/unknown/99").status_code == 404


def test_unknown_goods_are_named(office: Browser, world: World) -> None:
    number = stranger(world)
    assert "X-1 2 P-X-1" in words(office.get("/receipts"))
    assert "No item is found" in words(office.get(f"/receipts/unknown/{number}"))
    assert "MUG" in words(office.get(f"/receipts/unknown/{number}?text=9501101530003"))
    address = f"/receipts/unknown/{number}/resolve"
    assert "Which item is it?" in words(office.post(address, item="", back="/receipts"))
    told = words(office.post(address, item=str(world.ids["MUG"]), pieces_each="6"))
    assert "P-X-1 has 12 MUG now, booked with B-1" in told
    assert world.on_hand("MUG") == {"DOCK/P-X-1": 12}
    again = words(office.post(address, item=str(world.ids["MUG"]), back="/receipts"))
    assert "has ended already" in again
    assert "named, or dropped, already" in words(office.get(f"/receipts/unknown/{number}"))
    assert world.differences() == []


def test_an_item_with_lots_asks_for_one(office: Browser, world: World) -> None:
    address = f"/receipts/unknown/{stranger(world)}/resolve"
    given: dict[str, Any] = {"item": str(world.ids["TEA"]), "back": "/receipts"}
    assert "refused" in office.post(address, **given).get_data(as_text=True)
    assert "soon is no date" in words(office.post(address, **given, expires="soon"))
    assert world.on_hand("TEA") == {}
    told = words(office.post(address, **given, lot="L1"))
    assert "has 2 TEA now" in told


def test_unknown_goods_are_dropped_with_a_reason(office: Browser, world: World) -> None:
    address = f"/receipts/unknown/{stranger(world)}/drop"
    assert "The reason is empty" in words(office.post(address, reason="", back="/receipts"))
    assert "is no item of ours" in words(office.post(address, reason="wrong truck"))
    assert "X-1" not in words(office.get("/receipts"))


def test_a_worker_sees_receipts_and_changes_nothing(world: World) -> None:
    world.item("MUG")
    browser, number = signed_in(world, "worker"), stranger(world)
    page = browser.get(f"/receipts/unknown/{number}?text=MUG").get_data(as_text=True)
    assert "/resolve" not in page
    for verb in ("resolve", "drop"):
        assert browser.post(f"/receipts/unknown/{number}/{verb}").status_code == 403
