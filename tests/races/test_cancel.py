"""Cancel an order while somebody works on it: one stated outcome, no lost piece, nobody stuck."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.bench import Bench, counters, status, with_order
from tests.orders import accepted, allocated, released
from tests.properties.loose_ends import stranded
from tests.races.test_one_quant import _pick_one, _stops
from tests.world import World
from wms.db import Database
from wms.errors import Refused
from wms.people.actor import SYSTEM
from wms.picking import queries as picking
from wms.shipping import put_back
from wms.shipping.cancel import cancel
from wms.stock import promises

ROUNDS = 12


@pytest.fixture
def world(postgresql_db: Database) -> World:
    return World(postgresql_db).bins("A-01")


def _cancel(world: World, ref: str) -> str:
    given = {"order_id": world.ids[ref], "reason": "", "actor": SYSTEM, "at": world.at}
    try:
        return str(world.do(lambda conn: cancel(conn, **given)).outcome)
    except Refused as refused:
        return refused.code


def _together(*acts: Callable[[], Any]) -> list[Any]:
    with ThreadPoolExecutor(len(acts)) as hands:
        return [done.result() for done in [hands.submit(act) for act in acts]]


def _to_put_back(world: World, ref: str) -> int:
    with world.db.read() as conn:
        return put_back.pieces_of(conn, world.ids[ref])


def _promised(world: World) -> int:
    """Return how many pieces are reserved, whoever they are for."""
    with world.db.read() as conn:
        return len(promises.promised(conn, "order_line", list(range(1, 200))))


def test_a_piece_is_picked_before_the_order_is_cancelled_or_not_at_all(world: World) -> None:
    world.item("MUG").stock("MUG", 500, at="A-01")
    for n, stop in enumerate(_stops(world, ROUNDS, 4)):

        def hands(stop: Any = stop) -> int:
            return sum(_pick_one(world, stop) for _ in range(4))

        picked, outcome = _together(hands, lambda n=n: _cancel(world, f"S-{n}"))
        assert outcome == ("pending" if picked else "cancelled")
        assert _to_put_back(world, f"S-{n}") == picked == counters(world, f"S-{n}")["MUG"][0]
        assert status(world, f"S-{n}") == "cancelled"
        with world.db.read() as conn:
            assert picking.open_picks(conn, world.ids[f"S-{n}"]) == 0
    assert (_promised(world), world.differences()) == (0, [])
    assert sum(world.on_hand("MUG").values()) == 500


def test_an_order_is_never_promised_stock_after_it_was_cancelled(world: World) -> None:
    world.item("MUG").stock("MUG", 500, at="A-01")
    for n in range(ROUNDS):
        refs = [f"S-{n}", f"R-{n}"]
        for ref in refs:
            accepted(world, ref, [("MUG", 3)])
        _, outcome, _ = _together(
            lambda refs=refs: allocated(world, *refs),
            lambda n=n: _cancel(world, f"S-{n}"),
            lambda: released(world, 2),
        )
        assert (outcome, status(world, f"S-{n}")) == ("cancelled", "cancelled")
        assert status(world, f"R-{n}") in ("allocated", "released")
    released(world, 2)
    assert _promised(world) == ROUNDS
    assert (stranded(world), world.differences()) == ([], [])


def test_a_parcel_is_closed_or_void_but_never_shipped_for_a_cancelled_order(world: World) -> None:
    bench = with_order(world)
    parcel_id = bench.begin(world.ids["O-1"])
    bench.put(parcel_id, "MUG", 3)
    bench.put(parcel_id, "CAP", 1)
    bench.weigh(parcel_id, 1_110)
    bench.label(parcel_id)
    told, outcome = _together(lambda: _finished(bench, parcel_id), lambda: _cancel(world, "O-1"))
    _settled(world, outcome, told)


def _finished(bench: Bench, parcel_id: int) -> str:
    try:
        bench.close(parcel_id)
        bench.hand_over(parcel_id)
        bench.depart()
    except Refused as refused:
        return refused.code
    return "left"


def _settled(world: World, outcome: str, told: str) -> None:
    """What the one was told agrees with what the other was told, and with the goods."""
    if outcome == "orders.shipped":
        assert (told, status(world), _to_put_back(world, "O-1")) == ("left", "shipped", 0)
        assert world.on_hand("MUG") == {}
    else:
        assert (outcome, status(world)) == ("pending", "cancelled")
        assert told in ("orders.cancelled", "left"), "the job may find nothing to ship"
        assert _to_put_back(world, "O-1") == 4
        assert counters(world)["MUG"] == (3, 0, 0)
    assert world.differences() == []


def test_a_departure_and_a_cancellation_do_not_both_happen(world: World) -> None:
    bench = with_order(world)
    parcel_id = bench.begin(world.ids["O-1"])
    bench.put(parcel_id, "MUG", 3)
    bench.put(parcel_id, "CAP", 1)
    bench.finish(parcel_id, 1_110)
    _, outcome = _together(bench.depart, lambda: _cancel(world, "O-1"))
    _settled(world, outcome, "left")


def test_an_order_cancelled_by_many_at_once_is_cancelled_once(world: World) -> None:
    world.item("MUG").stock("MUG", 9, at="A-01")
    accepted(world, "S-1", [("MUG", 3)])
    released(world, 1)
    found = _together(*[lambda: _cancel(world, "S-1")] * 8)
    assert set(found) == {"cancelled"}
    assert (_promised(world), world.differences()) == (0, [])
