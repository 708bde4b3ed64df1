"""Pick faces: what is picked from them, what waits for them, how they are filled."""

from __future__ import annotations

import pytest

from tests import faces
from tests.orders import accepted, allocated, released
from tests.usecases.test_picking import _claim, _pick, _status, _stop, _tie
from tests.world import World
from wms.errors import Refused
from wms.people.actor import SYSTEM
from wms.picking import queries as picking
from wms.replenishment import claim
from wms.replenishment.set_face import set_face
from wms.shipping.cancel import cancel

WAITS = "Waits for replenishment of MUG to bin A-01"


@pytest.fixture
def stage(world: World) -> World:
    world.bins("A-01", "A-02", kind="pick").bins("B-01", "B-02").totes("T-1", "T-2", "T-3")
    return world.item("MUG").item("CAP").worker("anna").worker("ben").worker("rita")


def test_an_item_with_a_face_is_picked_there_first_whatever_expires_elsewhere(world: World) -> None:
    world.bins("A-01", kind="pick").bins("B-01").item("MILK", lot=True, expiry=True)
    world.stock("MILK", 4, at="A-01", lot="L2", expires="2026-12-31")
    world.stock("MILK", 9, at="B-01", lot="L1", expires="2026-06-30")
    faces.face(world, "MILK", "A-01")
    accepted(world, "S-1", [("MILK", 2)])
    released(world)
    world.worker("anna").totes("T-1")
    cluster = _claim(world, "anna")
    stop = _stop(world, cluster)
    assert stop is not None
    assert (stop.location, stop.lot) == ("A-01", "L2")


def test_what_the_face_lacks_is_promised_and_waits_until_it_is_brought(stage: World) -> None:
    stage.stock("MUG", 3, at="A-01").stock("MUG", 20, at="B-01")
    faces.face(stage, "MUG", "A-01", 0, 10)
    accepted(stage, "S-1", [("MUG", 5)])
    released(stage)
    faces.jobs(stage)
    assert (_status(stage, "S-1"), faces.reason(stage, "S-1")) == ("released", WAITS)
    assert faces.tasks(stage) == ["7 MUG B-01 > A-01 demand"]
    cluster = _claim(stage, "anna")
    _tie(stage, cluster, "T-1")
    stop = _stop(stage, cluster)
    assert stop is not None
    assert (stop.location, stop.open) == ("A-01", 3)
    _pick(stage, stop, 3)
    assert _stop(stage, cluster) is None
    with stage.db.read() as conn:
        assert picking.waiting(conn, cluster) == [picking.Waiting("MUG", "A-01", 2)]
    faces.refilled(stage, "rita")
    assert faces.reason(stage, "S-1") == ""
    stop = _stop(stage, cluster)
    assert stop is not None
    assert (stop.location, stop.open) == ("A-01", 2)
    _pick(stage, stop, 2)
    assert stage.on_hand("MUG") == {"A-01": 5, "B-01": 13, "CART/T-1": 5}
    assert stage.differences() == []


def test_an_order_says_that_it_waits_before_and_after_its_release(stage: World) -> None:
    stage.stock("MUG", 20, at="B-01")
    faces.face(stage, "MUG", "A-01")
    accepted(stage, "S-1", [("MUG", 5)])
    assert allocated(stage, "S-1") == {stage.ids["S-1"]: ""}
    assert (_status(stage, "S-1"), faces.reason(stage, "S-1")) == ("allocated", WAITS)
    released(stage)
    assert (_status(stage, "S-1"), faces.reason(stage, "S-1")) == ("released", WAITS)


def test_a_cart_of_which_all_waits_is_not_offered_to_anybody(stage: World) -> None:
    stage.stock("MUG", 20, at="B-01").stock("CAP", 5, at="B-02")
    faces.face(stage, "MUG", "A-01")
    accepted(stage, "S-1", [("MUG", 5)])
    accepted(stage, "S-2", [("CAP", 1)])
    released(stage, 1)
    with stage.db.read() as conn:
        assert picking.open_clusters(conn, stage.warehouse_id) == 1
    stop = _stop(stage, _claim(stage, "anna"))
    assert stop is not None
    assert stop.sku == "CAP"
    faces.jobs(stage)
    faces.refilled(stage, "rita")
    stop = _stop(stage, _claim(stage, "ben"))
    assert stop is not None
    assert (stop.sku, stop.location, stop.open) == ("MUG", "A-01", 5)


def test_below_its_minimum_a_face_is_filled_to_its_maximum_oldest_first(world: World) -> None:
    world.bins("A-01", kind="pick").bins("B-01", "B-02").worker("rita")
    world.item("MILK", lot=True, expiry=True)
    world.stock("MILK", 4, at="B-01", lot="L2", expires="2026-12-31")
    world.stock("MILK", 9, at="B-02", lot="L1", expires="2026-06-30")
    faces.face(world, "MILK", "A-01", 3, 12)
    assert faces.tasks(world) == ["9 MILK L1 B-02 > A-01 min"]
    faces.refilled(world, "rita")
    faces.jobs(world)
    assert faces.tasks(world) == []
    assert world.on_hand("MILK") == {"A-01": 9, "B-01": 4}
    assert world.differences() == []


def test_another_lot_is_brought_when_the_face_was_picked_empty(world: World) -> None:
    world.bins("A-01", kind="pick").bins("B-01").worker("rita").worker("anna").totes("T-1")
    world.item("MILK", lot=True, expiry=True)
    world.stock("MILK", 2, at="A-01", lot="L2", expires="2026-12-31")
    world.stock("MILK", 9, at="B-01", lot="L1", expires="2026-06-30")
    faces.face(world, "MILK", "A-01", 0, 9)
    accepted(world, "S-1", [("MILK", 3)])
    released(world)
    faces.jobs(world)
    assert faces.tasks(world) == ["1 MILK L1 B-01 > A-01 demand"]
    assert faces.claimed(world, "rita") is None
    cluster = _claim(world, "anna")
    _tie(world, cluster, "T-1")
    stop = _stop(world, cluster)
    assert stop is not None
    _pick(world, stop, 2)
    faces.refilled(world, "rita")
    stop = _stop(world, cluster)
    assert stop is not None
    assert (stop.lot, stop.open) == ("L1", 1)
    _pick(world, stop, 1)
    assert world.differences() == []


def test_pieces_that_come_free_on_a_face_go_to_who_waits_for_others(stage: World) -> None:
    stage.stock("MUG", 4, at="A-01").stock("MUG", 9, at="B-01")
    faces.face(stage, "MUG", "A-01", 0, 4)
    accepted(stage, "S-1", [("MUG", 4)])
    accepted(stage, "S-2", [("MUG", 3)])
    released(stage, 1)
    faces.jobs(stage)
    assert (faces.reason(stage, "S-1"), faces.reason(stage, "S-2")) == ("", WAITS)
    stage.do(lambda c: cancel(c, order_id=stage.ids["S-1"], reason="", actor=SYSTEM, at=stage.at))
    faces.jobs(stage)
    assert (faces.tasks(stage), faces.reason(stage, "S-2")) == ([], "")
    stop = _stop(stage, _claim(stage, "anna"))
    assert stop is not None
    assert (stop.location, stop.open) == ("A-01", 3)
    assert stage.differences() == []


def test_a_cancelled_order_ends_the_task_that_was_for_it(stage: World) -> None:
    stage.stock("MUG", 9, at="B-01")
    faces.face(stage, "MUG", "A-01", 0, 4)
    accepted(stage, "S-1", [("MUG", 6)])
    released(stage)
    faces.jobs(stage)
    assert faces.tasks(stage) == ["6 MUG B-01 > A-01 demand"]
    stage.do(lambda c: cancel(c, order_id=stage.ids["S-1"], reason="", actor=SYSTEM, at=stage.at))
    faces.jobs(stage)
    assert faces.tasks(stage) == []


def test_the_most_urgent_order_is_served_first_by_what_fits_on_the_cart(stage: World) -> None:
    stage.stock("MUG", 9, at="B-01")
    faces.face(stage, "MUG", "A-01", 0, 4)
    accepted(stage, "S-1", [("MUG", 4)])
    accepted(stage, "S-2", [("MUG", 3)], priority="1")
    released(stage, 1)
    faces.jobs(stage)
    task = faces.claimed(stage, "rita")
    assert task is not None
    assert (task.quantity, task.priority) == (7, 1)
    faces.taken(stage, "rita", task, 4)
    assert stage.on_hand("MUG") == {"B-01": 5, "CART": 4}
    faces.jobs(stage)
    assert faces.tasks(stage) == [
        "4 MUG B-01 > A-01 demand Rita 4 on the way",
        "3 MUG B-01 > A-01 demand",
    ]
    faces.brought(stage, "rita", task, 4)
    assert (faces.reason(stage, "S-1"), faces.reason(stage, "S-2")) == (WAITS, "")
    with stage.db.read() as conn:
        assert picking.open_picks(conn, stage.ids["S-1"]) == 4
    faces.refilled(stage, "rita")
    assert faces.reason(stage, "S-1") == ""
    assert stage.differences() == []


def test_work_that_was_left_is_found_again_and_may_be_taken_over(stage: World) -> None:
    stage.stock("MUG", 9, at="B-01")
    faces.face(stage, "MUG", "A-01", 2, 4)
    task = faces.claimed(stage, "rita")
    assert task is not None
    faces.taken(stage, "rita", task, 4)
    assert faces.claimed(stage, "rita") == faces.claimed(stage, "rita")
    assert faces.claimed(stage, "ben") is None
    ben = stage.ids["ben"]
    stage.do(lambda c: claim.take_over(c, task_id=task.id, worker_id=ben, at=stage.at))
    with pytest.raises(Refused, match=r"replenish\.not_yours"):
        faces.brought(stage, "rita", task, 4)
    faces.brought(stage, "ben", task, 4)
    assert stage.on_hand("MUG") == {"A-01": 4, "B-01": 5}


def test_a_face_is_a_pick_bin_with_sensible_levels(stage: World) -> None:
    def setting(bin_code: str, least: int, most: int) -> None:
        ids = {"item_id": stage.ids["MUG"], "location_id": stage.ids[bin_code]}
        stage.do(lambda c: set_face(c, **ids, least=least, most=most, at=stage.at))

    with pytest.raises(Refused, match=r"face\.kind"):
        setting("B-01", 1, 5)
    for least, most in ((6, 5), (0, 0), (-1, 5)):
        with pytest.raises(Refused, match=r"face\.levels"):
            setting("A-01", least, most)
    setting("A-01", 1, 5)
