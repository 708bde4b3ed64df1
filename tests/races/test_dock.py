"""The dock, many at once: a unit comes back once, a parcel is loaded once, a load is whole."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.bench import status
from tests.usecases.test_load import Dock as Lane
from tests.usecases.test_returns import Dock as Returns
from tests.world import World
from wms.db import Database
from wms.errors import Refused
from wms.people.actor import SYSTEM
from wms.shipping.cancel import cancel
from wms.shipping.ship import ship

HANDS = 8
ROUNDS = 6


@pytest.fixture
def world(postgresql_db: Database) -> World:
    return World(postgresql_db)


def _together(*acts: Callable[[], Any]) -> list[Any]:
    """Do all at once and return what each returned, or the code of its refusal."""

    def told(act: Callable[[], Any]) -> Any:
        try:
            return act()
        except Refused as refused:
            return refused.code

    with ThreadPoolExecutor(len(acts)) as hands:
        return list(hands.map(told, acts))


def test_a_unit_that_two_stations_take_back_at_once_comes_back_once(world: World) -> None:
    dock = Returns(world)
    plates = [dock.plate() for _ in range(HANDS)]
    found = _together(
        *(lambda n=n: dock.take("TEA", lot="L1", lpn_id=plates[n]).quantity for n in range(HANDS))
    )
    assert sorted(map(str, found)) == ["1", *["return.twice"] * (HANDS - 1)]
    assert sum(world.on_hand("TEA").values()) == 1
    assert world.differences() == []


def test_no_more_comes_back_than_left_however_it_is_found(world: World) -> None:
    """By parcel, by order and with an RMA, to stock, hold and scrap: three mugs left."""
    dock = Returns(world)
    rma_id = dock.announce(("MUG", 3))
    ways: list[dict[str, Any]] = [
        {"parcel_id": dock.parcels[0]},
        {"parcel_id": dock.parcels[1], "to": "hold"},
        {"to": "scrap", "condition": "damaged"},
        {"rma_id": rma_id},
    ]
    found = _together(*(lambda way=way: dock.take("MUG", **way).quantity for way in ways * 3))
    assert found.count(1) == 3
    assert found.count("return.twice") == len(found) - 3
    assert dock.left()["MUG"] == 0
    assert world.differences() == []


def test_a_parcel_that_two_loaders_scan_is_loaded_once(world: World) -> None:
    lane = Lane(world, "load")
    for n in range(ROUNDS):
        parcel_id = lane.parcel(f"O-{n}")
        found = _together(*[lambda p=parcel_id: lane.load(p).order] * 4)
        assert sorted(found) == [f"O-{n}", *["load.twice"] * 3]
    assert {name: len(on) for name, on in lane.listed().items()} == {"M-1": ROUNDS}


def test_a_parcel_is_on_the_manifest_that_is_closed_or_on_the_next(world: World) -> None:
    lane = Lane(world, "load")
    for n in range(ROUNDS):
        first, second = lane.parcel(f"A-{n}"), lane.parcel(f"B-{n}")
        lane.load(first)
        loaded, done = _together(lambda s=second: lane.load(s).order, lambda: lane.close().parcels)
        assert loaded == f"B-{n}"
        left = status(world, f"B-{n}")
        assert (done, left) in ((2, "shipped"), (1, "packed")), "closed with it, or without it"
        if left == "packed":
            assert lane.close().parcels == 1
        assert status(world, f"A-{n}") == status(world, f"B-{n}") == "shipped"
    assert world.on_hand("MUG") == {}
    assert world.differences() == []


def test_a_load_is_closed_out_by_one_of_those_who_try(world: World) -> None:
    lane = Lane(world, "load")
    lane.load(lane.parcel("O-1"))
    number = lane.load(lane.parcel("O-2")).manifest_id
    found = _together(*[lambda: lane.close(number).parcels] * 4)
    assert sorted(map(str, found)) == ["2", *["manifest.closed"] * 3]
    assert world.differences() == []


def test_parcels_depart_from_their_lane_onto_one_open_manifest(world: World) -> None:
    lane = Lane(world, "lane")
    parcels = [lane.parcel(f"O-{n}") for n in range(HANDS)]

    def depart(parcel_id: int) -> None:
        world.do(lambda conn: ship(conn, {"parcel_id": parcel_id}, world.at))

    _together(*[lambda p=p: depart(p) for p in [*parcels, *parcels]])
    assert {name: len(on) for name, on in lane.listed().items()} == {"M-1": HANDS}
    assert {status(world, f"O-{n}") for n in range(HANDS)} == {"shipped"}
    assert world.differences() == []


def test_an_order_is_cancelled_or_its_load_has_left_but_not_both(world: World) -> None:
    lane = Lane(world, "load")
    given = {"reason": "", "actor": SYSTEM, "at": world.at}
    for n in range(ROUNDS):
        lane.load(lane.parcel(f"A-{n}"))
        lane.load(lane.parcel(f"B-{n}"))
        told, done = _together(
            lambda n=n: (
                world.do(lambda conn: cancel(conn, order_id=world.ids[f"B-{n}"], **given)).outcome
            ),
            lambda: lane.close().parcels,
        )
        assert (told, done, status(world, f"B-{n}")) in (
            ("pending", 1, "cancelled"),
            ("orders.shipped", 2, "shipped"),
        )
    assert world.differences() == []
