"""What nobody knows: outside the ledger until it is named, then received by the books."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from tests.usecases.inbound import asn, book, lines_of, plate, refused, store, suggest, together
from tests.world import World
from wms.catalog import queries as catalog
from wms.errors import Refused
from wms.inbound import queries, receive, resolve, unknown
from wms.inbound.announce import AnnouncedLine
from wms.inbound.models import UnknownItem
from wms.inbound.queries import AsnRow
from wms.inbound.set_aside import set_aside
from wms.people.actor import SYSTEM
from wms.stock.models import StockMove

CODE = "09501101539990"


def _aside(
    world: World,
    lpn_id: int,
    row: AsnRow | None = None,
    *,
    n: int = 6,
    code: str = CODE,
    **more: Any,
) -> int:
    given = {"scanned": code, "symbology": "", "code": code, "quantity": n, **more}
    return int(
        world.do(
            lambda conn: set_aside(
                conn,
                warehouse_id=world.warehouse_id,
                asn_id=row.id if row else None,
                lpn_id=lpn_id,
                actor=SYSTEM,
                at=world.at,
                **given,
            )
        )
    )


def _resolve(world: World, number: int, sku: str, **more: Any) -> resolve.Resolved:
    who = {"actor": SYSTEM, "at": world.at, "config": world.config}
    item_id = world.ids[sku]
    found = world.do(
        lambda conn: resolve.resolve(conn, unknown_id=number, item_id=item_id, **who, **more)
    )
    assert isinstance(found, resolve.Resolved)
    return found


def _status(world: World, number: int) -> str:
    with world.db.read() as conn:
        return str(
            conn.execute(select(UnknownItem.status).where(UnknownItem.id == number)).scalar()
        )


def test_nothing_that_is_no_item_enters_the_ledger(world: World) -> None:
    world.item("MUG").bins("A-01")
    row, first = asn(world), plate(world, "P-1")
    _aside(world, first, row)
    with world.db.read() as conn:
        assert conn.execute(select(StockMove.id)).first() is None
        assert queries.waiting_lpns(conn, world.warehouse_id) == 0
        [seen] = unknown.open_ones(conn)
    assert (seen.code, seen.quantity, seen.lpn, seen.asn) == (CODE, 6, "P-1", "A-1")
    refused("lpn.unknown_item", lambda: book(world, row, "MUG", 1, first))
    refused("putaway.unknown_item", lambda: suggest(world, first))
    refused("lpn.mixed", lambda: _aside(world, first, row))


def test_the_code_becomes_a_barcode_and_the_goods_are_received_onto_their_lpn(
    world: World,
) -> None:
    world.item("MUG").bins("A-01")
    row, first = asn(world), plate(world, "P-1")
    number = _aside(world, first, row)
    done = _resolve(world, number, "MUG")
    assert (done.pieces, done.lpn, done.asn) == (6, "P-1", "A-1")
    assert lines_of(world, row)[0].received == 6
    with world.db.read() as conn:
        assert [item.sku for item, _ in catalog.by_code(conn, CODE)] == ["MUG"]
    assert world.on_hand("MUG") == {"DOCK/P-1": 6}
    refused("unknown.ended", lambda: _resolve(world, number, "MUG"))
    refused("unknown.none", lambda: _resolve(world, 99, "MUG"))
    refused("unknown.known", lambda: _aside(world, plate(world), row))
    suggest(world, first)
    store(world, first, "A-01")
    assert world.differences() == []


def test_a_code_may_stand_for_a_pack(world: World) -> None:
    world.item("MUG")
    row = asn(world)
    number = _aside(world, plate(world), row, n=2)
    assert _resolve(world, number, "MUG", pieces_each=6).pieces == 12
    with world.db.read() as conn:
        assert [pieces for _, pieces in catalog.by_code(conn, CODE)] == [6]


def test_what_its_delivery_does_not_take_is_a_blind_one_under_its_papers(world: World) -> None:
    world.item("MUG").item("CUP").item("KEY", merchant="RIVAL")
    row = asn(world)
    too_many = _aside(world, plate(world), row, n=13)
    not_announced = _aside(world, plate(world), row, code="C-1")
    other_merchant = _aside(world, plate(world), row, code="K-1")
    no_delivery = _aside(world, plate(world), code="C-2")
    assert _resolve(world, too_many, "MUG").asn == "A-1+2"
    assert _resolve(world, not_announced, "CUP").asn == "A-1+3"
    assert _resolve(world, other_merchant, "KEY").asn == "A-1+4"
    assert _resolve(world, no_delivery, "CUP").asn == "B-1"
    with world.db.read() as conn:
        left = [one.reference for one in queries.open_asns(conn, world.warehouse_id)]
    assert left == ["A-1"]
    late = _aside(world, plate(world), row, code="C-3")
    world.do(lambda conn: receive.finish(conn, asn_id=row.id, at=world.at))
    assert _resolve(world, late, "MUG").asn == "A-1+5"
    assert world.differences() == []


def test_lot_and_expiry_are_read_from_the_code_or_given(world: World) -> None:
    world.item("MILK", lot=True, expiry=True)
    row = asn(world, "A-1", AnnouncedLine("MILK", 9))
    scanned = f"01{CODE}1726123110L1"
    number = _aside(world, plate(world, "P-1"), row, n=2, scanned=scanned, symbology="]C1")
    _resolve(world, number, "MILK")
    plain = _aside(world, plate(world, "P-2"), row, n=1, code="M-1")
    refused("receive.lot_missing", lambda: _resolve(world, plain, "MILK"))
    assert _status(world, plain) == "open"
    with world.db.read() as conn:
        assert catalog.by_code(conn, "M-1") == []
    _resolve(world, plain, "MILK", lot="L2", expires_on=date(2027, 1, 31))
    assert world.on_hand("MILK") == {"DOCK/P-1": 2, "DOCK/P-2": 1}


def test_a_code_of_another_item_is_refused_and_nothing_is_written(world: World) -> None:
    world.item("MUG").item("CUP")
    row = asn(world)
    number = _aside(world, plate(world), row)
    _resolve(world, _aside(world, plate(world), row, code="C-1"), "CUP")
    world.item("PAN", gtin="9501101539990")
    no = refused("item.gtin_taken", lambda: _resolve(world, number, "MUG"))
    assert "PAN" in str(no.text)
    assert _status(world, number) == "open"
    assert lines_of(world, row)[0].received == 0
    assert _resolve(world, number, "PAN").asn == "A-1+3"


def test_what_is_none_of_ours_is_dropped(world: World) -> None:
    first = plate(world)
    number = _aside(world, first, code="X-1")
    for reason in (" ", "x" * 65):
        refused(
            "unknown.reason",
            lambda reason=reason: world.do(
                lambda c: resolve.drop(c, unknown_id=number, reason=reason, at=world.at)
            ),
        )
    world.do(lambda c: resolve.drop(c, unknown_id=number, reason="sent back", at=world.at))
    assert _status(world, number) == "dropped"
    refused(
        "unknown.ended",
        lambda: world.do(lambda c: resolve.drop(c, unknown_id=number, reason="x", at=world.at)),
    )


def test_what_makes_no_sense_is_not_set_aside(world: World) -> None:
    world.item("MUG").totes("T-1").stock("MUG", 1, at="DOCK", lpn="P-1")
    refused("lpn.kind", lambda: _aside(world, world.ids["T-1"]))
    refused("lpn.mixed", lambda: _aside(world, world.ids["P-1"]))
    refused("quantity.too_small", lambda: _aside(world, plate(world), n=0))
    refused("unknown.code", lambda: _aside(world, plate(world), code="x" * 65))
    refused("unknown.known", lambda: _aside(world, plate(world), code="MUG"))


def test_one_of_two_names_it(world: World) -> None:
    world.item("MUG").item("CUP")
    number, told = _aside(world, plate(world), asn(world)), []

    def name(n: int) -> None:
        try:
            told.append(_resolve(world, number, ("MUG", "CUP")[n]).sku)
        except Refused as no:
            told.append(no.code)

    together(2, name)
    assert sorted(told) in (["MUG", "unknown.ended"], ["CUP", "unknown.ended"])
    assert world.differences() == []
