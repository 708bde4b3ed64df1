"""Waves: who comes along and why not, release, take back, close."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.orders import accepted, allocated, released
from tests.properties.loose_ends import stranded
from tests.waves import cart, planned, released_wave, unreleased, wave_id
from tests.world import Desk, World
from wms.errors import Refused
from wms.orders import queries as orders
from wms.people.actor import SYSTEM
from wms.picking import plan_wave as planning
from wms.picking import waves
from wms.picking.release_wave import cancel_wave
from wms.shipping.cancel import cancel

TEMPLATES = {
    "POST": {"carriers": ["POST"], "cut_off": "16:00", "max_orders": 3, "max_lines": 4},
    "ALL": {"max_orders": 100, "max_lines": 100, "method": "single"},
}


@pytest.fixture
def stage(world: World) -> World:
    world.config = {**world.config, "waves": TEMPLATES}
    world.bins("A-01", "A-02", "B-01").totes("T-1", "T-2", "T-3", "T-4")
    world.item("MUG", gtin="9501101530003").item("CAP")
    return world.stock("MUG", 20, at="A-01").stock("CAP", 20, at="B-01")


def _ordered(world: World, *refs: str, carrier: str = "") -> list[int]:
    for ref in refs:
        accepted(world, ref, [("MUG", 1)], carrier=carrier)
    allocated(world, *refs)
    return [world.ids[ref] for ref in refs]


def _status(world: World, ref: str) -> str:
    with world.db.read() as conn:
        return orders.order(conn, world.ids[ref]).status


def _wave(world: World, reference: str) -> waves.WaveRow:
    with world.db.read() as conn:
        return waves.wave(conn, reference)


def _why(world: World, ref: str, template: str) -> str:
    with world.db.read() as conn:
        given = (conn, world.warehouse_id, world.config, template)
        wanted = planning.wanted(*given, at=world.at)
        return str(waves.why_not_next(conn, world.ids[ref], world.warehouse_id, wanted))


def _why_in(world: World, ref: str, reference: str) -> str:
    with world.db.read() as conn:
        wave = waves.wave(conn, reference)
        return str(waves.why_not_in_wave(conn, world.ids[ref], wave))


def _walk(desk: Desk, *totes: str) -> None:
    desk.key("PICK")
    for tote in totes:
        desk.scan(tote)
    while desk.screen.title == "PICK":
        desk.scan(desk.screen.expects or "9501101530003")
    while desk.screen.title == "DROP":
        desk.scan(desk.screen.expects)


def test_a_wave_is_planned_released_walked_and_closed(stage: World) -> None:
    ids = _ordered(stage, "S-1", "S-2")
    reference, draft = planned(stage, ids)
    assert [order.reference for order in draft.orders] == ["O-1", "O-2"]
    assert draft.plan.planned_mm == draft.plan.least_mm > 0, "one walk is the shortest tour"
    released(stage)
    assert _status(stage, "S-1") == "allocated", "nothing but the wave releases its orders"
    released_wave(stage, reference)
    assert (_status(stage, "S-1"), _wave(stage, reference).status) == ("released", "released")
    _walk(stage.station("H1", worker="anna"), "T-1", "T-2")
    assert (_status(stage, "S-1"), _wave(stage, reference).status) == ("picked", "closed")
    assert stage.differences() == []


def test_a_template_takes_its_carrier_up_to_its_size_the_most_urgent_first(stage: World) -> None:
    _ordered(stage, "P-1", "P-2", "P-3", carrier="POST")
    _ordered(stage, "D-1", carrier="DHL")
    accepted(stage, "P-4", [("MUG", 1), ("CAP", 1)], carrier="POST", priority="2")
    allocated(stage, "P-4")
    _, draft = planned(stage, template="POST")
    assert [order.reference for order in draft.orders] == ["O-5", "O-1", "O-2"]
    left = {order.reference: str(why) for order, why in draft.left_out}
    assert left == {
        "O-3": "It is full: 3 orders",
        "O-4": "It goes with DHL; the wave is for POST",
    }


def test_an_order_with_too_many_lines_makes_room_for_the_next(stage: World) -> None:
    _ordered(stage, "P-1", carrier="POST")
    accepted(stage, "P-2", [("MUG", 1), ("CAP", 1), ("MUG", 1), ("CAP", 1)], carrier="POST")
    allocated(stage, "P-2")
    _ordered(stage, "P-3", carrier="POST")
    _, draft = planned(stage, template="POST")
    assert [order.reference for order in draft.orders] == ["O-1", "O-3"]
    assert str(draft.left_out[0][1]) == "It is full: 4 lines"


def test_why_an_order_is_in_no_wave_is_said_in_one_sentence(stage: World) -> None:
    _ordered(stage, "P-1", carrier="POST")
    accepted(stage, "NEW", [("MUG", 1)], carrier="POST")
    accepted(stage, "DRY", [("CAP", 99)], carrier="POST")
    allocated(stage, "DRY")
    _ordered(stage, "BARE")
    assert _why(stage, "P-1", "POST") == ""
    assert _why(stage, "NEW", "POST") == "Stock has not been looked for yet"
    assert _why(stage, "DRY", "POST") == "There is not enough free stock of CAP"
    assert _why(stage, "BARE", "POST") == "It has no carrier; the wave is for POST"
    reference, _ = planned(stage, [stage.ids["P-1"]])
    assert _why(stage, "P-1", "POST") == "It is in wave W-1 already"
    assert _why_in(stage, "P-1", reference) == "It is in W-1"
    assert _why_in(stage, "NEW", reference) == "Stock has not been looked for yet"
    _ordered(stage, "P-2", carrier="POST")
    assert _why_in(stage, "P-2", reference) == "It was not chosen when W-1 was planned"
    released_wave(stage, reference)
    assert _why_in(stage, "P-2", reference) == "W-1 was released without it"
    assert _why(stage, "P-1", "ALL") == "It waits for a picker on C-1"
    anna = stage.station("H1", worker="anna")
    anna.key("PICK")
    assert _why(stage, "P-1", "ALL") == "Anna is picking it on C-1"
    _walk(anna, "T-1")
    assert _why(stage, "P-1", "ALL") == "It is picked already"
    stage.do(lambda c: cancel(c, order_id=stage.ids["BARE"], reason="", actor=SYSTEM, at=stage.at))
    assert _why(stage, "BARE", "ALL") == "It is cancelled"


def test_the_cut_off_leaves_what_is_due_later_and_what_came_later(stage: World) -> None:
    from tests.orders import ANNA
    from wms.orders.accept import OrderedLine, accept

    for n, hours in enumerate((2, 30)):
        found = stage.do(
            lambda c, n=n, hours=hours: accept(
                c,
                warehouse_id=stage.warehouse_id,
                source="test",
                external_ref=f"D-{n}",
                lines=[OrderedLine(stage.ids["MUG"], 1)],
                recipient=ANNA,
                carrier_code="POST",
                ship_by=stage.at + timedelta(hours=hours),
                at=stage.at,
            )
        )
        stage.ids[f"D-{n}"] = found.order_id
    allocated(stage, "D-0", "D-1")
    reference, draft = planned(stage, template="POST")
    assert [order.reference for order in draft.orders] == ["O-1"]
    late = "It is due 2026-03-03 18:00, after the cut-off of 2026-03-02 16:00"
    assert str(draft.left_out[0][1]) == late
    stage.at += timedelta(hours=5)
    _ordered(stage, "LATE", carrier="POST")
    came = "It came after the cut-off of 2026-03-02 16:00"
    assert _why_in(stage, "LATE", reference) == came
    assert _why(stage, "LATE", "POST") == "", "the next wave's cut-off is tomorrow's"


def test_what_lost_its_stock_leaves_the_wave_at_its_release(stage: World) -> None:
    ids = _ordered(stage, "S-1", "S-2")
    reference, _ = planned(stage, ids)
    stage.do(lambda c: cancel(c, order_id=ids[0], reason="", actor=SYSTEM, at=stage.at))
    done = released_wave(stage, reference)
    assert [order.reference for order in done.left] == ["O-1"]
    assert _wave(stage, reference).orders == 1


def test_what_nobody_has_begun_is_taken_back_and_released_again(stage: World) -> None:
    ids = _ordered(stage, "S-1", "S-2")
    reference, _ = planned(stage, ids)
    released_wave(stage, reference, orders=1)
    stage.station("H1", worker="anna").key("PICK")
    done = unreleased(stage, reference)
    assert (done.orders, list(done.clusters)) == (1, ["C-2"])
    assert [(kept.cluster, kept.worker) for kept in done.kept] == [("C-1", "Anna")]
    assert [_status(stage, ref) for ref in ("S-1", "S-2")] == ["released", "allocated"]
    released(stage)
    assert _status(stage, "S-2") == "allocated", "it stays in its wave"
    with pytest.raises(Refused) as refusal:
        unreleased(stage, reference)
    assert refusal.value.code == "wave.begun"
    released_wave(stage, reference)
    assert _status(stage, "S-2") == "released"
    assert (stranded(stage), stage.differences()) == ([], [])


def test_a_wave_that_nobody_has_begun_is_planned_again(stage: World) -> None:
    reference, _ = planned(stage, _ordered(stage, "S-1", "S-2"))
    released_wave(stage, reference, orders=1)
    assert len(unreleased(stage, reference).clusters) == 2
    wave = _wave(stage, reference)
    assert (wave.status, wave.planned_mm, wave.least_mm, wave.orders) == ("planned", 0, 0, 2)


def test_a_cancelled_wave_sets_its_orders_free(stage: World) -> None:
    reference, _ = planned(stage, _ordered(stage, "S-1"))
    number = wave_id(stage, reference)
    assert stage.do(lambda c: cancel_wave(c, wave_id=number, at=stage.at)) == 1
    with pytest.raises(Refused) as refusal:
        released_wave(stage, reference)
    assert refusal.value.code == "wave.over"
    released(stage)
    assert _status(stage, "S-1") == "released"


def test_a_wave_of_nothing_says_why_it_is_none(stage: World) -> None:
    accepted(stage, "DRY", [("CAP", 99)])
    allocated(stage, "DRY")
    with pytest.raises(Refused) as refusal:
        planned(stage, [stage.ids["DRY"]])
    assert str(refusal.value.remedy) == "There is not enough free stock of CAP"
    with pytest.raises(Refused) as unknown:
        planned(stage, template="NONE")
    assert str(unknown.value.remedy) == "Use one of ALL, POST"


def test_an_order_that_fell_out_of_its_wave_may_come_into_another(stage: World) -> None:
    stage.item("HAT").stock("HAT", 1, at="A-02")
    accepted(stage, "H-1", [("HAT", 1)])
    allocated(stage, "H-1")
    reference, _ = planned(stage, [stage.ids["H-1"]])
    released_wave(stage, reference)
    anna = stage.station("H1", worker="anna")
    anna.key("PICK")
    anna.scan("T-1")
    anna.key("SHORT")
    anna.key("SHORT")
    anna.scan(anna.screen.expects)
    assert (_status(stage, "H-1"), _wave(stage, reference).status) == ("waiting", "closed")
    stage.stock("HAT", 1, at="B-01")
    allocated(stage, "H-1")
    second, _ = planned(stage, [stage.ids["H-1"]], cart=cart(stage, orders=1))
    assert second == "W-2"
