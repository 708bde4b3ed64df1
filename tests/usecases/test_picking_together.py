"""Several pickers at once: who has a cart, and what a short means for the neighbours."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.orders import accepted, released
from tests.properties.loose_ends import stranded
from tests.world import Desk, World
from wms.db import Database
from wms.orders import queries as orders


@pytest.fixture
def stage(world: World) -> World:
    world.bins("A-01", "B-01").totes("T-1", "T-2", "T-3")
    return world.item("MUG", gtin="9501101530003")


def _status(world: World, ref: str) -> str:
    with world.db.read() as conn:
        return orders.order(conn, world.ids[ref]).status


def _walk(desk: Desk, tote: str, bin_: str, pieces: int) -> None:
    """Pick an order of mugs alone, up to the drop."""
    desk.key("PICK")
    desk.scan(tote)
    desk.scan(bin_)
    for _ in range(pieces):
        desk.scan("9501101530003", "]E0")
    assert desk.scan(tote).title == "DROP"


def test_who_lost_a_cart_cannot_drop_its_totes(stage: World) -> None:
    stage.stock("MUG", 9, at="A-01")
    accepted(stage, "S-1", [("MUG", 2)])
    released(stage, 1)
    anna, ben = stage.station("H1", worker="anna"), stage.station("H2", worker="ben")
    _walk(anna, "T-1", "A-01", 2)
    ben.key("PICK")
    ben.scan("T-1")
    place = ben.scan("T-1").expects
    assert anna.scan(place).tone == "refused"
    assert anna.screen.title == "PICK"
    ben.scan(place)
    assert _status(stage, "S-1") == "picked"
    assert stage.differences() == []


def test_a_short_does_not_strand_the_order_of_a_neighbour(stage: World) -> None:
    stage.stock("MUG", 2, at="A-01")
    accepted(stage, "S-1", [("MUG", 1)])
    accepted(stage, "S-2", [("MUG", 1)])
    released(stage, 1)
    anna, ben = stage.station("H1", worker="anna"), stage.station("H2", worker="ben")
    anna.key("PICK")
    anna.scan("T-1")
    anna.key("SHORT")
    anna.key("SHORT")
    anna.scan(anna.screen.expects)
    assert [_status(stage, ref) for ref in ("S-1", "S-2")] == ["waiting", "waiting"]
    assert ben.key("PICK").message == "No picking waits now"
    stage.stock("MUG", 2, at="B-01")
    released(stage, 1)
    assert _status(stage, "S-2") == "released"
    assert stranded(stage) == []
    assert stage.differences() == []


def test_a_short_does_not_strand_one_order_of_a_neighbours_cart(stage: World) -> None:
    stage.item("CAP").stock("MUG", 2, at="A-01").stock("CAP", 1, at="B-01")
    accepted(stage, "S-1", [("MUG", 1)])
    released(stage, 1)
    accepted(stage, "S-2", [("MUG", 1)])
    accepted(stage, "S-3", [("CAP", 1)])
    released(stage, 2)
    anna = stage.station("H1", worker="anna")
    anna.key("PICK")
    anna.scan("T-1")
    anna.key("SHORT")
    anna.key("SHORT")
    assert [_status(stage, ref) for ref in ("S-2", "S-3")] == ["waiting", "released"]
    assert stranded(stage) == []


def test_a_short_lets_orders_without_picks_look_for_stock_again(stage: World) -> None:
    from tests.orders import allocated

    stage.stock("MUG", 3, at="A-01").stock("MUG", 5, at="B-01")
    accepted(stage, "S-1", [("MUG", 1)])
    released(stage, 1)
    accepted(stage, "S-2", [("MUG", 2)])
    allocated(stage, "S-2")
    anna = stage.station("H1", worker="anna")
    anna.key("PICK")
    anna.scan("T-1")
    anna.key("SHORT")
    anna.key("SHORT")
    assert _status(stage, "S-2") == "accepted"
    assert list(allocated(stage, "S-2").values()) == [""]
    assert stage.differences() == []


def test_one_tote_scanned_by_two_pickers_at_once_is_taken_by_one(postgresql_db: Database) -> None:
    stage = World(postgresql_db).bins("A-01").totes("T-1").item("MUG").stock("MUG", 9, at="A-01")
    for n in range(2):
        accepted(stage, f"S-{n}", [("MUG", 1)])
    released(stage, 1)
    desks = [stage.station(f"H{n}", worker=f"w{n}") for n in range(2)]
    for desk in desks:
        desk.key("PICK")
    with ThreadPoolExecutor(2) as hands:
        screens = list(hands.map(lambda desk: desk.scan("T-1"), desks))
    refused = [screen.message for screen in screens if screen.tone == "refused"]
    assert len(refused) == 1
    assert refused[0].startswith("This tote carries order O-")
