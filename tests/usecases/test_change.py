"""Change an order at every stage, on both databases: a definite answer, counters that agree."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests import packing as stage
from tests.bench import status, tied, with_order
from tests.changes import changed, disagreeing, line, moved_to
from tests.orders import accepted, allocated, released
from tests.usecases.test_cancel import back, cancelled, column, picked_mugs, picker, waiting
from tests.world import World
from wms.errors import Refused
from wms.orders import queries as orders
from wms.people.actor import SYSTEM
from wms.picking.models import Cluster, Pick
from wms.quality import check as check_verbs
from wms.quality import fail
from wms.quality import queries as quality

MUG = "9501101530003"


@pytest.fixture
def floor(world: World) -> World:
    world.bins("A-01", "B-01").totes("T-1", "T-2", "T-3").item("MUG", gtin=MUG).item("CAP")
    return world.stock("MUG", 9, at="A-01").stock("CAP", 4, at="B-01")


def reserved(world: World) -> int:
    from wms.stock import promises

    with world.db.read() as conn:
        found = promises.promised(conn, "order_line", list(range(1, 50)))
    return sum(p.quantity for p in found)


def test_an_order_that_waits_is_simply_ordered_anew(floor: World) -> None:
    accepted(floor, "S-1", [("MUG", 50)])
    allocated(floor, "S-1")
    assert changed(floor, "S-1", [("MUG", 5), ("CAP", 1)]).outcome == "applied"
    assert list(allocated(floor, "S-1").values()) == [""]
    assert (reserved(floor), status(floor, "S-1")) == (6, "allocated")


def test_promises_are_made_anew_at_once(floor: World) -> None:
    accepted(floor, "S-1", [("MUG", 3), ("CAP", 1)])
    allocated(floor, "S-1")
    found = changed(floor, "S-1", [("MUG", 5)], priority=2)
    assert (found.outcome, str(found.words[0])) == ("applied", "Order O-1 is changed")
    assert (reserved(floor), status(floor, "S-1")) == (5, "allocated")
    assert line(floor, "S-1", "CAP") == {}
    assert changed(floor, "S-1", [("MUG", 5)]).outcome == "unchanged"
    waits = changed(floor, "S-1", [("MUG", 50)])
    assert [str(words) for words in waits.words][1:] == ["It waits: there is not enough stock"]
    assert (reserved(floor), status(floor, "S-1")) == (0, "waiting")


def test_fewer_pieces_are_picked_and_their_stock_is_free(floor: World) -> None:
    accepted(floor, "S-1", [("MUG", 3), ("CAP", 2)])
    released(floor, 1)
    desk = picker(floor, "T-1")
    assert changed(floor, "S-1", [("MUG", 1)]).outcome == "applied"
    assert (reserved(floor), column(floor, Pick.status)) == (1, ["open", "cancelled"])
    desk.scan("A-01")
    for _ in range(3):
        desk.scan(MUG, "]E0")
    assert desk.scan("T-1").message == "Only 1 piece is wanted. Put the others back"
    desk.key("BACK")
    desk.scan(MUG, "]E0")
    assert desk.scan("T-1").prompt == "Bring them to QC. Scan QC"
    desk.scan("QC")
    assert (status(floor, "S-1"), disagreeing(floor, "S-1")) == ("picked", [])


def test_a_walk_with_nothing_left_ends(floor: World) -> None:
    accepted(floor, "S-1", [("MUG", 3), ("CAP", 1)])
    released(floor, 1)
    desk = picker(floor, "T-1")
    picked_mugs(desk, 3, "T-1")
    changed(floor, "S-1", [("MUG", 3)])
    assert desk.scan("B-01").prompt == "Scan CAP"
    desk.scan("CAP")
    assert desk.scan("T-1").message.startswith("This pick was changed meanwhile. Put the pieces")
    assert desk.key("BACK").prompt == "Bring them to QC. Scan QC"
    desk.scan("QC")
    assert (column(floor, Cluster.status), status(floor, "S-1")) == (["done"], "picked")


def test_picked_pieces_that_are_taken_off_go_back_into_a_bin(floor: World) -> None:
    accepted(floor, "S-1", [("MUG", 3)])
    released(floor, 1)
    desk = picker(floor, "T-1")
    picked_mugs(desk, 3, "T-1")
    found = changed(floor, "S-1", [("MUG", 1)])
    assert (found.outcome, found.pieces_back) == ("pending", 2)
    with pytest.raises(Refused, match="was changed, but its tote is on a cart"):
        back(floor, floor.ids["T-1"], "MUG", "A-01")
    desk.scan("QC")
    assert line(floor, "S-1", "MUG") == {"ordered": 1, "picked": 1, "surplus": 2}
    assert (waiting(floor), disagreeing(floor, "S-1")) == (1, [])
    assert changed(floor, "S-1", [("MUG", 2)]).pieces_back == 0
    assert line(floor, "S-1", "MUG") == {"ordered": 2, "picked": 2, "surplus": 1}
    back(floor, floor.ids["T-1"], "MUG", "A-01")
    assert floor.on_hand("MUG") == {"A-01": 7, "QC/T-1": 2}
    assert (waiting(floor), disagreeing(floor, "S-1"), tied(floor)) == (0, [], ["dropped"])
    with pytest.raises(Refused, match="Nothing in here is to be put back"):
        back(floor, floor.ids["T-1"], "MUG", "A-01")


def test_more_pieces_join_the_walk_or_are_one_of_their_own(floor: World) -> None:
    accepted(floor, "S-1", [("MUG", 1)])
    released(floor, 1)
    desk = picker(floor, "T-1")
    assert changed(floor, "S-1", [("MUG", 2)]).pieces_more == 1
    assert len(column(floor, Cluster.id)) == 1
    desk.scan("A-01")
    desk.scan(MUG, "]E0")
    desk.scan("T-1")
    desk.scan(MUG, "]E0")
    desk.scan("T-1")
    desk.scan("QC")
    assert status(floor, "S-1") == "picked"
    found = changed(floor, "S-1", [("MUG", 2), ("CAP", 2)])
    assert (found.outcome, found.pieces_more) == ("pending", 2)
    assert (status(floor, "S-1"), column(floor, Cluster.priority)) == ("released", [5, 1])
    desk.key("PICK")
    assert desk.screen.prompt == "Scan an empty tote for O-1"


def test_more_than_there_is_is_refused_and_nothing_is_changed(floor: World) -> None:
    accepted(floor, "S-1", [("MUG", 1)])
    released(floor, 1)
    with pytest.raises(Refused) as refused:
        changed(floor, "S-1", [("MUG", 1), ("CAP", 7)])
    assert (refused.value.code, str(refused.value.text)) == (
        "orders.no_stock",
        "3 pieces of CAP cannot be had",
    )
    with floor.db.read() as conn:
        assert len(orders.lines(conn, [floor.ids["S-1"]])) == 1
    assert reserved(floor) == 1


def test_what_was_short_is_taken_off_first(world: World) -> None:
    bench = with_order(world)
    found = changed(world, "O-1", [("MUG", 3), ("CAP", 1)])
    assert (found.outcome, line(world, "O-1", "HAT")) == ("applied", {})
    assert bench.begin(world.ids["O-1"])


def test_an_order_of_which_nothing_is_left_but_a_short_line_waits_again(world: World) -> None:
    with_order(world)
    found = changed(world, "O-1", [("HAT", 1)])
    assert (found.pieces_back, status(world)) == (4, "waiting")
    assert waiting(world) == 2
    assert disagreeing(world, "O-1") == []
    assert cancelled(world, "O-1").pieces == 4


def test_what_is_packed_is_not_taken_off_until_it_is_unpacked(world: World) -> None:
    bench = with_order(world)
    parcel_id = bench.begin(world.ids["O-1"])
    bench.put(parcel_id, "MUG", 2)
    with pytest.raises(Refused) as refused:
        changed(world, "O-1", [("MUG", 1), ("CAP", 1), ("HAT", 1)])
    assert refused.value.code == "orders.packed"
    assert str(refused.value.remedy) == "Have parcel 1 unpacked at B1, then change it"
    assert changed(world, "O-1", [("MUG", 2), ("CAP", 1), ("HAT", 1)]).pieces_back == 1
    bench.put(parcel_id, "CAP", 1)
    assert bench.weigh(parcel_id, 810) is None
    bench.label(parcel_id)
    with pytest.raises(Refused, match="Order O-1 is packed"):
        changed(world, "O-1", [("MUG", 2), ("CAP", 1)])
    bench.close(parcel_id)
    bench.hand_over(parcel_id)
    assert (status(world), disagreeing(world, "O-1")) == ("packed", [])
    bench.depart()
    with pytest.raises(Refused, match="Order O-1 has left"):
        changed(world, "O-1", [("MUG", 1), ("CAP", 1)])
    assert (waiting(world), status(world)) == (1, "shipped")


def test_an_order_whose_last_piece_is_taken_off_is_packed_with_what_it_has(world: World) -> None:
    bench = with_order(world)
    first = bench.begin(world.ids["O-1"])
    bench.put(first, "MUG", 3)
    bench.finish(first, 1_020)
    assert status(world) == "picked"
    assert changed(world, "O-1", [("MUG", 3)]).pieces_back == 1
    assert status(world) == "packed"
    bench.depart()
    assert (status(world), disagreeing(world, "O-1")) == ("shipped", [])


def test_a_cancelled_order_is_not_changed(floor: World) -> None:
    accepted(floor, "S-1", [("MUG", 3)])
    cancelled(floor, "S-1")
    with pytest.raises(Refused, match="Order O-1 was cancelled"):
        moved_to(floor, "S-1", "Kraków")


def test_another_priority_and_date_hasten_a_walk_that_waits(floor: World) -> None:
    accepted(floor, "S-1", [("MUG", 3)])
    released(floor, 1)
    assert changed(floor, "S-1", priority=2, ship_by=floor.at).outcome == "applied"
    assert column(floor, Cluster.priority) == [2]
    with floor.db.read() as conn:
        order = orders.order(conn, floor.ids["S-1"])
        [noted] = orders.notes(conn, order.id)
        assert conn.execute(select(Pick.status)).scalars().all() == ["open"]
    assert (order.priority, order.ship_by) == (2, floor.at)
    assert (noted.kind, noted.about["fields"]) == ("changed", ["priority", "ship_by"])


def test_a_piece_taken_off_makes_up_for_one_that_is_missing_at_qc(world: World) -> None:
    world.item("MUG").bins("A-01")
    stage.picked(world, "O-1", {"T-1": [("MUG", 3, "")]}, check="due")
    assert changed(world, "O-1", [("MUG", 2)]).pieces_back == 1
    with world.db.read() as conn:
        check = quality.of_order(conn, world.ids["O-1"])
    assert check is not None
    number = check.id
    item = world.ids["MUG"]
    world.do(lambda c: check_verbs.passed(c, check_id=number, item_id=item, quantity=2))
    given = {"check_id": number, "actor": SYSTEM, "at": world.at}
    assert world.do(lambda c: fail.missing(c, **given)) == ""
    assert line(world, "O-1", "MUG") == {"ordered": 2, "picked": 2}
    assert (disagreeing(world, "O-1"), waiting(world)) == ([], 0)
    assert world.differences() == []


def test_an_order_cannot_be_emptied_only_cancelled(floor: World) -> None:
    accepted(floor, "S-1", [("MUG", 1)])
    with pytest.raises(Refused, match="The order has no lines"):
        changed(floor, "S-1", [])
