"""Cancel an order of a batch while it is picked or sorted: nothing is lost, nobody is stuck.

Stated outcome: a piece that was picked before is sorted and put back from the dock, all others stay
in their bin; the picker is told how many are wanted now; the other order of the batch is picked.
"""

from __future__ import annotations

import pytest

from tests.bench import counters, status
from tests.orders import accepted
from tests.races.floor import Watched, together
from tests.races.test_cancel import _cancel, _to_put_back
from tests.wall import batch, put_wall, slots, unmatched
from tests.world import World
from wms.db import Database

ROUNDS = 3


@pytest.fixture
def world(postgresql_db: Database) -> World:
    world = World(postgresql_db).bins("A-01").item("MUG").stock("MUG", 100, at="A-01")
    put_wall(world, 4)
    return world


def _batch(world: World, n: int) -> None:
    world.totes(*(f"T-{n}-{k}" for k in range(4)))
    accepted(world, f"S-{n}", [("MUG", 2)])
    accepted(world, f"R-{n}", [("MUG", 1)])
    batch(world, f"S-{n}", f"R-{n}")


def _on_cart(world: World) -> int:
    return sum(n for place, n in world.on_hand("MUG").items() if place.startswith("CART"))


def test_an_order_cancelled_while_its_batch_is_picked(world: World) -> None:
    picker, sorter = Watched(world, "H1", "anna"), Watched(world, "W1", "ben", "bench")
    for n in range(ROUNDS):
        _batch(world, n)
        picker.key("PICK")
        for code in (f"T-{n}-0", "A-01", "MUG"):
            picker.scan(code)
        picker.key("QTY")
        told, outcome = together(
            lambda n=n: picker.scan(f"T-{n}-0"), lambda n=n: _cancel(world, f"S-{n}")
        )
        if outcome == "pending":
            assert (told, _on_cart(world)) == (f"3 x MUG in T-{n}-0", 3)
        else:
            assert told == "Only 1 piece is wanted now. Scan BACK and take so many"
            picker.key("BACK")
        picker.walk()
        assert _to_put_back(world, f"S-{n}") == (2 if outcome == "pending" else 0)
        _sorted(world, sorter, n)
    assert world.differences() == []


def test_an_order_cancelled_while_it_is_sorted(world: World) -> None:
    picker, sorter = Watched(world, "H1", "anna"), Watched(world, "W1", "ben", "bench")
    for n in range(ROUNDS):
        _batch(world, n)
        picker.key("PICK")
        picker.walk(f"T-{n}-0")
        sorter.key("SORT")
        sorter.scan(f"T-{n}-0")
        sorter.scan("MUG")
        slot = sorter.desk.screen.expects
        together(lambda s=slot: sorter.scan(s), lambda n=n: _cancel(world, f"S-{n}"))
        assert unmatched(world) == []
        assert _to_put_back(world, f"S-{n}") == 2
        _sorted(world, sorter, n)
    assert world.differences() == []


def _sorted(world: World, sorter: Watched, n: int) -> None:
    """Sort what is left; the cancelled order's pieces go to the dock, the other is picked."""
    totes = iter(f"T-{n}-{k}" for k in range(1, 4))
    if sorter.title == "MENU":
        sorter.key("SORT")
    if sorter.desk.screen.prompt == "Scan a tote of a batch":
        sorter.scan(f"T-{n}-0")
    while sorter.desk.screen.prompt != "Scan a tote of a batch":
        screen = sorter.desk.screen
        if screen.prompt.endswith("Scan an empty tote"):
            sorter.scan(next(totes))
        else:
            sorter.scan(screen.expects or "MUG")
    assert (slots(world), unmatched(world)) == ({}, [])
    assert (status(world, f"S-{n}"), status(world, f"R-{n}")) == ("cancelled", "picked")
    docked = sum(k for place, k in world.on_hand("MUG").items() if place.startswith(f"DOCK/T-{n}"))
    assert docked == counters(world, f"S-{n}")["MUG"][0] == _to_put_back(world, f"S-{n}")
