"""Waves while others release, claim, cancel and finish: every order is in one cluster or waits."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.orders import accepted, allocated
from tests.properties.loose_ends import stranded
from tests.waves import cart, planned, released_wave, unreleased, urgent
from tests.world import World
from wms.db import Database
from wms.errors import Refused
from wms.orders.models import Order
from wms.people.actor import SYSTEM
from wms.picking import claim, waves
from wms.picking.models import Cluster, ClusterOrder, Pick
from wms.picking.release import release
from wms.shipping.cancel import cancel

ROUNDS = 8


@pytest.fixture
def world(postgresql_db: Database) -> World:
    world = World(postgresql_db).bins("A-01", "B-01").item("MUG", gtin="9501101530003")
    return world.stock("MUG", 900, at="A-01")


def _orders(world: World, first: str, count: int) -> list[int]:
    refs = [f"{first}-{n}" for n in range(count)]
    for ref in refs:
        accepted(world, ref, [("MUG", 1)])
    allocated(world, *refs)
    return [world.ids[ref] for ref in refs]


def _together(*acts: Callable[[], Any]) -> list[Any]:
    with ThreadPoolExecutor(len(acts)) as hands:
        return [done.result() for done in [hands.submit(act) for act in acts]]


def _tried(act: Callable[[], Any]) -> Any:
    try:
        return act()
    except Refused as refused:
        return refused.code


def _clusters_of(world: World, ids: list[int]) -> list[int]:
    """Return in how many clusters each order is."""
    counted = select(ClusterOrder.order_id, func.count()).group_by(ClusterOrder.order_id)
    with world.db.read() as conn:
        known = {row[0]: row[1] for row in conn.execute(counted)}
    return [known.get(order_id, 0) for order_id in ids]


def _release(world: World) -> int:
    more = {"cart": cart(world), "at": world.at}
    return int(world.do(lambda c: release(c, world.warehouse_id, **more)))


def _sound(world: World) -> bool:
    """Tell whether every open pick is of a released order, and each such order has its pick."""
    wrong = select(Pick.id).join(Order, Order.id == Pick.order_id)
    wrong = wrong.where(Pick.status == "open", Order.status != "released")
    with world.db.read() as conn:
        mixed_up = conn.execute(wrong).all()
    return not mixed_up and stranded(world) == [] and world.differences() == []


def test_a_wave_released_by_two_at_once_is_released_once(world: World) -> None:
    for n in range(ROUNDS):
        ids = _orders(world, f"R{n}", 6)
        reference, _ = planned(world, ids)
        found = _together(*[lambda r=reference: _tried(lambda: released_wave(world, r))] * 3)
        assert sum(found_one == "wave.nothing" for found_one in found) == 2
        assert _clusters_of(world, ids) == [1] * 6
    assert _sound(world)


def test_an_order_is_planned_into_a_wave_or_released_without_it(world: World) -> None:
    for n in range(ROUNDS):
        ids = _orders(world, f"P{n}", 5)
        _, plan = _together(
            lambda: _release(world), lambda ids=ids: _tried(lambda: planned(world, ids))
        )
        held = set()
        if plan != "wave.empty":
            held = {order.id for order in plan[1].orders}
        _release(world)
        assert _clusters_of(world, ids) == [int(order_id not in held) for order_id in ids]
    assert _sound(world)


def test_two_waves_at_once_do_not_share_an_order(world: World) -> None:
    for n in range(ROUNDS):
        ids = _orders(world, f"W{n}", 4)
        plans = _together(*[lambda ids=ids: _tried(lambda: planned(world, ids))] * 2)
        assert sum(plan == "wave.empty" for plan in plans) == 1


def test_a_cluster_is_claimed_or_taken_back_but_not_both(world: World) -> None:
    for n in range(ROUNDS):
        ids = _orders(world, f"U{n}", 3)
        reference, _ = planned(world, ids, cart=cart(world, orders=1))
        released_wave(world, reference, orders=1)
        workers = [f"w{n}-{k}" for k in range(3)]
        for worker in workers:
            world.worker(worker)

        def get(worker: str) -> int | None:
            given = {"warehouse_id": world.warehouse_id, "worker_id": world.ids[worker]}
            found: int | None = world.do(lambda c: claim.claim(c, **given, at=world.at))
            return found

        *got, back = _together(
            *[lambda worker=worker: get(worker) for worker in workers],
            lambda r=reference: _tried(lambda: unreleased(world, r)),
        )
        claimed = {number for number in got if number is not None}
        taken = set() if back == "wave.begun" else set(back.clusters)
        assert not {f"C-{number}" for number in claimed} & taken
        assert len(claimed) + len(taken) == 3 or back != "wave.begun"
        with world.db.read() as conn:
            asked = select(Cluster.id).where(Cluster.status == "claimed")
            assert claimed <= set(conn.execute(asked).scalars())
    assert _sound(world)


def test_a_wave_is_taken_back_while_its_orders_are_cancelled(world: World) -> None:
    for n in range(ROUNDS):
        ids = _orders(world, f"X{n}", 3)
        reference, _ = planned(world, ids)
        released_wave(world, reference)
        given = {"order_id": ids[1], "reason": "", "actor": SYSTEM, "at": world.at}
        _, outcome = _together(
            lambda r=reference: _tried(lambda: unreleased(world, r)),
            lambda given=given: world.do(lambda c: cancel(c, **given)).outcome,
        )
        assert outcome == "cancelled"
        _tried(lambda r=reference: released_wave(world, r))
        assert _clusters_of(world, [ids[0], ids[2]]) == [1, 1]
    assert _sound(world)


def test_urgent_orders_that_come_together_all_find_a_cart(world: World) -> None:
    for n in range(ROUNDS):
        reference, _ = planned(world, _orders(world, f"Y{n}", 2))
        released_wave(world, reference)
        ids = _orders(world, f"Z{n}", 3)
        found = _together(
            *[lambda i=order_id: urgent(world, i, orders=4) for order_id in ids],
            lambda: _release(world),
        )
        assert all(hurried.cluster for hurried in found[:3])
        assert _clusters_of(world, ids) == [1, 1, 1]
    assert _sound(world)


def test_of_two_clusters_that_end_together_the_later_one_closes_the_wave(world: World) -> None:
    for n in range(3):
        world.totes(f"T{n}-0", f"T{n}-1")
        reference, _ = planned(world, _orders(world, f"E{n}", 2), cart=cart(world, orders=1))
        released_wave(world, reference, orders=1)
        desks = [world.station(f"H{n}-{k}", worker=f"e{n}-{k}") for k in range(2)]
        for k, desk in enumerate(desks):
            desk.key("PICK")
            for given in (f"T{n}-{k}", "A-01", "9501101530003", f"T{n}-{k}"):
                desk.scan(given)
            assert desk.screen.title == "DROP"
        _together(*[lambda desk=desk: desk.scan(desk.screen.expects) for desk in desks])
        with world.db.read() as conn:
            assert waves.wave(conn, reference).status == "closed"
    assert _sound(world)
