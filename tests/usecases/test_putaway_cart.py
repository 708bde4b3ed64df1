"""Several LPNs on one cart, bins that are pick faces, goods that leave the cart another way."""

from __future__ import annotations

import pytest

from tests import faces
from tests.world import World
from wms.errors import Refused
from wms.inbound import cart, putaway
from wms.inbound.relocate import relocate
from wms.people.actor import SYSTEM


@pytest.fixture
def stage(world: World) -> World:
    world.bins("A-01", "A-02", kind="pick").bins("B-01", "B-02").item("MUG").item("CAP")
    return world.worker("anna").worker("ben")


def _load(world: World, worker: str, lpn: str) -> str:
    found = world.do(
        lambda c: cart.load(
            c,
            lpn_id=world.ids[lpn],
            warehouse_id=world.warehouse_id,
            actor=faces.actor(world, worker),
            at=world.at,
            config=world.config,
        )
    )
    return str(found.code)


def _loaded(world: World, worker: str) -> list[tuple[str, str]]:
    found = world.do(lambda c: cart.loaded(c, world.warehouse_id, world.ids[worker]))
    return [(one.code, one.bin) for one in found]


def _store(world: World, lpn: str, bin_code: str) -> None:
    where = {"lpn_id": world.ids[lpn], "location_id": world.ids[bin_code]}
    more = {"actor": SYSTEM, "at": world.at, "config": world.config}
    world.do(lambda c: putaway.put_away(c, **where, **more))


def test_what_is_on_a_cart_is_found_again_in_walking_order_each_with_its_bin(stage: World) -> None:
    stage.stock("MUG", 3, at="DOCK", lpn="P-1").stock("CAP", 3, at="DOCK", lpn="P-2")
    stage.stock("CAP", 9, at="DOCK", lpn="P-3")
    assert [_load(stage, "anna", lpn) for lpn in ("P-1", "P-2")] == ["A-01", "A-02"]
    assert _load(stage, "ben", "P-3") == "B-01"
    assert _loaded(stage, "anna") == [("P-1", "A-01"), ("P-2", "A-02")]
    assert _loaded(stage, "ben") == [("P-3", "B-01")]
    assert stage.on_hand("MUG") == {"CART/P-1": 3}
    _store(stage, "P-1", "A-01")
    assert _loaded(stage, "anna") == [("P-2", "A-02")]
    assert stage.differences() == []


def test_a_bin_that_is_kept_for_one_lpn_is_given_to_no_other(stage: World) -> None:
    stage.stock("MUG", 3, at="DOCK", lpn="P-1").stock("MUG", 3, at="DOCK", lpn="P-2")
    assert _load(stage, "anna", "P-1") != _load(stage, "anna", "P-2")
    with pytest.raises(Refused, match=r"putaway\.bin"):
        _store(stage, "P-2", _loaded(stage, "anna")[0][1])


def test_loading_again_changes_nothing(stage: World) -> None:
    stage.stock("MUG", 3, at="DOCK", lpn="P-1")
    assert _load(stage, "anna", "P-1") == _load(stage, "anna", "P-1")
    assert stage.on_hand("MUG") == {"CART/P-1": 3}


def test_a_pick_face_takes_its_own_item_only_and_no_more_than_it_shall_hold(stage: World) -> None:
    faces.face(stage, "MUG", "A-01", 2, 5)
    stage.stock("CAP", 3, at="DOCK", lpn="P-1").stock("MUG", 6, at="DOCK", lpn="P-2")
    stage.stock("MUG", 5, at="DOCK", lpn="P-3")
    with pytest.raises(Refused, match="pick face of other goods"):
        _store(stage, "P-1", "A-01")
    with pytest.raises(Refused, match="takes 5 MUG more"):
        _store(stage, "P-2", "A-01")
    assert _load(stage, "anna", "P-1") == "A-02"
    assert _load(stage, "anna", "P-2") == "B-01"
    assert _load(stage, "anna", "P-3") == "A-01"


def test_goods_that_were_carried_off_the_cart_are_no_longer_on_the_way(stage: World) -> None:
    stage.stock("MUG", 9, at="B-01")
    faces.face(stage, "MUG", "A-01", 2, 5)
    task = faces.claimed(stage, "anna")
    assert task is not None
    faces.taken(stage, "anna", task, 5)
    _moved_off(stage, 2)
    task = faces.claimed(stage, "anna")
    assert task is not None
    assert task.on_the_way == 3
    _moved_off(stage, 3)
    assert faces.claimed(stage, "anna") is None
    faces.jobs(stage)
    assert stage.on_hand("MUG") == {"B-01": 4, "B-02": 5}
    assert len(faces.tasks(stage)) == 2
    assert stage.differences() == []


def _moved_off(world: World, n: int) -> None:
    where = {"source_id": world.ids["CART"], "target_id": world.ids["B-02"]}
    what = {"item_id": world.ids["MUG"], "lot_id": 0, "quantity": n}
    more = {"actor": SYSTEM, "at": world.at, "config": world.config}
    world.do(lambda c: relocate(c, **where, **what, **more))
