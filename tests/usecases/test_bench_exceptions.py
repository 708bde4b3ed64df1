"""What goes wrong at the bench, on both databases: void labels, missing pieces, dead scales."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from tests import packing as stage
from tests.bench import Bench, counters, status, tied, with_order
from tests.changes import changed, disagreeing, line, moved_to
from tests.usecases.test_cancel import column
from tests.world import World
from wms.errors import Refused
from wms.orders import queries as orders
from wms.packing import queries, void, weigh
from wms.packing.models import Parcel, VoidLabel
from wms.picking.models import Cluster, Pick
from wms.shipping import serve
from wms.shipping.missing import Outcome, missing
from wms.stock.models import Lpn
from wms.terminal import documents
from wms.terminal.models import Document
from wms.web.drawing import draw


@pytest.fixture
def bench(world: World) -> Bench:
    return with_order(world)


def voided(bench: Bench, parcel_id: int) -> None:
    bench.do(void.void_parcel, parcel_id=parcel_id, at=bench.world.at)
    assert bench.world.differences() == []


def gone(bench: Bench, parcel_id: int, *, ship_short: bool = False) -> Outcome:
    given = {"warehouse_id": bench.world.warehouse_id, "at": bench.world.at}
    found = bench.do(missing, parcel_id=parcel_id, ship_short=ship_short, **given)
    assert bench.world.differences() == []
    assert isinstance(found, Outcome)
    return found


def shown(world: World) -> list[tuple[int, int | None, str]]:
    """Return (parcel number, count, SSCC) of the shipping labels that are not void."""
    asked = select(Document).where(Document.kind == "shipping", Document.state != "void")
    with world.db.read() as conn:
        rows = conn.execute(asked.order_by(Document.id)).all()
    return [(r.data["parcel_no"], r.data["parcel_count"], r.data["sscc"]) for r in rows]


def notes(world: World, ref: str = "O-1") -> list[str]:
    with world.db.read() as conn:
        return [row.kind for row in orders.notes(conn, world.ids[ref])]


@pytest.mark.parametrize("step", ["open", "labelled", "closed", "handed over"])
def test_a_void_parcel_is_packed_again_under_another_number(bench: Bench, step: str) -> None:
    world = bench.world
    first = bench.begin(world.ids["O-1"])
    bench.put(first, "MUG", 3)
    bench.put(first, "CAP", 1)
    acts = [
        lambda: (bench.weigh(first, 1_110), bench.label(first)),
        lambda: bench.close(first),
        lambda: bench.hand_over(first),
    ]
    for act in acts[: ["open", "labelled", "closed", "handed over"].index(step)]:
        act()
    voided(bench, first)
    assert (status(world), counters(world)["MUG"], disagreeing(world, "O-1")) == (
        "picked",
        (3, 0, 0),
        [],
    )
    assert [v.reason for v in _voids(world)] == ["bench"]
    with pytest.raises(Refused, match="It is void already"):
        voided(bench, first)
    with pytest.raises(Refused, match="This parcel of O-1 is void"):
        bench.hand_over(first)
    second = bench.begin(world.ids["O-1"])
    bench.put(second, "MUG", 3)
    bench.put(second, "CAP", 1)
    bench.finish(second, 1_110)
    bench.depart()
    [(number, count, sscc)] = shown(world)
    assert (number, count, status(world)) == (1, 1, "shipped")
    assert sscc not in [v.code for v in _voids(world)]
    assert (world.on_hand("MUG"), tied(world)) == ({}, ["empty", "empty"])


def _voids(world: World) -> list[Any]:
    asked = select(VoidLabel.reason, Lpn.code).join(Lpn, Lpn.id == VoidLabel.lpn_id)
    with world.db.read() as conn:
        return list(conn.execute(asked.order_by(VoidLabel.id)))


def test_a_parcel_that_has_left_is_not_void(bench: Bench) -> None:
    first = bench.begin(bench.world.ids["O-1"])
    bench.put(first, "MUG", 3)
    bench.finish(first, 1_020)
    bench.depart()
    with pytest.raises(Refused, match="This parcel has left"):
        voided(bench, first)


def test_parcels_are_counted_on_their_labels_and_no_label_is_there_twice(bench: Bench) -> None:
    world = bench.world
    parcels = []
    for sku, n, grams in (("MUG", 2, 720), ("MUG", 1, 420), ("CAP", 1, 210)):
        parcels.append(bench.begin(world.ids["O-1"]))
        bench.put(parcels[-1], sku, n)
        bench.finish(parcels[-1], grams)
    assert [label[:2] for label in shown(world)] == [(1, None), (2, None), (3, 3)]
    voided(bench, parcels[1])
    again = bench.begin(world.ids["O-1"])
    bench.put(again, "MUG", 1)
    bench.finish(again, 420)
    assert [label[:2] for label in shown(world)] == [(1, None), (3, 3), (2, 3)]
    assert len({sscc for _, _, sscc in shown(world)}) == 3
    bench.depart()
    assert (status(world), disagreeing(world, "O-1")) == ("shipped", [])


def test_a_copy_says_so_and_is_the_same_parcel(bench: Bench) -> None:
    world = bench.world
    number = bench.begin(world.ids["O-1"])
    bench.put(number, "MUG", 3)
    bench.weigh(number, 1_020)
    bench.label(number)
    key = {"kind": "shipping", "for_kind": "parcel", "for_id": number, "reason": "reprint"}
    for _ in range(2):
        world.do(lambda conn: documents.copy(bench.work(conn), **key))
    with world.db.read() as conn:
        asked = select(Document).where(Document.kind == "shipping").order_by(Document.id)
        rows = conn.execute(asked).all()
    assert [(row.copy_no, row.reason) for row in rows] == [(1, ""), (2, "reprint"), (3, "reprint")]
    assert rows[0].data == rows[1].data == rows[2].data
    drawn = [draw(row.kind, row.device, row.data, row.copy_no)[1] for row in rows]
    assert len(set(drawn)) == 3, "each says which copy it is"


@pytest.mark.parametrize("step", ["labelled", "closed", "handed over"])
def test_another_address_voids_the_label_until_there_is_another(bench: Bench, step: str) -> None:
    world = bench.world
    number = bench.begin(world.ids["O-1"])
    bench.put(number, "MUG", 3)
    bench.put(number, "CAP", 1)
    acts = [lambda: bench.close(number), lambda: bench.hand_over(number)]
    bench.weigh(number, 1_110)
    bench.label(number)
    for act in acts[: ["labelled", "closed", "handed over"].index(step)]:
        act()
    assert moved_to(world, "O-1", "Sopot").relabel == 1
    assert moved_to(world, "O-1", "Gdynia").relabel == 1, "it still needs one"
    bench.depart()
    assert status(world) != "shipped"
    for act in acts:
        with pytest.raises(Refused, match="The address changed: this label is void"):
            act()
    old = _voids(world)[0].code
    bench.label(number)
    [(_, count, sscc)] = shown(world)
    assert (count, sscc == old) == (1, False)
    with world.db.read() as conn:
        assert queries.parcel(conn, number).sscc == sscc
        asked = select(Document.data).where(Document.kind == "shipping", Document.state != "void")
        assert conn.execute(asked).scalar_one()["recipient"]["city"] == "Gdynia"
    for act in acts:
        act()
    bench.depart()
    assert (status(world), disagreeing(world, "O-1")) == ("shipped", [])
    with pytest.raises(Refused, match="Order O-1 has left"):
        moved_to(world, "O-1", "Hel")


def test_another_carrier_means_another_label_and_another_lane(bench: Bench) -> None:
    world = bench.world
    stage.carrier(world, "SWIFT", "LANE-2")
    number = bench.begin(world.ids["O-1"])
    bench.put(number, "MUG", 3)
    bench.finish(number, 1_020)
    with pytest.raises(Refused, match="wants carrier NOBODY"):
        changed(world, "O-1", carrier_code="NOBODY")
    assert changed(world, "O-1", carrier_code="SWIFT").relabel == 1
    bench.label(number)
    bench.close(number)
    with pytest.raises(Refused, match="This is LANE-1"):
        bench.hand_over(number, "LANE-1")
    bench.hand_over(number, "LANE-2")
    bench.depart()
    with pytest.raises(Refused, match="Parcel 1 of O-1 has left"):
        changed(world, "O-1", carrier_code="POST")


def test_what_is_missing_is_written_off_and_fetched(bench: Bench) -> None:
    world = bench.world
    world.bins("A-01").stock("MUG", 1, at="A-01")
    number = bench.begin(world.ids["O-1"])
    bench.put(number, "MUG", 1)
    assert gone(bench, number) == Outcome(fetched=1, short=2)
    assert line(world, "O-1", "MUG") == {"ordered": 3, "picked": 1, "packed": 1, "short": 1}
    assert line(world, "O-1", "CAP") == {"ordered": 1, "short": 1}
    assert (status(world), column(world, Cluster.priority)) == ("released", [5, 1])
    assert (notes(world), column(world, Pick.status)) == (["missing"], ["open"])
    with pytest.raises(Refused, match="Nothing is missing"):
        gone(bench, number)
    with world.db.read() as conn:
        assert queries.unfinished_at(conn, bench.post.id) is None, "the bench is free"
        assert [p.id for p in queries.aside(conn, bench.post.id)] == [number]
    assert disagreeing(world, "O-1") == []


def test_where_the_site_says_so_the_order_goes_without(bench: Bench) -> None:
    world = bench.world
    world.bins("A-01").stock("MUG", 9, at="A-01").stock("CAP", 9, at="A-01")
    number = bench.begin(world.ids["O-1"])
    bench.put(number, "MUG", 1)
    assert gone(bench, number, ship_short=True) == Outcome(fetched=0, short=3)
    bench.finish(number, 420)
    bench.depart()
    assert (status(world), line(world, "O-1", "MUG")["short"]) == ("shipped", 2)


def test_an_order_that_has_left_in_part_ends_when_the_rest_is_missing(bench: Bench) -> None:
    world = bench.world
    first = bench.begin(world.ids["O-1"])
    bench.put(first, "MUG", 3)
    bench.finish(first, 1_020)
    bench.depart()
    second = bench.begin(world.ids["O-1"])
    assert gone(bench, second) == Outcome(fetched=0, short=1, ended=True)
    assert (status(world), column(world, Parcel.status)) == ("shipped", ["shipped", "void"])
    assert tied(world) == ["empty", "empty"]


def test_an_order_of_which_nothing_is_there_waits_again(bench: Bench) -> None:
    world = bench.world
    number = bench.begin(world.ids["O-1"])
    assert gone(bench, number).ended
    assert (status(world), line(world, "O-1", "MUG")) == ("waiting", {"ordered": 3})
    assert tied(world) == ["empty", "empty"]


def test_a_parcel_that_nothing_can_weigh_goes_as_what_its_items_weigh(bench: Bench) -> None:
    world = bench.world
    world.worker("eva", role="supervisor", pin="4711")
    number = bench.begin(world.ids["O-1"])
    bench.put(number, "MUG", 3)
    said = {"by_id": world.ids["eva"], "reason": "scale dead", "config": world.config}
    bench.do(weigh.reckon, parcel_id=number, **said)
    with world.db.read() as conn:
        parcel = queries.parcel(conn, number)
    assert (parcel.weight_grams, parcel.unweighed) == (1_020, True)
    assert (parcel.override_by_id, parcel.override_reason) == (world.ids["eva"], "scale dead")
    bench.label(number)
    voided(bench, number)


def served(world: World, ref: str) -> int:
    item = [world.ids["HAT"]]
    found = world.do(lambda c: serve.serve(c, world.ids[ref], item, at=world.at))
    assert world.differences() == []
    return int(found)


def test_what_was_short_is_fetched_when_it_is_found(bench: Bench) -> None:
    world = bench.world
    assert served(world, "O-1") == 0
    world.bins("A-01").stock("HAT", 5, at="A-01")
    assert served(world, "O-1") == 1
    assert (status(world), line(world, "O-1", "HAT")) == ("released", {"ordered": 1})
    assert (served(world, "O-1"), notes(world)) == (0, ["found"])


def test_what_was_found_too_late_is_noted_once(bench: Bench) -> None:
    world = bench.world
    world.bins("A-01").stock("HAT", 5, at="A-01")
    number = bench.begin(world.ids["O-1"])
    bench.put(number, "MUG", 3)
    bench.put(number, "CAP", 1)
    assert (served(world, "O-1"), served(world, "O-1")) == (0, 0)
    bench.finish(number, 1_110)
    assert (status(world), line(world, "O-1", "HAT")) == ("packed", {"ordered": 1, "short": 1})
    assert notes(world) == ["found_late"]
