"""From tote to customer on both databases: documents, lanes, departure, counters."""

from __future__ import annotations

import random

import pytest
from sqlalchemy import select

from tests import packing as stage
from tests.bench import Bench, counters, status, tied, with_order
from tests.world import World
from wms.errors import Refused
from wms.packing import queries, weigh
from wms.shipping import label, ship
from wms.shipping import queries as shipping
from wms.terminal.models import Document
from wms.web.drawing import draw


@pytest.fixture
def bench(world: World) -> Bench:
    return with_order(world)


def test_an_order_goes_from_its_totes_to_the_customer(bench: Bench) -> None:
    world = bench.world
    parcel_id = bench.begin(world.ids["O-1"])
    bench.put(parcel_id, "MUG", 3)
    bench.put(parcel_id, "CAP", 1)
    assert counters(world) == {"MUG": (3, 3, 0), "CAP": (1, 1, 0), "HAT": (0, 0, 0)}
    bench.finish(parcel_id, 1_110)
    assert status(world) == "packed"
    assert tied(world) == ["empty", "empty"]
    bench.depart()
    assert status(world) == "shipped"
    assert counters(world) == {"MUG": (3, 3, 3), "CAP": (1, 1, 1), "HAT": (0, 0, 0)}
    assert world.on_hand("MUG") == {}
    assert world.differences() == []


def test_an_order_is_shipped_with_the_last_of_its_parcels(bench: Bench) -> None:
    world = bench.world
    first = bench.begin(world.ids["O-1"])
    bench.put(first, "MUG", 2, first_tote_id=world.ids["T-1"])
    bench.finish(first, 720)
    bench.depart()
    assert (status(world), tied(world)) == ("picked", ["empty", "dropped"])
    second = bench.begin(world.ids["O-1"])
    bench.put(second, "MUG", 1)
    bench.put(second, "CAP", 1)
    bench.finish(second, 510)
    assert status(world) == "packed"
    bench.depart()
    assert status(world) == "shipped"
    with world.db.read() as conn:
        found = shipping.of_orders(conn, [world.ids["O-1"]])
        assert [s.parcel_id for s in shipping.page(conn, after=first)] == [second]
        by_code = shipping.by_sscc(conn, found[1].tracking)
        assert shipping.by_sscc(conn, "T-1") is None
    assert [(s.number, s.weight_grams, s.carrier, s.status) for s in found] == [
        (1, 720, "POST", "shipped"),
        (2, 510, "POST", "shipped"),
    ]
    assert by_code is not None
    assert by_code.id == second


def test_a_parcel_ships_once_however_often_it_is_asked(bench: Bench) -> None:
    world = bench.world
    parcel_id = bench.begin(world.ids["O-1"])
    bench.put(parcel_id, "MUG", 3)
    assert bench.weigh(parcel_id, 1_020) is None
    bench.label(parcel_id)
    world.do(lambda c: ship.ship(c, {"parcel_id": parcel_id}, world.at))
    assert counters(world)["MUG"] == (3, 3, 0), "a parcel that is not on its lane stays"
    bench.close(parcel_id)
    bench.hand_over(parcel_id)
    for _ in range(3):
        world.do(lambda c: ship.ship(c, {"parcel_id": parcel_id}, world.at))
    assert counters(world)["MUG"] == (3, 3, 3)
    assert world.differences() == []


def test_only_the_carriers_lane_takes_a_parcel(bench: Bench) -> None:
    world = bench.world
    stage.carrier(world, "SWIFT", "LANE-2")
    stage.picked(world, "O-2", {"T-3": [("CAP", 1, "")]}, carrier="SWIFT")
    parcel_id = bench.begin(world.ids["O-2"])
    bench.put(parcel_id, "CAP", 1)
    bench.weigh(parcel_id, 210)
    bench.label(parcel_id)
    bench.close(parcel_id)
    with pytest.raises(Refused) as refused:
        bench.hand_over(parcel_id, "LANE-1")
    assert (str(refused.value.text), str(refused.value.remedy)) == (
        "This is LANE-1",
        "Bring the parcel to LANE-2",
    )
    bench.hand_over(parcel_id, "LANE-2")
    with pytest.raises(Refused, match="is on its lane"):
        bench.hand_over(parcel_id, "LANE-2")


def test_label_and_slip_carry_all_that_their_drawings_need(bench: Bench) -> None:
    world = bench.world
    first = bench.begin(world.ids["O-1"])
    bench.put(first, "MUG", 2)
    bench.finish(first, 720)
    second = bench.begin(world.ids["O-1"])
    bench.put(second, "MUG", 1)
    bench.put(second, "CAP", 1)
    bench.finish(second, 510)
    with world.db.read() as conn:
        rows = conn.execute(select(Document).order_by(Document.id)).all()
    shape = [(row.kind, row.device, row.copy_no, row.state, row.for_kind) for row in rows]
    assert (
        shape
        == [
            ("shipping", "label", 1, "seen", "parcel"),
            ("slip", "document", 1, "booked", "parcel"),
        ]
        * 2
    )
    assert [(row.data["parcel_no"], row.data["parcel_count"]) for row in rows[::2]] == [
        (1, None),
        (2, 2),
    ]
    inside = [(x["sku"], x["in_this_parcel"], x["short"]) for x in rows[3].data["lines"]]
    assert inside == [("MUG", 1, 0), ("CAP", 1, 0), ("HAT", 0, 1)]
    assert rows[3].data["lines"][2]["short_reason"] == label.SHORT_REASON
    assert rows[2].data["routing_code"] == "LANE-1"
    assert "email" not in rows[2].data["recipient"]
    for row in rows:
        _, drawn = draw(row.kind, row.device, row.data, row.copy_no)
        assert drawn.startswith(b"%PDF" if row.kind == "slip" else b"^XA")


def test_whatever_is_done_in_whatever_order_the_counters_agree_with_the_goods(
    bench: Bench,
) -> None:
    world, chance = bench.world, random.Random(7)
    stage.picked(world, "O-2", {"T-3": [("MUG", 9, ""), ("CAP", 6, "")]})
    parcel_id = bench.begin(world.ids["O-2"])
    done: set[str] = set()
    for _ in range(60):
        act = chance.choice(["put", "put", "put", "unpack", "weigh"])
        try:
            match act:
                case "put":
                    bench.put(parcel_id, chance.choice(["MUG", "CAP"]), chance.randint(1, 4))
                case "unpack":
                    bench.unpack(parcel_id)
                case "weigh":
                    bench.finish(parcel_id, _right_weight(world, parcel_id))
                    parcel_id = bench.begin(world.ids["O-2"])
            done.add(act)
        except Refused:
            continue
        _agree(world, "O-2")
        if status(world, "O-2") == "packed":
            break
    assert done == {"put", "unpack", "weigh"}
    bench.depart()
    _agree(world, "O-2")
    assert world.differences() == []


def _right_weight(world: World, parcel_id: int) -> int:
    with world.db.read() as conn:
        row = queries.parcel(conn, parcel_id)
        return weigh.should_weigh(conn, row, world.config).grams


def _agree(world: World, ref: str) -> None:
    """Packed pieces of the counters are those in parcels and those that left."""
    for sku, (_, packed, shipped) in counters(world, ref).items():
        places = world.on_hand(sku)
        with world.db.read() as conn:
            rows = queries.parcels_of(conn, [world.ids[ref]])
            inside = [c for r in rows for c in queries.inside(conn, r.lpn_id) if c.sku == sku]
        assert packed - shipped == sum(c.quantity for c in inside), places
