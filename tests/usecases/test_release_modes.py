"""How work comes to the floor: all at once, so many lines in flight, waves only; urgent ones."""

from __future__ import annotations

from typing import Any

import pytest

from tests.orders import accepted, allocated, released
from tests.properties.loose_ends import stranded
from tests.waves import cart, planned, released_wave, unreleased, urgent
from tests.world import World
from wms.errors import Refused
from wms.orders import queries as orders
from wms.picking import release as releasing
from wms.picking.batches import batched
from wms.picking.form import of_orders
from wms.picking.reassign import reassign
from wms.picking.release import keep_in_flight, release
from wms.picking.rules import URGENT, Cart, Goods, totes_needed
from wms.planning.batch import Capacity


@pytest.fixture
def stage(world: World) -> World:
    world.bins("A-01", "A-02", "B-01").totes("T-1", "T-2", "T-3", "T-4")
    world.item("MUG", gtin="9501101530003").item("CAP")
    return world.stock("MUG", 90, at="A-01").stock("CAP", 90, at="B-01")


def _ordered(world: World, *refs: str, priority: str = "5") -> None:
    for ref in refs:
        accepted(world, ref, [("MUG", 1)], priority=priority)
    allocated(world, *refs)


def _status(world: World, ref: str) -> str:
    with world.db.read() as conn:
        return orders.order(conn, world.ids[ref]).status


def _under_way(world: World, *refs: str) -> list[str]:
    return [ref for ref in refs if _status(world, ref) == "released"]


def test_so_many_lines_are_kept_in_flight_the_most_urgent_first(stage: World) -> None:
    refs = [f"S-{n}" for n in range(6)]
    _ordered(stage, *refs[:5])
    _ordered(stage, refs[5], priority="2")

    def flow(conn: Any) -> int:
        more = {"cart": cart(stage), "at": stage.at}
        return keep_in_flight(conn, stage.warehouse_id, 3, **more)

    assert stage.do(flow) == 0
    assert _under_way(stage, *refs) == ["S-0", "S-1", "S-5"]
    assert stage.do(flow) == 0
    assert len(_under_way(stage, *refs)) == 3
    anna = stage.station("H1", worker="anna")
    anna.key("PICK")
    anna.scan("T-1")
    for given in ("A-01", "9501101530003", "T-1"):
        anna.scan(given)
    stage.do(flow)
    assert _under_way(stage, *refs) == ["S-0", "S-1", "S-2", "S-5"]


@pytest.mark.parametrize(("mode", "gone"), [("all", 3), ("flow", 2), ("waves", 1)])
def test_the_release_job_does_as_the_site_says(
    stage: World, monkeypatch: pytest.MonkeyPatch, mode: str, gone: int
) -> None:
    config = {**stage.config, "release": {"mode": mode, "lines_in_flight": 2}}
    found = type("Found", (), {"data": config})
    monkeypatch.setattr(releasing.settings, "load", lambda: found)
    _ordered(stage, "S-1", "S-2")
    _ordered(stage, "U-1", priority="1")
    payload = {"warehouse_id": stage.warehouse_id}
    stage.do(lambda c: releasing.job(c, payload, stage.at))
    assert len(_under_way(stage, "S-1", "S-2", "U-1")) == gone
    assert _status(stage, "U-1") == "released"


def test_a_cart_is_loaded_up_to_its_totes_and_its_weight(stage: World) -> None:
    stage.item("ANVIL", weight_grams=15_000).stock("ANVIL", 9, at="A-02")
    for n in range(3):
        accepted(stage, f"S-{n}", [("ANVIL", 2)])
    refs = [f"S-{n}" for n in range(3)]
    allocated(stage, *refs)

    def clusters(of_cart: Cart) -> int:
        ids = [stage.ids[ref] for ref in refs]
        with stage.db.read() as conn:
            given = of_orders(conn, ids)
            plan = batched(conn, stage.warehouse_id, given, dict.fromkeys(ids, 5), cart=of_cart)
        return len(plan.batches)

    assert clusters(Cart(Capacity())) == 1
    assert clusters(Cart(Capacity(totes=4), tote_weight_grams=20_000)) == 2
    assert clusters(Cart(Capacity(totes=4), tote_weight_grams=40_000)) == 1
    assert clusters(Cart(Capacity(weight_grams=60_000))) == 2
    assert clusters(Cart(Capacity(volume_mm3=1_000_000))) == 3
    assert clusters(Cart(Capacity(totes=1), tote_weight_grams=20_000)) == 3, "too much goes alone"


def test_an_order_takes_totes_by_weight_and_by_volume() -> None:
    cart = Cart(Capacity(), tote_weight_grams=20_000, tote_volume_mm3=50)
    assert totes_needed(Goods(), cart) == 1
    assert totes_needed(Goods(20_001, 0), cart) == 2
    assert totes_needed(Goods(1, 151), cart) == 4
    assert totes_needed(Goods(10**9, 10**9), Cart(Capacity())) == 1


def test_an_urgent_order_joins_the_walk_with_the_least_way_to_go(stage: World) -> None:
    accepted(stage, "S-1", [("MUG", 1)])
    accepted(stage, "S-2", [("CAP", 1)])
    released(stage, 1)
    for n in (1, 2):
        stage.station(f"H{n}", worker=f"w{n}").key("PICK")
    accepted(stage, "U-1", [("CAP", 1)])
    allocated(stage, "U-1")
    found = urgent(stage, stage.ids["U-1"])
    assert (found.cluster, str(found.words)) == ("C-2", "It joins C-2 of W2")
    with stage.db.read() as conn:
        assert orders.order(conn, stage.ids["U-1"]).priority == URGENT
    assert stranded(stage) == []


def test_an_urgent_order_without_room_on_any_cart_is_next_alone(stage: World) -> None:
    _ordered(stage, "S-1")
    released(stage, 1)
    stage.station("H1", worker="anna").key("PICK")
    _ordered(stage, "S-2", "U-1")
    found = urgent(stage, stage.ids["U-1"], orders=1)
    assert str(found.words) == "It is next, alone on C-2"
    released(stage, 1)
    ben = stage.station("H2", worker="ben")
    assert ben.key("PICK").prompt == "Scan an empty tote for O-3"


def test_an_urgent_order_waits_for_stock_and_then_goes_at_once(stage: World) -> None:
    _ordered(stage, "S-1")
    released(stage, 4)
    accepted(stage, "U-1", [("MUG", 95)])
    allocated(stage, "U-1")
    assert str(urgent(stage, stage.ids["U-1"]).words) == "There is not enough free stock of MUG"
    stage.stock("MUG", 50, at="A-02")
    released(stage, 4)
    assert _status(stage, "U-1") == "released"
    more = {"cart": cart(stage), "at": stage.at, "most": URGENT}
    assert stage.do(lambda c: release(c, stage.warehouse_id, **more)) == 0


def test_what_is_picked_or_cancelled_cannot_be_hurried(stage: World) -> None:
    from wms.people.actor import SYSTEM
    from wms.shipping.cancel import cancel

    _ordered(stage, "S-1")
    given = {"order_id": stage.ids["S-1"], "reason": "", "actor": SYSTEM, "at": stage.at}
    stage.do(lambda c: cancel(c, **given))
    with pytest.raises(Refused) as refusal:
        urgent(stage, stage.ids["S-1"])
    assert str(refusal.value.remedy) == "It is cancelled"


def test_a_hurried_order_leaves_its_wave_and_takes_its_cluster_along(stage: World) -> None:
    _ordered(stage, "S-1", "S-2", "S-3")
    reference, _ = planned(stage, [stage.ids[ref] for ref in ("S-1", "S-2")])
    urgent(stage, stage.ids["S-1"])
    released_wave(stage, reference)
    assert _under_way(stage, "S-1", "S-2") == ["S-1", "S-2"]
    assert str(urgent(stage, stage.ids["S-2"]).words) == "It waits for a picker on C-2"
    assert len(unreleased(stage, reference).clusters) == 1


def _given(world: World, cluster: str, login: str) -> Any:
    return world.do(lambda c: reassign(c, cluster=cluster, login=login, at=world.at))


def test_a_cluster_is_given_to_who_has_nothing_else_under_way(stage: World) -> None:
    _ordered(stage, "S-1", "S-2")
    released(stage, 1)
    stage.worker("ben")
    stage.station("H1", worker="anna").key("PICK")
    assert _given(stage, "C-2", "ben").before is None
    for cluster, login, code in (
        ("C-2", "ben", "cluster.same"),
        ("C-1", "ben", "cluster.busy"),
        ("C-9", "ben", "cluster.unknown"),
        ("C-1", "nobody", "worker.unknown"),
    ):
        with pytest.raises(Refused) as refusal:
            _given(stage, cluster, login)
        assert refusal.value.code == code
    assert _given(stage, "C-1", "").before == stage.ids["anna"]
    with pytest.raises(Refused) as refusal:
        _given(stage, "C-1", "")
    assert refusal.value.code == "cluster.same"
