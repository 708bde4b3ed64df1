"""Cancel an order at every stage, on both databases: a definite answer, no lost piece."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from tests import packing as stage
from tests.bench import counters, status, tied, with_order
from tests.orders import accepted, allocated, released
from tests.world import Desk, World
from wms.errors import Refused
from wms.jobs import Job
from wms.orders.models import Order
from wms.orders.reasons import words
from wms.packing.models import Parcel
from wms.people.actor import SYSTEM, Actor
from wms.picking.models import Cluster, Pick
from wms.quality.models import QcCheck
from wms.shipping import put_back
from wms.shipping.cancel import Cancelled, cancel
from wms.stock import hold
from wms.stock import queries as stock
from wms.stock.ledger import Goods
from wms.terminal import documents
from wms.terminal.models import Document

MUG = "9501101530003"


def cancelled(world: World, ref: str, why: str = "Not wanted", by: str = "") -> Cancelled:
    """Cancel an order and audit the stock."""
    actor = Actor(world.ids[by]) if by else SYSTEM
    given = {"order_id": world.ids[ref], "reason": why, "actor": actor, "at": world.at}
    found = world.do(lambda conn: cancel(conn, **given))
    assert world.differences() == []
    assert isinstance(found, Cancelled)
    return found


def back(world: World, lpn: int, sku: str, bin_: str, lot: str = "") -> None:
    """Put a part of a tote or parcel back and audit the stock."""

    def act(conn: Any) -> None:
        where = {"location_id": world.ids[bin_], "config": world.config}
        goods = world.goods(conn, sku, lot)
        put_back.put_back(conn, lpn_id=lpn, goods=goods, actor=SYSTEM, at=world.at, **where)

    world.do(act)
    assert world.differences() == []


def column(world: World, what: Any) -> list[Any]:
    with world.db.read() as conn:
        return list(conn.execute(select(what).order_by(what.class_.id)).scalars())


def waiting(world: World) -> int:
    with world.db.read() as conn:
        return put_back.waiting(conn, world.warehouse_id)


@pytest.fixture
def floor(world: World) -> World:
    world.bins("A-01", "B-01").totes("T-1", "T-2", "T-3").item("MUG", gtin=MUG).item("CAP")
    return world.stock("MUG", 9, at="A-01").stock("CAP", 4, at="B-01")


def picker(floor: World, *totes: str) -> Desk:
    desk = floor.station("H1", worker="anna")
    desk.key("PICK")
    for tote in totes:
        desk.scan(tote)
    return desk


def picked_mugs(desk: Desk, n: int, tote: str) -> None:
    desk.scan("A-01")
    for _ in range(n):
        desk.scan(MUG, "]E0")
    desk.scan(tote)


def test_an_order_without_stock_is_cancelled_at_once_and_keeps_who_and_why(floor: World) -> None:
    floor.worker("eva", role="supervisor", pin="4711")
    accepted(floor, "S-1", [("MUG", 50)])
    accepted(floor, "S-2", [("MUG", 1)])
    allocated(floor, "S-1")
    assert [status(floor, ref) for ref in ("S-1", "S-2")] == ["waiting", "accepted"]
    found = [cancelled(floor, ref, "No longer wanted", by="eva") for ref in ("S-1", "S-2")]
    assert [one.outcome for one in found] == ["cancelled", "cancelled"]
    assert str(found[1].words) == "Order O-2 is cancelled"
    with floor.db.read() as conn:
        row = conn.execute(select(Order).where(Order.id == floor.ids["S-1"])).one()
    assert (row.status, row.cancelled_at, row.cancelled_by_id) == (
        "cancelled",
        floor.at,
        floor.ids["eva"],
    )
    assert str(words(row.reason)) == "Cancelled: No longer wanted"
    assert allocated(floor, "S-1", "S-2") == {}


def test_what_was_promised_is_free_at_once_for_the_order_that_waits(floor: World) -> None:
    accepted(floor, "S-1", [("MUG", 8)])
    accepted(floor, "S-2", [("MUG", 5)])
    assert [bool(why) for why in allocated(floor, "S-1", "S-2").values()] == [False, True]
    assert cancelled(floor, "S-1").outcome == "cancelled"
    assert "allocate" in column(floor, Job.kind)
    assert list(allocated(floor, "S-2").values()) == [""]


def test_nothing_of_a_released_order_is_picked_and_the_cart_goes_on_with_the_others(
    floor: World,
) -> None:
    accepted(floor, "S-1", [("MUG", 2)])
    accepted(floor, "S-2", [("CAP", 1)])
    released(floor, 2)
    desk = picker(floor, "T-1", "T-2")
    assert cancelled(floor, "S-1").outcome == "cancelled"
    assert column(floor, Pick.status) == ["cancelled", "open"]
    assert tied(floor) == ["empty", "filling"], "its empty tote may be taken again"
    desk.scan("A-01")
    desk.scan(MUG, "]E0")
    desk.scan(MUG, "]E0")
    assert desk.scan("T-1").message.startswith("Order O-1 was cancelled. Put the pieces back")
    desk.key("BACK")
    assert desk.screen.prompt == "Scan bin B-01"
    assert cancelled(floor, "S-2").outcome == "cancelled"
    assert column(floor, Cluster.status) == ["done"]
    assert desk.key("BACK").title == "MENU"


def test_a_cart_with_nothing_left_says_so(floor: World) -> None:
    accepted(floor, "S-1", [("MUG", 2)])
    released(floor, 1)
    desk = picker(floor)
    cancelled(floor, "S-1")
    assert desk.scan("T-1").message == "Nothing is left to do on this cart. Scan BACK"
    assert desk.key("BACK").title == "MENU"
    assert desk.key("PICK").message == "No picking waits now"


def test_no_tote_is_put_on_a_cart_for_a_cancelled_order(floor: World) -> None:
    accepted(floor, "S-1", [("MUG", 2)])
    accepted(floor, "S-2", [("CAP", 1)])
    released(floor, 2)
    desk = picker(floor)
    cancelled(floor, "S-1")
    assert desk.scan("T-1").message == "Order O-1 was cancelled. Scan BACK, then PICK"
    desk.key("BACK")
    assert desk.key("PICK").prompt == "Scan an empty tote for O-2"


def test_picked_pieces_go_to_the_dock_and_back_into_a_bin(floor: World) -> None:
    accepted(floor, "S-1", [("MUG", 3), ("CAP", 1)])
    accepted(floor, "S-2", [("CAP", 1)])
    released(floor, 2)
    desk = picker(floor, "T-1", "T-2")
    picked_mugs(desk, 3, "T-1")
    found = cancelled(floor, "S-1")
    assert (found.outcome, found.pieces) == ("pending", 3)
    assert str(found.words) == "Order O-1 is cancelled. 3 pieces are to be put back"
    assert cancelled(floor, "S-1", "Again") == found
    assert waiting(floor) == 0, "the tote is on its cart"
    with pytest.raises(Refused, match="its tote is on a cart"):
        back(floor, floor.ids["T-1"], "MUG", "A-01")
    desk.key("BACK")
    desk.key("PICK")
    desk.scan("B-01")
    desk.scan("CAP")
    assert desk.scan("T-2").prompt == "Bring them to DOCK. Scan DOCK"
    assert desk.scan("DOCK").prompt == "Bring them to PACK. Scan PACK"
    desk.scan("PACK")
    assert (floor.on_hand("MUG"), waiting(floor)) == ({"A-01": 6, "DOCK/T-1": 3}, 1)
    assert counters(floor, "S-1") == {"MUG": (3, 0, 0), "CAP": (0, 0, 0)}
    back(floor, floor.ids["T-1"], "MUG", "A-01")
    assert counters(floor, "S-1") == {"MUG": (0, 0, 0), "CAP": (0, 0, 0)}
    assert floor.on_hand("MUG") == {"A-01": 9}
    assert (tied(floor), waiting(floor)) == (["empty", "dropped"], 0)
    assert cancelled(floor, "S-1").outcome == "cancelled"
    with pytest.raises(Refused, match="Nothing in here is to be put back"):
        back(floor, floor.ids["T-1"], "MUG", "A-01")
    assert [status(floor, ref) for ref in ("S-1", "S-2")] == ["cancelled", "picked"]


def test_goods_of_one_tote_go_back_into_several_bins_lot_by_lot(world: World) -> None:
    world.bins("A-01", "A-02", "A-03").item("TEA", lot=True).item("MUG")
    world.stock("MUG", 1, at="A-01")
    tote = [("TEA", 2, "L1"), ("TEA", 1, "L2"), ("MUG", 1, "")]
    stage.picked(world, "O-1", {"T-1": tote}, check="due")
    world.do(lambda conn: _held(conn, world, "TEA", "L2"))
    found = cancelled(world, "O-1")
    assert (found.pieces, column(world, QcCheck.status)) == (4, ["withdrawn"])
    number = world.ids["T-1"]
    back(world, number, "TEA", "A-02", "L1")
    assert (tied(world), counters(world)["TEA"]) == (["dropped"], (1, 0, 0))
    with pytest.raises(Refused, match="A-02 holds another lot of TEA"):
        back(world, number, "TEA", "A-02", "L2")
    back(world, number, "TEA", "A-03", "L2")
    with world.db.read() as conn:
        assert [row.quantity for row in stock.open_holds(conn, world.ids["A-03"])] == [1]
    back(world, number, "MUG", "A-01")
    assert world.on_hand("TEA") == {"A-02": 2, "A-03 held": 1}
    assert (tied(world), counters(world)["MUG"]) == (["empty"], (0, 0, 0))


def _held(conn: Any, world: World, sku: str, lot: str) -> None:
    inside = stock.in_lpn(conn, world.ids["T-1"])
    own = next(pieces for pieces in inside if (pieces.sku, pieces.lot) == (sku, lot))
    said = {"reason": "test", "actor": SYSTEM, "at": world.at}
    hold.hold(conn, world.warehouse_id, own.goods, own.on_hand, source=own.place, **said)


@pytest.mark.parametrize("step", ["open", "weighed", "labelled", "closed", "handed over"])
def test_a_parcel_is_void_at_every_step_and_its_goods_go_back(world: World, step: str) -> None:
    bench = with_order(world)
    world.bins("A-01", "A-02")
    parcel_id = bench.begin(world.ids["O-1"])
    bench.put(parcel_id, "MUG", 2, first_tote_id=world.ids["T-1"])
    acts = [
        lambda: bench.weigh(parcel_id, 720),
        lambda: bench.label(parcel_id),
        lambda: bench.close(parcel_id),
        lambda: bench.hand_over(parcel_id),
    ]
    for act in acts[: ["open", "weighed", "labelled", "closed", "handed over"].index(step)]:
        act()
    assert cancelled(world, "O-1").pieces == 4
    assert column(world, Parcel.status) == ["void"]
    assert set(column(world, Document.state)) <= {"void"}
    bench.depart()
    assert (status(world), waiting(world)) == ("cancelled", 2)
    for again in acts:
        with pytest.raises(Refused, match="Order O-1 was cancelled"):
            again()
    with world.db.read() as conn:
        lpn = conn.execute(select(Parcel.lpn_id)).scalar_one()
    back(world, lpn, "MUG", "A-01")
    assert counters(world)["MUG"] == (1, 0, 0)
    assert waiting(world) == 1
    back(world, world.ids["T-2"], "MUG", "A-01")
    back(world, world.ids["T-2"], "CAP", "A-02")
    assert counters(world) == {"MUG": (0, 0, 0), "CAP": (0, 0, 0), "HAT": (0, 0, 0)}
    assert (world.on_hand("MUG"), tied(world)) == ({"A-01": 3}, ["empty", "empty"])
    assert (waiting(world), cancelled(world, "O-1").outcome) == (0, "cancelled")


def test_an_empty_parcel_is_void_and_nothing_waits_in_it(world: World) -> None:
    bench = with_order(world)
    bench.begin(world.ids["O-1"])
    assert cancelled(world, "O-1").pieces == 4
    assert (column(world, Parcel.status), waiting(world)) == (["void"], 2)


def test_a_void_label_is_not_copied(world: World) -> None:
    bench = with_order(world)
    number = bench.begin(world.ids["O-1"])
    bench.put(number, "MUG", 2)
    bench.weigh(number, 720)
    bench.label(number)
    cancelled(world, "O-1")
    key = {"kind": "shipping", "for_kind": "parcel", "for_id": number, "reason": "reprint"}
    with pytest.raises(Refused, match="This document is void"):
        world.do(lambda conn: documents.copy(bench.work(conn), **key))


def test_what_has_left_cannot_be_cancelled(world: World) -> None:
    bench = with_order(world)
    first = bench.begin(world.ids["O-1"])
    bench.put(first, "MUG", 2)
    bench.finish(first, 720)
    bench.depart()
    with pytest.raises(Refused) as refused:
        cancelled(world, "O-1")
    assert (refused.value.code, str(refused.value.text)) == (
        "orders.shipped",
        "Parcel 1 of O-1 has left",
    )
    second = bench.begin(world.ids["O-1"])
    bench.put(second, "MUG", 1)
    bench.put(second, "CAP", 1)
    bench.finish(second, 510)
    bench.depart()
    with pytest.raises(Refused, match="Order O-1 has left"):
        cancelled(world, "O-1")
    assert (status(world), counters(world)["MUG"]) == ("shipped", (3, 3, 3))


def test_the_goods_of_an_order_that_is_not_cancelled_stay(world: World) -> None:
    with_order(world)
    world.bins("A-01")
    with world.db.read() as conn:
        assert put_back.of_lpn(conn, world.ids["T-1"]) is None
        inside = stock.in_lpn(conn, world.ids["T-1"])[0]
    assert isinstance(inside.goods, Goods)
    with pytest.raises(Refused, match="Nothing in here"):
        back(world, world.ids["T-1"], "MUG", "A-01")
