"""Many hands on one quant: exactly what was picked is gone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.orders import accepted, released
from tests.world import World
from wms.db import Database
from wms.errors import Refused
from wms.people.actor import SYSTEM
from wms.picking import claim, queries, totes
from wms.picking.pick import pick
from wms.stock import queries as stock
from wms.stock import reserve

THREADS = 24


@pytest.fixture
def world(postgresql_db: Database) -> World:
    return World(postgresql_db)


def _stops(world: World, orders: int, pieces: int) -> list[queries.Stop]:
    """Release orders of `pieces` mugs each and return their picks, each with its tote."""
    world.totes(*(f"T-{n}" for n in range(orders)))
    for n in range(orders):
        accepted(world, f"S-{n}", [("MUG", pieces)])
    released(world, 1)
    found = []
    for n in range(orders):
        world.worker(f"w{n}")
        found.append(_stop(world, f"w{n}", f"T-{n}"))
    return found


def _stop(world: World, worker: str, tote: str) -> queries.Stop:
    def begin(conn: Any) -> queries.Stop:
        ids = world.ids
        number = claim.claim(
            conn, warehouse_id=world.warehouse_id, worker_id=ids[worker], at=world.at
        )
        assert number is not None
        toteless = queries.next_stop(conn, number)
        assert toteless is not None
        totes.tie(
            conn,
            cluster_id=number,
            order_id=toteless.order_id,
            tote_id=ids[tote],
            cart_id=ids["CART"],
            actor=SYSTEM,
        )
        stop = queries.next_stop(conn, number)
        assert stop is not None
        return stop

    found = world.do(begin)
    assert isinstance(found, queries.Stop)
    return found


def _pick_one(world: World, stop: queries.Stop) -> bool:
    def work(conn: Any) -> None:
        pick(
            conn,
            pick_id=stop.pick_id,
            quantity=1,
            tote_id=stop.tote_id,
            cart_id=stop.cart_id,
            warehouse_id=world.warehouse_id,
            actor=SYSTEM,
            at=world.at,
        )

    try:
        world.do(work)
    except Refused:
        return False
    return True


def test_480_concurrent_picks_of_one_quant_take_exactly_480(world: World) -> None:
    world.bins("A-01").item("MUG").stock("MUG", 500, at="A-01")
    stops = _stops(world, 48, 10)
    wishes = [stops[n % 48] for n in range(480 + 48)]
    with ThreadPoolExecutor(THREADS) as hands:
        done = list(hands.map(lambda stop: _pick_one(world, stop), wishes))
    assert sum(done) == 480
    assert world.on_hand("MUG")["A-01"] == 20
    assert world.differences() == []


def test_no_more_is_promised_than_there_is(world: World) -> None:
    world.bins("A-01").item("MUG").stock("MUG", 100, at="A-01")
    with world.db.read() as conn:
        quant = stock.of_item(conn, world.ids["MUG"])[0].quant_id

    def promise(n: int) -> bool:
        try:
            world.do(
                lambda c: reserve.reserve(
                    c, quant_id=quant, quantity=1, for_kind="test", for_id=n, at=world.at
                )
            )
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(THREADS) as hands:
        assert sum(hands.map(promise, range(150))) == 100
    assert world.differences() == []


def test_one_event_at_two_places_acts_once(world: World) -> None:
    from tests.usecases.test_engine import Counter
    from wms.terminal.wire import Scan

    counter = Counter(world)
    event = counter.event(Scan("MUG"))
    with ThreadPoolExecutor(8) as hands:
        answers = list(
            hands.map(lambda _: counter.engine.answer(counter.post, event, world.at), range(16))
        )
    assert len({repr(answer) for answer in answers}) == 1
    assert counter.received == 1


def test_a_cluster_is_claimed_by_one_picker(world: World) -> None:
    world.bins("A-01").item("MUG").stock("MUG", 100, at="A-01")
    for n in range(20):
        accepted(world, f"S-{n}", [("MUG", 1)])
        world.worker(f"w{n}")
    released(world, 1)

    def take(n: int) -> int | None:
        found: int | None = world.do(
            lambda c: claim.claim(
                c, warehouse_id=world.warehouse_id, worker_id=world.ids[f"w{n}"], at=world.at
            )
        )
        return found

    with ThreadPoolExecutor(20) as hands:
        taken = list(hands.map(take, range(20)))
    assert len(set(taken)) == 20
