"""A replenishment that goes otherwise than asked: too few pieces somewhere, or too little room."""

from __future__ import annotations

import pytest

from tests import faces
from tests.orders import accepted, released
from tests.usecases.test_picking import _claim, _pick, _status, _stop, _tie
from tests.world import World
from wms.errors import Refused
from wms.people.actor import SYSTEM
from wms.picking.short import pick_short
from wms.replenishment.bring import put_elsewhere
from wms.replenishment.claim import give_back
from wms.replenishment.end_face import end_face
from wms.replenishment.take import Shortage, source_short

WAITS = "Waits for replenishment of MUG to bin A-01"


@pytest.fixture
def stage(world: World) -> World:
    world.bins("A-01", "A-02", kind="pick").bins("B-01", "B-02").totes("T-1", "T-2", "T-3")
    return world.item("MUG").item("CAP").worker("anna").worker("ben").worker("rita")


def test_a_short_at_the_source_is_counted_and_another_source_is_found(stage: World) -> None:
    stage.stock("MUG", 6, at="B-01").stock("MUG", 3, at="B-02")
    faces.face(stage, "MUG", "A-01", 0, 4)
    accepted(stage, "S-1", [("MUG", 4)])
    released(stage)
    faces.jobs(stage)
    task = faces.claimed(stage, "rita")
    assert task is not None
    rita = faces.actor(stage, "rita")
    found = stage.do(
        lambda c: source_short(c, task_id=task.id, quantity=1, actor=rita, at=stage.at)
    )
    source, other = ("B-01", "B-02") if task.source == "B-01" else ("B-02", "B-01")
    assert found == Shortage(elsewhere=3, missing=0)
    assert stage.on_hand("MUG")["CART"] == 1
    assert f"{source} held" in stage.on_hand("MUG")
    faces.jobs(stage)
    assert faces.tasks(stage)[1] == f"3 MUG {other} > A-01 demand"
    faces.brought(stage, "rita", task, 1)
    faces.refilled(stage, "rita")
    stop = _stop(stage, _claim(stage, "anna"))
    assert stop is not None
    assert (stop.location, faces.reason(stage, "S-1")) == ("A-01", "")
    assert stage.differences() == []


def test_with_nothing_anywhere_the_order_waits_for_stock_and_says_so(stage: World) -> None:
    stage.stock("MUG", 6, at="B-01")
    faces.face(stage, "MUG", "A-01")
    accepted(stage, "S-1", [("MUG", 4)])
    released(stage)
    faces.jobs(stage)
    task = faces.claimed(stage, "rita")
    assert task is not None
    rita = faces.actor(stage, "rita")
    found = stage.do(
        lambda c: source_short(c, task_id=task.id, quantity=0, actor=rita, at=stage.at)
    )
    assert found == Shortage(elsewhere=0, missing=4)
    assert _status(stage, "S-1") == "waiting"
    assert faces.reason(stage, "S-1") == "MUG was not found in its bin and there is no other"
    assert faces.tasks(stage) == []
    assert stage.differences() == []


def test_a_short_at_the_face_is_served_from_storage_by_another_replenishment(stage: World) -> None:
    stage.stock("MUG", 4, at="A-01").stock("MUG", 9, at="B-01")
    faces.face(stage, "MUG", "A-01", 0, 4)
    accepted(stage, "S-1", [("MUG", 3)])
    released(stage)
    cluster = _claim(stage, "anna")
    _tie(stage, cluster, "T-1")
    stop = _stop(stage, cluster)
    assert stop is not None
    stage.do(
        lambda c: pick_short(
            c, pick_id=stop.pick_id, warehouse_id=stage.warehouse_id, actor=SYSTEM, at=stage.at
        )
    )
    assert (_stop(stage, cluster), faces.reason(stage, "S-1")) == (None, WAITS)
    faces.jobs(stage)
    assert faces.tasks(stage) == ["4 MUG B-01 > A-01 demand"]
    faces.refilled(stage, "rita")
    stop = _stop(stage, cluster)
    assert stop is not None
    assert stop.open == 3
    _pick(stage, stop, 3)
    assert stage.differences() == []


def test_what_does_not_fit_goes_to_another_bin_and_its_orders_wait_on(stage: World) -> None:
    stage.stock("MUG", 9, at="B-01")
    faces.face(stage, "MUG", "A-01", 0, 4)
    accepted(stage, "S-1", [("MUG", 4)])
    accepted(stage, "S-2", [("MUG", 3)])
    released(stage, 1)
    faces.jobs(stage)
    task = faces.claimed(stage, "rita")
    assert task is not None
    faces.taken(stage, "rita", task, 7)
    faces.brought(stage, "rita", task, 4)
    rita = faces.actor(stage, "rita")
    with pytest.raises(Refused, match=r"replenish\.bin"):
        stage.do(
            lambda c: put_elsewhere(
                c,
                task_id=task.id,
                location_id=stage.ids["DOCK"],
                actor=rita,
                at=stage.at,
                config=stage.config,
            )
        )
    stage.do(
        lambda c: put_elsewhere(
            c,
            task_id=task.id,
            location_id=stage.ids["B-02"],
            actor=rita,
            at=stage.at,
            config=stage.config,
        )
    )
    assert stage.on_hand("MUG") == {"A-01": 4, "B-01": 2, "B-02": 3}
    faces.jobs(stage)
    assert (faces.reason(stage, "S-1"), faces.reason(stage, "S-2")) == ("", WAITS)
    assert faces.tasks(stage) == ["3 MUG B-02 > A-01 demand"]
    assert stage.differences() == []


def test_a_face_that_ends_lets_its_picks_go_where_their_pieces_lie(stage: World) -> None:
    stage.stock("MUG", 9, at="B-01")
    faces.face(stage, "MUG", "A-01", 0, 4)
    accepted(stage, "S-1", [("MUG", 4)])
    released(stage)
    faces.jobs(stage)
    ids = {"item_id": stage.ids["MUG"], "location_id": stage.ids["A-01"], "at": stage.at}
    task = faces.claimed(stage, "rita")
    assert task is not None
    with pytest.raises(Refused, match=r"face\.busy"):
        stage.do(lambda c: end_face(c, **ids))
    rita = faces.actor(stage, "rita")
    stage.do(lambda c: give_back(c, task_id=task.id, actor=rita, at=stage.at))
    assert stage.do(lambda c: end_face(c, **ids))
    assert not stage.do(lambda c: end_face(c, **ids))
    assert (faces.tasks(stage), faces.reason(stage, "S-1")) == ([], "")
    stop = _stop(stage, _claim(stage, "anna"))
    assert stop is not None
    assert (stop.location, stop.open) == ("B-01", 4)
