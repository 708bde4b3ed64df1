"""Packing on both databases: what goes into a parcel, what it weighs, who may do it."""

from __future__ import annotations

import threading

import pytest

from tests import packing as stage
from tests.bench import Bench, counters, with_order
from tests.world import World
from wms.db import Database
from wms.errors import Refused
from wms.packing import begin, carton, queries, ready, weigh
from wms.stock import queries as stock


@pytest.fixture
def bench(world: World) -> Bench:
    return with_order(world)


def test_more_than_was_picked_never_gets_into_a_parcel(bench: Bench) -> None:
    world = bench.world
    parcel_id = bench.begin(world.ids["O-1"])
    for sku, quantity, code in [
        ("MUG", 4, "packing.too_many"),
        ("HAT", 1, "packing.too_many"),
        ("MUG", 0, "quantity.too_small"),
    ]:
        with pytest.raises(Refused) as refused:
            bench.put(parcel_id, sku, quantity)
        assert refused.value.code == code
    world.item("PEN")
    with pytest.raises(Refused, match="does not belong to O-1"):
        bench.put(parcel_id, "PEN", 1)
    assert world.on_hand("MUG") == {"PACK/T-1": 2, "PACK/T-2": 1}


def test_unpacked_pieces_lie_in_the_tote_again(bench: Bench) -> None:
    world = bench.world
    parcel_id = bench.begin(world.ids["O-1"])
    bench.put(parcel_id, "MUG", 3)
    bench.put(parcel_id, "CAP", 1)
    assert bench.unpack(parcel_id) == "T-1"
    assert world.on_hand("MUG") == {"PACK/T-1": 3}
    assert counters(world)["MUG"] == (3, 0, 0)
    with pytest.raises(Refused, match="The carton is empty"):
        bench.unpack(parcel_id)
    assert world.differences() == []


def test_a_wrong_weight_stores_nothing_unless_somebody_answers_for_it(bench: Bench) -> None:
    world = bench.world.worker("eva", role="supervisor", pin="4711")
    parcel_id = bench.begin(world.ids["O-1"])
    bench.put(parcel_id, "MUG", 3)
    gap = bench.weigh(parcel_id, 720)
    assert str(gap.words) == "About one MUG too light"
    with pytest.raises(Refused, match="another step"):
        bench.label(parcel_id)
    for grams in (0, -5, 1_000_001):
        with pytest.raises(Refused):
            bench.weigh(parcel_id, grams)
    approved = {"override_by_id": world.ids["eva"], "override_reason": "weight"}
    assert bench.weigh(parcel_id, 720, **approved) is None
    with world.db.read() as conn:
        row = queries.parcel(conn, parcel_id)
    assert (row.status, row.weight_grams, row.expected_grams) == ("weighed", 720, 1_020)
    assert (row.override_by_id, row.override_reason) == (world.ids["eva"], "weight")


def test_each_step_is_refused_at_another_step(bench: Bench) -> None:
    world = bench.world
    parcel_id = bench.begin(world.ids["O-1"])
    given = {"parcel_id": parcel_id, "config": world.config}
    with pytest.raises(Refused, match="The carton is empty"):
        bench.do(weigh.filled, **given)
    for step in (bench.label, bench.close, bench.hand_over):
        with pytest.raises(Refused, match="another step"):
            step(parcel_id)
    with pytest.raises(Refused, match="Parcel 1 of O-1 is not done"):
        bench.begin(world.ids["O-1"])
    bench.put(parcel_id, "MUG", 3)
    bench.weigh(parcel_id, 1_020)
    with pytest.raises(Refused, match="another step"):
        bench.put(parcel_id, "CAP", 1)


def test_a_parcel_obeys_one_bench_at_a_time(bench: Bench) -> None:
    world = bench.world
    other = Bench(world, "B2")
    parcel_id = bench.begin(world.ids["O-1"])
    with pytest.raises(Refused, match="went to B1"):
        other.put(parcel_id, "MUG", 1)
    world.do(lambda c: begin.take_over(c, parcel_id=parcel_id, station_id=other.post.id))
    other.put(parcel_id, "MUG", 1)
    with pytest.raises(Refused, match="went to B2"):
        bench.put(parcel_id, "MUG", 1)


def test_a_tote_is_packed_only_when_its_order_is_ready(bench: Bench) -> None:
    world = bench.world
    world.totes("T-9").bins("A-01").stock("MUG", 5, at="A-01")
    stage.picked(world, "O-2", {"T-3": [("CAP", 1, "")]}, check="due")
    stage.picked(world, "O-3", {"T-4": [("MUG", 1, "")]})
    stage.to_come(world, "O-3", "MUG", 1, "A-01")
    stage.picked(world, "O-4", {"T-5": [("CAP", 1, "")]}, status="released")
    stage.picked(world, "O-5", {"T-6": [("CAP", 1, "")]}, tote_status="filling")
    for tote, words in [
        ("T-9", "carries no order"),
        ("T-3", "O-2 waits for QC"),
        ("T-4", "1 piece of O-3 is still to come"),
        ("T-5", "O-4 is still being picked"),
        ("T-6", "was not dropped yet"),
    ]:
        with pytest.raises(Refused, match=words):
            world.do(lambda c, tote=tote: ready.order_in_tote(c, stock.lpn_by_code(c, tote)))
    with world.db.read() as conn:
        assert queries.waiting(conn, world.warehouse_id) == 3


def test_a_tote_that_comes_from_qc_stands_at_the_bench(bench: Bench) -> None:
    world = bench.world
    stage.picked(world, "O-2", {"T-3": [("CAP", 1, "")]}, check="passed", at="QC")
    order = world.do(
        lambda c: begin.arrive(
            c,
            world.warehouse_id,
            tote=stock.lpn_by_code(c, "T-3"),
            actor=bench.actor,
            at=world.at,
        )
    )
    assert order.reference == "O-2"
    assert world.on_hand("CAP") == {"PACK/T-2": 1, "PACK/T-3": 1}
    assert world.differences() == []


def test_two_benches_cannot_pack_the_last_piece_twice(postgresql_db: Database) -> None:
    world = World(postgresql_db).item("MUG", weight_grams=300)
    stage.carton(world, "C2", (300, 200, 150), tare=120)
    stage.carrier(world, "POST", "LANE-1")
    stage.picked(world, "O-1", {"T-1": [("MUG", 5, "")]})
    bench = Bench(world)
    parcel_id = bench.begin(world.ids["O-1"])
    refused: list[str] = []

    def pack() -> None:
        try:
            bench.put(parcel_id, "MUG", 1)
        except Refused as refusal:
            refused.append(refusal.code)

    threads = [threading.Thread(target=pack) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == ["packing.too_many"] * 3
    assert counters(world)["MUG"] == (5, 5, 0)
    assert world.differences() == []


def test_an_open_parcel_may_change_its_carton(bench: Bench) -> None:
    world = bench.world
    stage.carton(world, "C3", (400, 300, 200), tare=250)
    parcel_id = bench.begin(world.ids["O-1"])
    bench.put(parcel_id, "MUG", 3)
    bench.do(carton.change, parcel_id=parcel_id, carton_id=world.ids["C3"])
    with world.db.read() as conn:
        contents, proposal = carton.propose(
            conn, order_id=world.ids["O-1"], parcel_id=parcel_id, fill_percent=80
        )
    assert sum(c.quantity for c in contents) == 4
    assert proposal is not None
    assert proposal.carton.code == "C2"
    assert bench.weigh(parcel_id, 1_150) is None
