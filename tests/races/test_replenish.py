"""Replenishing while others pick, replenish, cancel and allocate: stated outcomes, no piece lost,
nobody waits for what is there, and no deadlock reaches anybody."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests import faces
from tests.orders import accepted, allocated, released
from tests.races.test_one_quant import _pick_one, _stop
from tests.world import World
from wms.db import Database
from wms.errors import Refused
from wms.layout.models import CUSTOMER
from wms.people.actor import SYSTEM
from wms.picking import claim as carts
from wms.picking import queries as picking
from wms.replenishment import claim
from wms.shipping.cancel import cancel
from wms.stock.ledger import Move, Place, post

ORDERS = 12


@pytest.fixture
def world(postgresql_db: Database) -> World:
    world = World(postgresql_db).bins("A-01", kind="pick").bins("B-01", "B-02")
    for n in range(8):
        world.worker(f"r{n}")
    return world.item("MUG")


def _together(*acts: Callable[[], Any]) -> list[Any]:
    with ThreadPoolExecutor(len(acts)) as hands:
        return [done.result() for done in [hands.submit(act) for act in acts]]


def _refused(act: Callable[[], Any]) -> str:
    try:
        act()
    except Refused as refused:
        return refused.code
    return ""


def test_a_task_is_claimed_by_one_replenisher(world: World) -> None:
    world.stock("MUG", 90, at="B-01")
    faces.face(world, "MUG", "A-01", 5, 20)
    found = _together(*[lambda n=n: faces.claimed(world, f"r{n}") for n in range(8)])
    assert len([task for task in found if task is not None]) == 1


def test_goods_are_taken_and_brought_once_whoever_scans(world: World) -> None:
    """Two replenishers act on one task: one of them was told that it is no longer theirs."""
    world.stock("MUG", 400, at="B-01")
    shipped = 0
    for n in range(6):
        faces.face(world, "MUG", "A-01", 5 + n, 20 + 10 * n)
        task = faces.claimed(world, "r0")
        assert task is not None
        quantity = task.quantity

        def over(task: Any = task) -> None:
            given = {"task_id": task.id, "worker_id": world.ids["r1"], "at": world.at}
            world.do(lambda c: claim.take_over(c, **given))

        told = _together(
            lambda t=task, q=quantity: _refused(lambda: faces.taken(world, "r0", t, q)),
            lambda o=over: _refused(o),
        )
        assert told in (["", ""], ["replenish.not_yours", ""])
        if told[0]:
            faces.taken(world, "r1", task, quantity)
        brought = _together(
            *[
                lambda w=w, t=task, q=quantity: _refused(lambda: faces.brought(world, w, t, q))
                for w in ("r0", "r1", "r1")
            ]
        )
        assert sorted(brought) == ["", "replenish.not_yours", "replenish.not_yours"]
        stock = world.on_hand("MUG")
        assert stock.get("CART", 0) == 0
        assert sum(stock.values()) == 400 - shipped
        shipped += _ship(world, "A-01")
    assert world.differences() == []


def _ship(world: World, bin_code: str) -> int:
    n = world.on_hand("MUG").get(bin_code, 0)
    place = Place(world.ids[bin_code])
    world.do(
        lambda c: post(
            c,
            world.warehouse_id,
            [Move("ship", world.goods(c, "MUG"), n, place, Place(CUSTOMER))],
            actor=SYSTEM,
            at=world.at,
        )
    )
    return n


def _orders(world: World, pieces: int) -> None:
    world.totes(*(f"T-{n}" for n in range(ORDERS)))
    for n in range(ORDERS):
        world.worker(f"w{n}")
        accepted(world, f"S-{n}", [("MUG", pieces)])
    released(world, 1)
    faces.jobs(world)


def test_pickers_take_exactly_what_a_replenisher_brings_meanwhile(world: World) -> None:
    world.stock("MUG", 10, at="A-01").stock("MUG", 200, at="B-01").stock("MUG", 50, at="B-02")
    faces.face(world, "MUG", "A-01", 0, 20)
    _orders(world, 5)

    def replenish(worker: str) -> None:
        while (task := faces.claimed(world, worker)) is not None:
            half = max(task.quantity // 2, 1)
            faces.taken(world, worker, task, half)
            faces.brought(world, worker, task, half)
            faces.jobs(world)

    def walk(n: int) -> int:
        done = 0
        while done < 5:
            stop = _offered(world, n)
            if stop is not None:
                done += _pick_one(world, stop)
        return done

    told = _together(
        *[lambda n=n: walk(n) for n in range(ORDERS)],
        lambda: replenish("r0"),
        lambda: replenish("r1"),
    )
    assert told[:ORDERS] == [5] * ORDERS
    stock = world.on_hand("MUG")
    assert sum(n for place, n in stock.items() if place.startswith("CART/T")) == 5 * ORDERS
    assert sum(stock.values()) == 260
    faces.jobs(world)
    assert (faces.stuck(world), faces.misled(world), world.differences()) == ([], [], [])


def _offered(world: World, n: int) -> picking.Stop | None:
    """Return the next pick of a picker, with a tote; None while it waits."""
    try:
        return _stop(world, f"w{n}", f"T-{n}")
    except AssertionError:
        return None
    except Refused:
        return _again(world, n)


def _again(world: World, n: int) -> picking.Stop | None:
    def ask(conn: Any) -> picking.Stop | None:
        worker = world.ids[f"w{n}"]
        cluster = carts.claim(conn, warehouse_id=world.warehouse_id, worker_id=worker, at=world.at)
        return picking.next_stop(conn, cluster) if cluster is not None else None

    found: picking.Stop | None = world.do(ask)
    return found


def _left(world: World, worker: str, task_id: int) -> None:
    given = {"task_id": task_id, "actor": faces.actor(world, worker), "at": world.at}
    _refused(lambda: world.do(lambda c: claim.give_back(c, **given)))


def test_orders_come_and_go_while_their_goods_are_brought(world: World) -> None:
    world.stock("MUG", 300, at="B-01").stock("MUG", 300, at="B-02")
    faces.face(world, "MUG", "A-01", 2, 10)
    _orders(world, 3)

    def cancelling() -> None:
        for n in range(0, ORDERS, 2):
            given = {"order_id": world.ids[f"S-{n}"], "reason": "", "at": world.at}
            world.do(lambda c, given=given: cancel(c, actor=SYSTEM, **given))

    def ordering() -> None:
        for n in range(6):
            accepted(world, f"R-{n}", [("MUG", 4)])
            allocated(world, f"R-{n}")
            released(world, 2)

    def replenish(worker: str) -> None:
        for _ in range(8):
            task = faces.claimed(world, worker)
            if task is not None:
                told = _refused(lambda t=task: faces.taken(world, worker, t, t.quantity))
                if not told:
                    _refused(lambda t=task: faces.brought(world, worker, t, t.quantity))
                else:
                    _left(world, worker, task.id)
            faces.jobs(world)

    _together(cancelling, ordering, lambda: replenish("r0"), lambda: replenish("r1"))
    faces.jobs(world)
    assert (faces.stuck(world), faces.misled(world), world.differences()) == ([], [], [])
    assert sum(world.on_hand("MUG").values()) == 600
