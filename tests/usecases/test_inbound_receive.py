"""Announce and receive: what stands in the ledger afterwards."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from tests.usecases.inbound import (
    MUGS,
    asn,
    book,
    lines_of,
    plate,
    refused,
    store,
    suggest,
    together,
)
from tests.world import World
from wms.errors import Refused
from wms.inbound import announce, queries, receive
from wms.inbound.announce import AnnouncedLine
from wms.people.actor import SYSTEM
from wms.stock import queries as stock
from wms.stock.models import StockMove


def test_the_same_announcement_again_is_the_known_asn(world: World) -> None:
    world.item("MUG")
    first = asn(world)
    assert asn(world) == first
    assert (first.reference, first.status) == ("A-1", "expected")
    assert [(row.sku, row.expected, row.received) for row in lines_of(world, first)] == [
        ("MUG", 12, 0)
    ]


def test_another_content_under_a_known_reference_is_refused(world: World) -> None:
    world.item("MUG")
    asn(world)
    for other in (AnnouncedLine("MUG", 13), AnnouncedLine("MUG", 12, "L1")):
        no = refused("asn.exists", lambda other=other: asn(world, "A-1", other))
        assert "A-1" in str(no.text)
    refused("asn.exists", lambda: asn(world, "A-1", *MUGS, *MUGS))


def test_a_reference_that_is_taken_or_no_barcode_is_replaced(world: World) -> None:
    world.item("MUG")
    asn(world, "A-1")
    other = asn(world, "A-1", source="shop")
    assert other.reference == "A-2"
    assert asn(world, "A-1", source="shop") == other
    assert asn(world, "%DONE").reference == "A-3"
    assert asn(world, "Größe 7").reference == "A-4"
    assert asn(world, "x" * 128).reference == "A-5"


def test_a_delivery_that_makes_no_sense_cannot_be_announced(world: World) -> None:
    world.item("MUG").item("KEY", merchant="RIVAL")
    refused("asn.reference", lambda: asn(world, " "))
    refused("asn.reference", lambda: asn(world, "x" * 129))
    refused("asn.unknown_item", lambda: asn(world, "A-1", AnnouncedLine("KEY", 1)))
    no = refused("quantity.too_small", lambda: asn(world, "A-1", *MUGS, AnnouncedLine("MUG", 0)))
    assert no.field == "lines[1].quantity"
    refused("quantity.too_large", lambda: asn(world, "A-1", AnnouncedLine("MUG", 10**7)))
    refused("receive.lot", lambda: asn(world, "A-1", AnnouncedLine("MUG", 1, "x" * 21)))
    with world.db.read() as conn:
        assert queries.open_asns(conn, world.warehouse_id) == []


def test_a_delivery_without_lines_cannot_be_announced(world: World) -> None:
    given = {"warehouse_id": world.warehouse_id, "merchant_id": 1, "at": world.at}
    given |= {"source": "erp", "external_ref": "A-1", "lines": []}
    refused("asn.empty", lambda: world.do(lambda c: announce.announce(c, **given)))


def test_what_was_booked_stands_in_the_ledger_by_line(world: World) -> None:
    world.item("MUG").item("CUP")
    row = asn(world, "A-1", *MUGS, AnnouncedLine("CUP", 3), *MUGS)
    first = plate(world, "P-1")
    book(world, row, "MUG", 20, first)
    book(world, row, "CUP", 2, first)
    assert world.on_hand("MUG") == {"DOCK/P-1": 20}
    booked = select(StockMove.for_id, func.sum(StockMove.quantity)).where(
        StockMove.for_kind == queries.LINE, StockMove.kind == "receive"
    )
    with world.db.read() as conn:
        moved = {line: int(n) for line, n in conn.execute(booked.group_by(StockMove.for_id))}
    assert moved == {line.id: line.received for line in lines_of(world, row)}
    assert [line.received for line in lines_of(world, row)] == [12, 2, 8]
    assert world.differences() == []


def test_more_than_the_tolerance_is_refused_and_nothing_booked(world: World) -> None:
    world.item("MUG")
    row, first = asn(world), plate(world)
    refused("receive.too_many", lambda: book(world, row, "MUG", 13, first))
    easy = {**world.config, "receiving": {**world.config["receiving"], "over_percent": 10}}
    refused("receive.too_many", lambda: book(world, row, "MUG", 14, first, config=easy))
    assert lines_of(world, row)[0].received == 0
    book(world, row, "MUG", 13, first, config=easy)
    assert lines_of(world, row)[0].received == 13


def test_one_line_is_booked_by_its_number(world: World) -> None:
    world.item("MUG")
    row, first = asn(world), plate(world)
    given = {"warehouse_id": world.warehouse_id, "location_id": world.ids["DOCK"]}
    given |= {"lpn_id": first, "actor": SYSTEM, "at": world.at, "config": world.config}
    line = lines_of(world, row)[0].id
    world.do(lambda c: receive.receive(c, asn_line_id=line, quantity=5, **given))
    assert lines_of(world, row)[0].open == 7
    for wrong in ({"asn_line_id": 999}, {"asn_line_id": line, "warehouse_id": 999}):
        asked = {**given, "quantity": 1, **wrong}
        refused("asn.unknown", lambda asked=asked: world.do(lambda c: receive.receive(c, **asked)))
    refused(
        "receive.too_many",
        lambda: world.do(lambda c: receive.receive(c, asn_line_id=line, quantity=8, **given)),
    )


def test_lot_and_expiry_must_be_said_and_agree(world: World) -> None:
    world.item("MILK", lot=True, expiry=True).item("MUG")
    row, first = asn(world, "A-1", AnnouncedLine("MILK", 9)), plate(world)
    day = date(2026, 12, 31)
    refused("receive.lot_missing", lambda: book(world, row, "MILK", 1, first, expires_on=day))
    refused("receive.expiry_missing", lambda: book(world, row, "MILK", 1, first, lot="L1"))
    old = {"lot": "L1", "expires_on": date(2026, 3, 2)}
    refused("receive.expired", lambda: book(world, row, "MILK", 1, first, **old))
    assert not book(world, row, "MILK", 1, first, lot="L1", expires_on=day).is_held
    other = {"lot": "L1", "expires_on": date(2027, 1, 1)}
    refused("lot.contradiction", lambda: book(world, row, "MILK", 1, first, **other))
    refused("receive.not_announced", lambda: book(world, row, "MUG", 1, first))


def test_goods_with_a_short_life_are_held_wherever_they_go(world: World) -> None:
    world.bins("A-01").item("MILK", lot=True, expiry=True)
    row, first = asn(world, "A-1", AnnouncedLine("MILK", 9)), plate(world, "P-1")
    soon = {"lot": "L1", "expires_on": date(2026, 3, 20)}
    assert book(world, row, "MILK", 4, first, **soon).is_held
    assert world.on_hand("MILK") == {"DOCK/P-1 held": 4}
    store(world, first, "A-01")
    assert world.on_hand("MILK") == {"A-01 held": 4}
    with world.db.read() as conn:
        assert [hold.quantity for hold in stock.open_holds(conn, world.ids["A-01"])] == [4]
        assert stock.open_holds(conn, world.ids["DOCK"]) == []
    assert world.differences() == []


def test_an_lpn_takes_only_what_may_lie_in_one_bin(world: World) -> None:
    world.item("MUG", gtin="9501101530003").item("CUP", gtin="9501101530003")
    world.item("PAN", lot=True).totes("T-1").bins("A-01")
    row = asn(world, "A-1", *MUGS, AnnouncedLine("CUP", 3), AnnouncedLine("PAN", 9))
    first = plate(world)
    book(world, row, "MUG", 1, first)
    no = refused("lpn.mixed", lambda: book(world, row, "CUP", 1, first))
    assert str(no.text) == "This LPN holds MUG: same barcode"
    book(world, row, "PAN", 1, first, lot="L1")
    refused("lpn.mixed", lambda: book(world, row, "PAN", 1, first, lot="L2"))
    refused("lpn.kind", lambda: book(world, row, "MUG", 1, world.ids["T-1"]))
    suggest(world, first)
    refused("lpn.elsewhere", lambda: book(world, row, "MUG", 1, first))


def test_a_settled_delivery_takes_nothing_more(world: World) -> None:
    world.item("MUG")
    row, first = asn(world), plate(world)
    book(world, row, "MUG", 5, first)
    settled = world.do(lambda c: receive.finish(c, asn_id=row.id, at=world.at))
    assert settled.missing == 7
    refused("asn.closed", lambda: book(world, row, "MUG", 1, first))
    refused("asn.closed", lambda: world.do(lambda c: receive.finish(c, asn_id=row.id, at=world.at)))
    assert lines_of(world, row)[0].open == 7
    assert asn(world).status == "received"


def test_the_last_pieces_are_booked_by_one_of_many(world: World) -> None:
    world.item("MUG")
    row = asn(world)
    plates = [plate(world) for _ in range(5)]
    told: list[str] = []

    def try_it(n: int) -> None:
        try:
            book(world, row, "MUG", 6, plates[n])
            told.append("booked")
        except Refused as no:
            told.append(no.code)

    together(5, try_it)
    assert sorted(told) == ["booked"] * 2 + ["receive.too_many"] * 3
    assert lines_of(world, row)[0].received == 12
    assert world.differences() == []


def test_one_delivery_announced_by_many_at_once_is_one_asn(world: World) -> None:
    world.item("MUG")
    found: list[int] = []
    together(5, lambda n: found.append(asn(world).id))
    assert len(found) == 5
    assert len(set(found)) == 1


def test_back_leads_one_step_back_while_facts_are_asked(world: World) -> None:
    world.item("MILK", gtin="9501101530003", lot=True, expiry=True)
    asn(world, "A-1", AnnouncedLine("MILK", 9))
    desk = world.station("H1", worker="anna")
    desk.key("RECEIVE")
    first = desk.scan("A-1")
    for answers in ((), ("L1",)):
        desk.scan("9501101530003")
        for text in answers:
            desk.type(text)
        assert desk.key("SKIP").message.startswith("This screen does not take SKIP")
        assert desk.key("BACK").prompt == first.prompt
    desk.key("DONE")
    assert desk.key("BACK").prompt == first.prompt


@pytest.mark.parametrize("tracked", [{"lot": True}, {"lot": True, "expiry": True}])
def test_an_expiry_that_was_scanned_before_the_lot_is_kept_if_it_is_tracked(
    world: World, tracked: dict[str, bool]
) -> None:
    world.item("MILK", gtin="9501101530003", **tracked)
    asn(world, "A-1", AnnouncedLine("MILK", 9))
    desk = world.station("H1", worker="anna")
    desk.key("RECEIVE")
    desk.scan("A-1")
    desk.scan("010950110153000317261231", "]C1")
    shown = dict(desk.scan("L1").lines)
    assert shown["Counted"] == "1"
    assert shown.get("Expiry", "") == ("2026-12-31" if "expiry" in tracked else "")
