"""Loose pieces carried from bin to bin, held, freed and scrapped: what stands in the books."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import insert, select

from tests.usecases.inbound import refused, together
from tests.world import World
from wms.errors import Refused
from wms.inbound import hold
from wms.inbound.relocate import Relocated, relocate
from wms.jobs import Job
from wms.layout.models import SCRAP, Warehouse
from wms.people.actor import SYSTEM
from wms.stock import freed, holds, reserve
from wms.stock import hold as stock_hold
from wms.stock import queries as stock
from wms.stock.models import StockMove


def move(world: World, sku: str, n: int, source: str, target: str, **given: Any) -> Relocated:
    found = world.do(
        lambda c: relocate(
            c,
            source_id=world.ids[source],
            item_id=world.ids[sku],
            lot_id=given.pop("lot_id", 0),
            quantity=n,
            target_id=world.ids[target],
            actor=SYSTEM,
            at=world.at,
            config=world.config,
            **given,
        )
    )
    assert isinstance(found, Relocated)
    return found


def held(world: World, sku: str, n: int, at: str, reason: str) -> None:
    what = {"item_id": world.ids[sku], "lot_id": 0, "quantity": n, "reason": reason}
    where = {"location_id": world.ids[at]}
    world.do(lambda c: hold.hold_pieces(c, **where, **what, actor=SYSTEM, at=world.at))


def open_at(world: World, at: str) -> list[tuple[int, str]]:
    with world.db.read() as conn:
        found = holds.at_location(conn, world.ids[at])
    return [(row.quantity, row.reason) for row in found]


def hold_id(world: World, at: str, nth: int = 0) -> int:
    with world.db.read() as conn:
        return holds.at_location(conn, world.ids[at])[nth].id


def promise(world: World, sku: str, n: int) -> None:
    with world.db.read() as conn:
        quant = stock.of_item(conn, world.ids[sku])[0].quant_id
    given = {"quant_id": quant, "quantity": n, "for_kind": "test", "for_id": 1}
    world.do(lambda c: reserve.reserve(c, **given, at=world.at))


def told(world: World) -> int:
    """Return how often orders were let know that stock is free."""
    with world.db.read() as conn:
        return len(conn.execute(select(Job.id).where(Job.kind == freed.JOB)).all())


def test_pieces_go_where_they_are_carried(world: World) -> None:
    world.bins("A-01", "A-02").item("MUG").stock("MUG", 9, at="A-01")
    assert move(world, "MUG", 4, "A-01", "A-02") == Relocated("MUG", 4, "A-02")
    assert world.on_hand("MUG") == {"A-01": 5, "A-02": 4}
    assert (told(world), world.differences()) == (0, [])


def test_what_comes_into_a_bin_where_goods_are_kept_is_told_to_waiting_orders(
    world: World,
) -> None:
    world.bins("A-01").item("MUG").stock("MUG", 9, at="HOLD")
    move(world, "MUG", 9, "HOLD", "A-01")
    assert (world.on_hand("MUG"), told(world)) == ({"A-01": 9}, 1)


def test_promised_pieces_stay(world: World) -> None:
    world.bins("A-01", "A-02").item("MUG").stock("MUG", 9, at="A-01")
    promise(world, "MUG", 3)
    no = refused("stock.not_free", lambda: move(world, "MUG", 7, "A-01", "A-02"))
    assert (str(no.text), str(no.remedy)) == ("3 of them are promised to orders", "6 at most")
    move(world, "MUG", 6, "A-01", "A-02")
    no = refused("stock.not_free", lambda: move(world, "MUG", 1, "A-01", "A-02"))
    assert str(no.remedy) == "Leave them here"
    assert world.differences() == []


@pytest.mark.parametrize(
    ("n", "target", "code"),
    [(10, "A-02", "stock.not_free"), (0, "A-02", "quantity.too_small"), (1, "A-01", "move.bin")],
)
def test_what_cannot_be_is_refused(world: World, n: int, target: str, code: str) -> None:
    world.bins("A-01", "A-02").item("MUG").stock("MUG", 9, at="A-01")
    refused(code, lambda: move(world, "MUG", n, "A-01", target))
    assert world.on_hand("MUG") == {"A-01": 9}


def test_bins_refuse_as_they_do_when_goods_are_put_away(world: World) -> None:
    world.bins("A-01", "A-02", "A-03").bins("S-01", length_mm=50, width_mm=50, height_mm=50)
    world.bins("W-01", max_weight_grams=500).item("MUG").item("KEY", merchant="RIVAL")
    world.stock("MUG", 9, at="A-01").stock("KEY", 1, at="A-02")
    world.stock("MUG", 1, at="A-03", lot="L1")
    for target, n in (("A-02", 1), ("A-03", 1), ("S-01", 1), ("W-01", 2), ("HOLD", 1)):
        refused("move.bin", lambda t=target, n=n: move(world, "MUG", n, "A-01", t))
    move(world, "MUG", 1, "A-01", "W-01")
    assert world.differences() == []


def test_a_bin_of_another_warehouse_is_refused(world: World) -> None:
    world.bins("A-01").item("MUG").stock("MUG", 9, at="A-01")
    row = {"code": "W2", "name": "Two", "timezone": "UTC"}
    number = world.do(lambda c: c.execute(insert(Warehouse).returning(Warehouse.id), row).scalar())
    world.do(lambda c: world._location(c, number, "X-01", "storage", 1))
    refused("move.bin", lambda: move(world, "MUG", 1, "A-01", "X-01"))


def test_what_stands_in_an_lpn_is_not_loose(world: World) -> None:
    world.bins("A-01").item("MUG").stock("MUG", 9, at="DOCK", lpn="P-1")
    refused("stock.gone", lambda: move(world, "MUG", 1, "DOCK", "A-01"))


def test_held_pieces_stay_held_for_the_same_reasons(world: World) -> None:
    world.bins("A-01", "A-02").item("MUG").stock("MUG", 9, at="A-01")
    held(world, "MUG", 2, "A-01", "damaged")
    held(world, "MUG", 3, "A-01", "other")
    refused("stock.not_free", lambda: move(world, "MUG", 5, "A-01", "A-02"))
    move(world, "MUG", 3, "A-01", "A-02", is_held=True)
    assert world.on_hand("MUG") == {"A-01": 4, "A-01 held": 2, "A-02 held": 3}
    assert (open_at(world, "A-01"), open_at(world, "A-02")) == (
        [(2, "other")],
        [(2, "damaged"), (1, "other")],
    )
    move(world, "MUG", 2, "A-01", "HOLD", is_held=True)
    assert (open_at(world, "A-01"), open_at(world, "HOLD")) == ([], [(2, "other")])
    assert (told(world), world.differences()) == (0, [])


def test_a_hold_is_freed_in_parts_and_others_beside_it_stay(world: World) -> None:
    world.bins("A-01").item("MUG").stock("MUG", 9, at="A-01")
    held(world, "MUG", 2, "A-01", "damaged")
    held(world, "MUG", 3, "A-01", "other")
    second, at = hold_id(world, "A-01", 1), world.at
    for n in (1, 2):
        world.do(lambda c, n=n: hold.free_hold(c, hold_id=second, quantity=n, actor=SYSTEM, at=at))
    assert (open_at(world, "A-01"), told(world)) == ([(2, "damaged")], 2)
    assert world.on_hand("MUG") == {"A-01": 7, "A-01 held": 2}
    for code, n in (("hold.ended", second), ("hold.less", hold_id(world, "A-01"))):
        refused(
            code,
            lambda n=n: world.do(
                lambda c: hold.free_hold(c, hold_id=n, quantity=3, actor=SYSTEM, at=at)
            ),
        )
    assert world.differences() == []


def test_what_is_freed_in_an_lpn_stays_in_it(world: World) -> None:
    world.item("MUG").stock("MUG", 9, at="DOCK", lpn="P-1")

    def holding(conn: Any) -> None:
        pieces = stock.at_location(conn, world.ids["DOCK"])[0]
        given = {"source": pieces.place, "reason": "short shelf life", "actor": SYSTEM}
        stock_hold.hold(conn, world.warehouse_id, pieces.goods, 4, **given, at=world.at)

    world.do(holding)
    given = {"hold_id": hold_id(world, "DOCK"), "actor": SYSTEM, "at": world.at}
    world.do(lambda c: hold.free_hold(c, **given, quantity=1))
    world.do(lambda c: hold.scrap_hold(c, **given, quantity=3))
    assert world.on_hand("MUG") == {"DOCK/P-1": 6}
    assert (open_at(world, "DOCK"), told(world), world.differences()) == ([], 0, [])


def test_scrapped_pieces_leave_the_building_and_say_why(world: World) -> None:
    world.bins("A-01").item("MUG").stock("MUG", 9, at="A-01")
    held(world, "MUG", 4, "A-01", "damaged")
    number = hold_id(world, "A-01")
    given = {"hold_id": number, "actor": SYSTEM, "at": world.at}
    assert world.do(lambda c: hold.scrap_hold(c, **given, quantity=3)).sku == "MUG"
    with world.db.read() as conn:
        last = conn.execute(select(*StockMove.__table__.c).order_by(StockMove.id.desc())).first()
    assert last is not None
    assert (last.kind, last.quantity, last.reason) == ("scrap", 3, "damaged")
    assert last.target_location_id == SCRAP
    assert (last.for_kind, last.for_id) == ("hold", number)
    assert world.on_hand("MUG") == {"A-01": 5, "A-01 held": 1}
    assert (open_at(world, "A-01"), world.differences()) == ([(1, "damaged")], [])


def test_holds_follow_one_another_in_walking_order_and_round(world: World) -> None:
    world.bins("A-01", "A-02").item("MUG").stock("MUG", 9, at="A-02").stock("MUG", 9, at="A-01")
    for at in ("A-02", "A-01", "A-02"):
        held(world, "MUG", 1, at, "other")
    with world.db.read() as conn:
        assert holds.waiting(conn, world.warehouse_id) == 3
        row, seen = holds.first(conn, world.warehouse_id), []
        for _ in range(4):
            assert row is not None
            seen.append((row.location, row.id))
            row = holds.after(conn, row)
    assert [code for code, _ in seen] == ["A-01", "A-02", "A-02", "A-01"]
    assert len({number for _, number in seen}) == 3


def test_two_who_free_the_same_hold_free_it_once(world: World) -> None:
    world.bins("A-01").item("MUG").stock("MUG", 9, at="A-01")
    held(world, "MUG", 4, "A-01", "damaged")
    held(world, "MUG", 4, "A-01", "other")
    first, done, refusals = hold_id(world, "A-01"), [], []

    def free(n: int) -> None:
        given = {"hold_id": first, "quantity": 4, "actor": SYSTEM, "at": world.at}
        try:
            done.append(world.do(lambda c: hold.free_hold(c, **given)))
        except Refused as no:
            refusals.append(no.code)

    together(4, free)
    assert (len(done), open_at(world, "A-01")) == (1, [(4, "other")])
    assert refusals == ["hold.ended"] * 3
    assert world.on_hand("MUG") == {"A-01": 5, "A-01 held": 4}
    assert world.differences() == []


def test_two_who_carry_the_same_pieces_carry_them_once(world: World) -> None:
    world.bins("A-01", "B-00", "B-01", "B-02", "B-03").item("MUG").stock("MUG", 5, at="A-01")
    done: list[Relocated] = []
    refusals: set[str] = set()

    def carry(n: int) -> None:
        try:
            done.append(move(world, "MUG", 4, "A-01", f"B-0{n}"))
        except Refused as no:
            refusals.add(no.code)

    together(4, carry)
    assert world.on_hand("MUG") == {"A-01": 1, done[0].code: 4}
    assert (len(done), world.differences()) == (1, [])
    assert refusals <= {"stock.not_free", "stock.not_enough"}
