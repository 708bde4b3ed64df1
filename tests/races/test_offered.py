"""Many are offered the same work at once: each task has one owner, and nobody waits in a circle."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.orders import accepted, released
from tests.world import Desk, World
from wms.counting.ask import ask
from wms.db import Database

PEOPLE = 8


@pytest.fixture
def world(postgresql_db: Database) -> World:
    return World(postgresql_db).bins("A-01", "A-02", "A-03", "A-04").item("MUG")


def _desks(world: World) -> list[Desk]:
    return [world.station(f"H{n}", worker=f"w{n}") for n in range(PEOPLE)]


def _all(desks: list[Desk], key: str) -> list[str]:
    with ThreadPoolExecutor(len(desks)) as hands:
        screens = hands.map(lambda desk: desk.key(key), desks)
        return [screen.title for screen in screens]


def test_a_cluster_that_is_offered_to_many_goes_to_one(world: World) -> None:
    world.stock("MUG", 9, at="A-01").totes("T-1")
    accepted(world, "S-1", [("MUG", 2)])
    released(world)
    desks = _desks(world)
    assert _all(desks, "WORK") == ["WORK"] * PEOPLE
    assert {desk.screen.keys for desk in desks} == {("SKIP", "DONE", "BACK")}
    began = _all(desks, "DONE")
    assert sorted(began) == ["PICK", *["WORK"] * (PEOPLE - 1)]
    told = [d.screen.message for d in desks if d.screen.title == "WORK"]
    assert set(told) == {"Somebody else has taken it"}


def test_counts_that_are_offered_to_many_go_round(world: World) -> None:
    for code in ("A-01", "A-02", "A-03", "A-04"):
        ids = {"warehouse_id": world.warehouse_id, "location_id": world.ids[code]}
        world.do(lambda c, ids=ids: ask(c, **ids, why="cycle", at=world.at))
    desks = _desks(world)
    _all(desks, "WORK")
    for _ in range(4):
        _all([d for d in desks if d.screen.title == "WORK" and "DONE" in d.screen.keys], "DONE")
    counting = [d.screen.expects for d in desks if d.screen.title == "COUNT"]
    assert sorted(counting) == ["A-01", "A-02", "A-03", "A-04"]
    assert {d.answer.outcome for d in desks} == {"applied"}
