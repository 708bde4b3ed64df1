"""Stock arrives while orders are looked over: none of them is left waiting for what is there.

Goods that were received stand at the dock, where nobody is promised them (but see cross-dock):
so it is putting away that races with allocation.

Stated outcome: when all jobs are done, an order waits only if the stock does not suffice for it.
"""

from __future__ import annotations

import pytest

from tests.bench import status
from tests.orders import accepted
from tests.races.floor import Watched, together
from tests.usecases.inbound import asn, book, plate
from tests.world import World
from wms import jobs
from wms.db import Database
from wms.inbound.announce import AnnouncedLine
from wms.orders import allocate
from wms.work import HANDLERS

ROUNDS = 4


@pytest.fixture
def world(postgresql_db: Database) -> World:
    return World(postgresql_db).bins("A-01", "A-02").item("MUG")


def _work(world: World) -> None:
    while jobs.run_one(world.db, HANDLERS, world.at):
        pass


def _ask(world: World) -> None:
    world.do(lambda conn: allocate.ask(conn, world.warehouse_id, at=world.at))


def test_pieces_put_away_while_orders_are_allocated_are_promised(world: World) -> None:
    """Two job workers look over four orders of two mugs each while two people put four mugs away
    each: all orders have their stock afterwards."""
    crew = [Watched(world, f"H{n}", f"w{n}") for n in range(2)]
    for n in range(ROUNDS):
        refs = [f"S-{n}-{k}" for k in range(4)]
        for k in range(2):
            world.stock("MUG", 4, at="DOCK", lpn=f"P-{n}-{k}")
        for k, one in enumerate(crew):
            one.key("PUTAWAY")
            one.scan(f"P-{n}-{k}")
        for ref in refs:
            accepted(world, ref, [("MUG", 2)])
        _ask(world)
        told = together(
            lambda: crew[0].scan(crew[0].desk.screen.expects),
            lambda: crew[1].scan(crew[1].desk.screen.expects),
            lambda: _work(world),
            lambda: _work(world),
        )
        assert all(words.startswith("Stored in A-0") for words in told[:2]), told
        _work(world)
        assert {status(world, ref) for ref in refs} == {"released"}
        for one in crew:
            one.key("BACK")
    assert sum(world.on_hand("MUG").values()) == ROUNDS * 8
    assert world.differences() == []


def test_an_order_that_comes_while_the_last_pieces_arrive_gets_them(world: World) -> None:
    """An order is accepted, received pieces are put away and jobs are done at the same moment."""
    one = Watched(world, "H1", "anna")
    for n in range(ROUNDS):
        row = asn(world, f"ASN-{n}", AnnouncedLine("MUG", 3))
        pallet = plate(world, f"P-{n}")
        book(world, row, "MUG", 3, pallet)
        one.key("PUTAWAY")
        one.scan(f"P-{n}")
        together(
            lambda: one.scan(one.desk.screen.expects),
            lambda n=n: accepted(world, f"S-{n}", [("MUG", 3)]),
            lambda: _work(world),
        )
        _work(world)
        assert status(world, f"S-{n}") == "released"
        one.key("BACK")
    assert world.differences() == []


def test_what_is_not_enough_leaves_exactly_the_last_orders_waiting(world: World) -> None:
    """Three mugs arrive for five orders of one: three are released and two say why they wait."""
    one = Watched(world, "H1", "anna")
    for n in range(ROUNDS):
        refs = [f"S-{n}-{k}" for k in range(5)]
        world.stock("MUG", 3, at="DOCK", lpn=f"P-{n}")
        one.key("PUTAWAY")
        one.scan(f"P-{n}")
        for ref in refs:
            accepted(world, ref, [("MUG", 1)])
        _ask(world)
        together(
            lambda: one.scan(one.desk.screen.expects), lambda: _work(world), lambda: _work(world)
        )
        _work(world)
        found = [status(world, ref) for ref in refs]
        assert sorted(found) == ["released"] * 3 + ["waiting"] * 2
        one.key("BACK")
        _emptied(world, n)
    assert world.differences() == []


def _emptied(world: World, n: int) -> None:
    """Let enough arrive for those that still wait, so that each round begins anew."""
    world.stock("MUG", 2, at="A-01")
    _ask(world)
    _work(world)
    assert {status(world, f"S-{n}-{k}") for k in range(5)} == {"released"}
