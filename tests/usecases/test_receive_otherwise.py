"""What does not come as announced: over, damaged, blind; what stands in the ledger afterwards."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import DBAPIError

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
from wms.inbound import announce, blind, queries, receive
from wms.inbound.announce import AnnouncedLine
from wms.inbound.arrival import DAMAGED, OVER
from wms.inbound.models import AsnDiscrepancy
from wms.inbound.queries import AsnRow
from wms.inbound.receive import LetIn
from wms.people import enroll
from wms.stock import queries as stock


def _notes(world: World) -> list[tuple[Any, ...]]:
    columns = AsnDiscrepancy.__table__.c
    asked = select(columns.kind, columns.quantity, columns.let_in_by_id, columns.reason)
    with world.db.read() as conn:
        return [tuple(row) for row in conn.execute(asked.order_by(columns.id))]


def _blind(world: World, ref: str = "", merchant: str = "SHOP") -> AsnRow:
    found = world.do(
        lambda conn: blind.open_blind(
            conn,
            warehouse_id=world.warehouse_id,
            merchant_id=enroll.merchant(conn, code=merchant),
            supplier_ref=ref,
            at=world.at,
        )
    )
    assert isinstance(found, AsnRow)
    return found


def _finish(world: World, row: AsnRow) -> receive.Settled:
    settled = world.do(lambda conn: receive.finish(conn, asn_id=row.id, at=world.at))
    assert isinstance(settled, receive.Settled)
    return settled


def test_what_is_let_in_is_good_stock_and_recorded_with_who_and_why(world: World) -> None:
    world.item("MUG").worker("eva", role="supervisor", pin="4711")
    row = asn(world)
    book(world, row, "MUG", 12, plate(world))
    eva = LetIn(world.ids["eva"], "agreed")
    refused("receive.too_many", lambda: book(world, row, "MUG", 1, plate(world)))
    assert book(world, row, "MUG", 3, plate(world, "P-9"), let_in=eva).aside == ""
    assert world.on_hand("MUG")["DOCK/P-9"] == 3
    [line] = lines_of(world, row)
    assert (line.expected, line.received, line.over_received, line.open) == (12, 15, 3, 0)
    assert _notes(world) == [("OVER", 3, world.ids["eva"], "agreed")]
    refused("receive.too_many", lambda: book(world, row, "MUG", 1, plate(world)))
    assert world.differences() == []


def test_what_is_over_is_held_until_somebody_decides(world: World) -> None:
    world.item("MUG").bins("A-01")
    row = asn(world)
    book(world, row, "MUG", 12, plate(world))
    aside = plate(world, "P-9")
    assert book(world, row, "MUG", 2, aside, aside=OVER).aside == OVER
    assert world.on_hand("MUG")["DOCK/P-9 held"] == 2
    with world.db.read() as conn:
        assert [h.reason for h in stock.open_holds(conn, world.ids["DOCK"])] == ["OVER"]
    assert _notes(world) == [("OVER", 2, None, "")]
    assert _finish(world, row).missing == 0
    store(world, aside, "A-01")
    assert world.on_hand("MUG")["A-01 held"] == 2
    assert world.differences() == []


def test_nothing_is_over_while_some_may_still_come(world: World) -> None:
    world.item("MUG").item("CUP")
    row = asn(world)
    book(world, row, "MUG", 11, plate(world))
    no = refused("receive.not_over", lambda: book(world, row, "MUG", 1, plate(world), aside=OVER))
    assert str(no.text) == "1 MUG may still come"
    refused("receive.not_announced", lambda: book(world, row, "CUP", 1, plate(world), aside=OVER))
    easy = {**world.config, "receiving": {**world.config["receiving"], "over_percent": 50}}
    book(world, row, "MUG", 1, plate(world))
    refused(
        "receive.not_over",
        lambda: book(world, row, "MUG", 1, plate(world), aside=OVER, config=easy),
    )
    assert _notes(world) == []


def test_what_is_over_takes_no_room_from_what_may_come(world: World) -> None:
    world.item("MUG")
    row = asn(world, "A-1", AnnouncedLine("MUG", 2, "L1"), AnnouncedLine("MUG", 4))
    book(world, row, "MUG", 6, plate(world))
    book(world, row, "MUG", 5, plate(world), aside=OVER)
    assert [(x.received, x.over_received) for x in lines_of(world, row)] == [(2, 0), (9, 5)]
    easy = {**world.config, "receiving": {**world.config["receiving"], "over_percent": 50}}
    assert book(world, row, "MUG", 3, plate(world), config=easy).quantity == 3
    refused("receive.too_many", lambda: book(world, row, "MUG", 1, plate(world), config=easy))


def test_damaged_pieces_count_as_come_and_are_held_apart(world: World) -> None:
    world.item("MUG")
    row, good, broken = asn(world), plate(world, "P-1"), plate(world, "P-2")
    book(world, row, "MUG", 9, good)
    no = refused("lpn.mixed", lambda: book(world, row, "MUG", 3, good, aside=DAMAGED))
    assert str(no.text) == "This LPN is not empty"
    book(world, row, "MUG", 3, broken, aside=DAMAGED)
    assert world.on_hand("MUG") == {"DOCK/P-1": 9, "DOCK/P-2 held": 3}
    [line] = lines_of(world, row)
    assert (line.received, line.damaged, line.over_received, line.open) == (12, 3, 0, 0)
    assert _notes(world) == [("DAMAGED", 3, None, "")]
    refused("receive.too_many", lambda: book(world, row, "MUG", 1, plate(world), aside=DAMAGED))
    assert world.differences() == []


def test_a_blind_delivery_expects_what_comes(world: World) -> None:
    world.item("MUG").item("CUP").item("KEY", merchant="RIVAL").bins("A-01")
    row, first = _blind(world, "WZ-7"), plate(world, "P-1")
    assert (row.reference, row.kind, row.source) == ("WZ-7", "blind", "blind")
    for n in (5, 2):
        book(world, row, "MUG", n, first)
    book(world, row, "CUP", 1, first)
    refused("receive.other_merchant", lambda: book(world, row, "KEY", 1, first))
    assert [(x.sku, x.expected, x.received) for x in lines_of(world, row)] == [
        ("MUG", 7, 7),
        ("CUP", 1, 1),
    ]
    assert _finish(world, row).missing == 0
    refused("asn.closed", lambda: book(world, row, "MUG", 1, first))
    suggest(world, first)
    store(world, first, "A-01")
    assert world.on_hand("MUG") == {"A-01": 7}
    assert world.differences() == []


def test_the_papers_of_a_blind_delivery_tell_whether_it_is_known(world: World) -> None:
    world.item("MUG")
    first = _blind(world, "WZ-7")
    assert _blind(world, "WZ-7") == first
    assert _blind(world, "WZ-7", "RIVAL").reference == "WZ-7+2"
    _finish(world, first)
    third = _blind(world, "WZ-7")
    assert (third.reference, third.supplier_ref) == ("WZ-7+3", "WZ-7")
    announced = asn(world, "A-1")
    assert _blind(world, "A-1").reference == "A-1+2"
    assert announced.kind == "announced"
    assert _blind(world).reference == "B-1"
    assert _blind(world).reference == "B-2"
    assert _blind(world, "Größe 7").reference == "B-3"
    refused("asn.reference", lambda: _blind(world, "x" * 129))
    with world.db.read() as conn:
        found = queries.open_blind(conn, world.warehouse_id, "WZ-7")
        assert found is not None
        assert found.reference == "WZ-7+2"
        assert queries.open_blind(conn, world.warehouse_id, "WZ-9") is None


def test_a_delivery_announced_under_a_blind_ones_reference_gets_another(world: World) -> None:
    world.item("MUG")
    _blind(world, "A-1")
    late = asn(world, "A-1")
    assert late.reference != "A-1"
    assert asn(world, "A-1") == late


def test_one_blind_delivery_opened_by_many_at_once_is_one(world: World) -> None:
    world.item("MUG")
    found: list[int] = []
    together(5, lambda n: found.append(_blind(world, "WZ-7").id))
    assert len(found) == 5
    assert len(set(found)) == 1


def test_many_book_the_same_item_of_a_blind_delivery(world: World) -> None:
    world.item("MUG")
    row = _blind(world, "WZ-7")
    plates = [plate(world) for _ in range(6)]
    together(6, lambda n: book(world, row, "MUG", n + 1, plates[n]))
    assert [(x.expected, x.received) for x in lines_of(world, row)] == [(21, 21)]
    assert world.differences() == []


def test_an_empty_blind_delivery_is_found_again_and_can_be_closed(world: World) -> None:
    world.item("MUG")
    row = _blind(world, "WZ-7")
    with world.db.read() as conn:
        [seen] = queries.open_asns(conn, world.warehouse_id)
    assert (seen.reference, seen.received, seen.expected) == ("WZ-7", 0, 0)
    assert _finish(world, row).missing == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "OVER", "let_in_by_id": 1, "reason": ""},
        {"kind": "DAMAGED", "let_in_by_id": 1, "reason": "agreed"},
        {"kind": "SHORT", "let_in_by_id": None, "reason": ""},
        {"kind": "OVER", "let_in_by_id": None, "reason": "", "quantity": 0},
    ],
)
def test_the_database_keeps_what_makes_sense_only(world: World, wrong: dict[str, Any]) -> None:
    world.item("MUG").worker("eva", role="supervisor", pin="4711")
    row, lpn_id = asn(world, "A-1", *MUGS), plate(world)
    note = {"asn_line_id": lines_of(world, row)[0].id, "quantity": 1, "lpn_id": lpn_id}
    note |= {"noted_at": world.at, "noted_by_id": None}
    if wrong["let_in_by_id"]:
        wrong = wrong | {"let_in_by_id": world.ids["eva"]}
    with pytest.raises(DBAPIError), world.db.write() as conn:
        conn.execute(insert(AsnDiscrepancy), note | wrong)


def test_a_reference_is_announced_as_before(world: World) -> None:
    assert announce.can_be_scanned("A-1")
    assert not announce.can_be_scanned("%DONE")
