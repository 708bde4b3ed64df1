"""Change an order while somebody picks, packs or ships it: one stated outcome, no lost piece."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.bench import status, with_order
from tests.changes import changed, disagreeing, line, moved_to
from tests.properties.loose_ends import stranded
from tests.races.test_one_quant import _pick_one, _stops
from tests.world import World
from wms.db import Database
from wms.errors import Refused
from wms.picking import queries as picking

ROUNDS = 8


@pytest.fixture
def world(postgresql_db: Database) -> World:
    return World(postgresql_db).bins("A-01")


def _together(*acts: Callable[[], Any]) -> list[Any]:
    with ThreadPoolExecutor(len(acts)) as hands:
        return [done.result() for done in [hands.submit(act) for act in acts]]


def test_pieces_taken_off_are_picked_and_go_back_or_are_not_picked(world: World) -> None:
    world.item("MUG").stock("MUG", 500, at="A-01")
    for n, stop in enumerate(_stops(world, ROUNDS, 4)):
        ref = f"S-{n}"

        def hands(stop: Any = stop) -> int:
            return sum(_pick_one(world, stop) for _ in range(4))

        picked, found = _together(hands, lambda ref=ref: changed(world, ref, [("MUG", 2)]))
        own = line(world, ref, "MUG")
        assert own.get("picked", 0) + own.get("surplus", 0) == picked
        assert found.pieces_back == own.get("surplus", 0)
        with world.db.read() as conn:
            still = picking.open_picks(conn, world.ids[ref])
        assert (own["ordered"], own.get("picked", 0) + still) == (2, 2)
        assert disagreeing(world, ref) == []
    assert (stranded(world), world.differences()) == ([], [])


def test_a_parcel_leaves_with_the_address_on_it_or_not_at_all(world: World) -> None:
    bench = with_order(world)
    number = bench.begin(world.ids["O-1"])
    bench.put(number, "MUG", 3)
    bench.put(number, "CAP", 1)
    bench.finish(number, 1_110)

    def move() -> str:
        try:
            return moved_to(world, "O-1", "Sopot").outcome
        except Refused as refused:
            return refused.code

    _, told = _together(bench.depart, move)
    assert (told, status(world)) in [("orders.shipped", "shipped"), ("pending", "packed")]
    assert disagreeing(world, "O-1") == []


def test_an_order_changed_by_many_at_once_has_what_the_last_one_wanted(world: World) -> None:
    world.item("MUG").stock("MUG", 60, at="A-01")
    list(_stops(world, 1, 4))
    found = _together(*[lambda n=n: changed(world, "S-0", [("MUG", n)]) for n in range(1, 9)])
    assert {one.outcome for one in found} <= {"applied", "pending", "unchanged"}
    with world.db.read() as conn:
        still = picking.open_picks(conn, world.ids["S-0"])
    assert line(world, "S-0", "MUG") == {"ordered": still}
    assert world.differences() == []
