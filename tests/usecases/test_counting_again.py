"""Counts by more than one person, counts that are planned, and moves made meanwhile."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests.world import World
from wms import jobs
from wms.counting import claim, daily, queries
from wms.counting.approve import approve
from wms.counting.ask import ask
from wms.counting.count import begin, found_in_all
from wms.counting.finish import Outcome, finish
from wms.counting.plan import plan
from wms.counting.rules import Limits
from wms.errors import Refused
from wms.jobs import Job
from wms.people.actor import SYSTEM, Actor
from wms.stock import hold
from wms.stock import queries as stock
from wms.stock.ledger import Move, Place, post
from wms.work import HANDLERS

LIMITS = Limits(by_another=True, pieces=1, percent=10)


@pytest.fixture
def stage(world: World) -> World:
    world.bins("A-01", "A-02", "B-01").item("MUG").item("CAP")
    for login in ("anna", "ben", "cara"):
        world.worker(login)
    return world.worker("eva", role="supervisor", pin="4711").stock("MUG", 9, at="A-01")


def _begun(world: World, worker: str) -> int:
    ids = {"warehouse_id": world.warehouse_id, "location_id": world.ids["A-01"]}
    who = world.ids[worker]
    task = world.do(lambda c: claim.claim_bin(c, **ids, worker_id=who, at=world.at))
    world.do(lambda c: begin(c, task_id=task.id, actor=Actor(who), at=world.at))
    return int(task.id)


def _found(world: World, worker: str, task: int, sku: str, n: int) -> None:
    one = {"task_id": task, "actor": Actor(world.ids[worker]), "item_id": world.ids[sku]}
    world.do(lambda c: found_in_all(c, **one, lot_id=0, quantity=n, at=world.at))


def _finished(world: World, worker: str, task: int, limits: Limits = LIMITS) -> Outcome:
    who = Actor(world.ids[worker])
    done: Outcome = world.do(
        lambda c: finish(c, task_id=task, actor=who, at=world.at, limits=limits)
    )
    return done


def _counted(world: World, worker: str, n: int, limits: Limits = LIMITS) -> Outcome:
    task = _begun(world, worker)
    _found(world, worker, task, "MUG", n)
    return _finished(world, worker, task, limits)


def _moved(world: World, pieces: int) -> None:
    """Take pieces out of the bin, or below 0 bring some."""
    goods = world.do(lambda c: world.goods(c, "MUG"))
    ends = (Place(world.ids["A-01"]), Place(world.ids["CART"]))
    move = Move("pick", goods, abs(pieces), *(ends if pieces > 0 else ends[::-1]))
    world.do(lambda c: post(c, world.warehouse_id, [move], actor=SYSTEM, at=world.at))


def test_two_who_agree_are_believed(stage: World) -> None:
    first = _counted(stage, "anna", 4)
    assert (first.is_disputed, first.missing) == (True, 0)
    assert stage.on_hand("MUG") == {"A-01": 9}
    second = _counted(stage, "ben", 4)
    assert (second.is_disputed, second.missing) == (False, 5)
    assert stage.on_hand("MUG") == {"A-01": 4}


def test_two_who_agree_need_not_agree_on_what_moved_between_them(stage: World) -> None:
    _counted(stage, "anna", 4)
    stage.at += timedelta(minutes=5)
    _moved(stage, 2)
    stage.at += timedelta(minutes=5)
    assert _counted(stage, "ben", 2).missing == 5
    assert stage.on_hand("MUG") == {"A-01": 2, "CART": 2}
    assert stage.differences() == []


def test_a_count_within_the_limit_ends_a_dispute(stage: World) -> None:
    _counted(stage, "anna", 4)
    assert _counted(stage, "ben", 8).missing == 1
    assert stage.on_hand("MUG") == {"A-01": 8}


def test_whoever_counted_is_refused_by_every_way_to_a_recount(stage: World) -> None:
    again = _counted(stage, "anna", 4).recounts[0]
    anna = stage.ids["anna"]
    ids = {"warehouse_id": stage.warehouse_id, "location_id": stage.ids["A-01"]}
    ways: tuple[Any, ...] = (
        lambda c: claim.claim_bin(c, **ids, worker_id=anna, at=stage.at),
        lambda c: claim.take(c, task_id=again, worker_id=anna),
        lambda c: claim.take_over(c, location_id=ids["location_id"], worker_id=anna),
    )
    for way in ways:
        with pytest.raises(Refused, match=r"count\.not_again"):
            stage.do(way)
    taken = stage.do(lambda c: claim.claim(c, warehouse_id=stage.warehouse_id, worker_id=anna))
    assert taken is None
    with stage.db.read() as conn:
        assert queries.offered(conn, stage.warehouse_id, anna, at_most=9) == []
        assert len(queries.offered(conn, stage.warehouse_id, stage.ids["ben"], at_most=9)) == 1


def test_only_a_supervisor_approves_and_only_what_is_disputed(stage: World) -> None:
    again = _counted(stage, "anna", 4).recounts[0]
    given = {"task_id": again, "at": stage.at}
    with pytest.raises(Refused, match=r"role\.supervisor"):
        stage.do(lambda c: approve(c, **given, actor=Actor(stage.ids["ben"])))
    eva = Actor(stage.ids["eva"])
    assert stage.do(lambda c: approve(c, **given, actor=eva)).missing == 5
    with pytest.raises(Refused, match=r"count\.no_dispute"):
        stage.do(lambda c: approve(c, **given, actor=eva))
    assert stage.on_hand("MUG") == {"A-01": 4}
    assert stage.differences() == []


def test_a_supervisors_own_count_has_no_limit(stage: World) -> None:
    assert _counted(stage, "eva", 2).missing == 7


def test_short_pieces_stay_held_while_their_count_is_disputed(stage: World) -> None:
    own = stage.do(lambda c: stock.at_location(c, stage.ids["A-01"])[0])
    why = {"reason": "short", "actor": SYSTEM, "at": stage.at}
    stage.do(lambda c: hold.hold(c, stage.warehouse_id, own.goods, 9, source=own.place, **why))
    _counted(stage, "anna", 4)
    assert stage.on_hand("MUG") == {"A-01 held": 9}
    _counted(stage, "ben", 4)
    assert stage.on_hand("MUG") == {"A-01": 4}
    with stage.db.read() as conn:
        assert stock.open_holds(conn, stage.ids["A-01"]) == []


@pytest.mark.parametrize("pieces", [2, -2])
def test_moves_long_before_or_after_the_scans_of_a_kind_are_replayed(
    stage: World, pieces: int
) -> None:
    _moved(stage, 5)
    stage.at += timedelta(minutes=1)
    task = _begun(stage, "anna")
    stage.at += timedelta(minutes=5)
    _moved(stage, pieces)
    stage.at += timedelta(minutes=5)
    _found(stage, "anna", task, "MUG", 1)
    stage.at += timedelta(minutes=5)
    _moved(stage, 1)
    stage.at += timedelta(minutes=5)
    outcome = _finished(stage, "anna", task, Limits())
    assert (outcome.missing, outcome.left) == (4 - pieces - 1, 0)
    assert stage.on_hand("MUG").get("A-01", 0) == 0
    assert stage.differences() == []


def test_pieces_that_are_in_somebodys_hand_are_not_missing(stage: World) -> None:
    task = _begun(stage, "anna")
    stage.at += timedelta(minutes=5)
    _found(stage, "anna", task, "MUG", 7)
    stage.at += timedelta(seconds=20)
    _moved(stage, 2)
    stage.at += timedelta(minutes=5)
    assert not _finished(stage, "anna", task).differs
    assert stage.on_hand("MUG") == {"A-01": 7, "CART": 2}


def test_bins_not_counted_longest_are_planned_first(stage: World) -> None:
    _counted(stage, "eva", 9)
    stage.at += timedelta(days=1)
    number = stage.warehouse_id
    assert stage.do(lambda c: plan(c, warehouse_id=number, at_most=2, at=stage.at)) == 2
    with stage.db.read() as conn:
        assert queries.bins_waiting(conn, number) == {stage.ids["A-02"], stage.ids["B-01"]}
    assert stage.do(lambda c: plan(c, warehouse_id=number, at=stage.at)) == 1
    with pytest.raises(Refused, match=r"count\.place"):
        stage.do(lambda c: plan(c, warehouse_id=number, bins=["Z-99"], at=stage.at))


def test_classes_choose_the_bins_of_what_is_picked_most(stage: World) -> None:
    stage.stock("CAP", 4, at="B-01")
    for _ in range(3):
        _moved(stage, 1)
    number = stage.warehouse_id
    chosen = {"warehouse_id": number, "at": stage.at}
    assert stage.do(lambda c: plan(c, **chosen, classes=["A"])) == 1
    with stage.db.read() as conn:
        assert queries.bins_waiting(conn, number) == {stage.ids["A-01"]}
    assert stage.do(lambda c: plan(c, **chosen, classes=["C"], zones=["B"])) == 1


def test_a_days_counts_are_planned_once_a_day(
    stage: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.do(lambda c: daily.begin(c, at=stage.at))
    assert not jobs.run_one(stage.db, HANDLERS, stage.at)
    monkeypatch.setattr(daily, "_settings", lambda: {"daily_bins": 2, "daily_days": 30})
    for _ in range(2):
        stage.do(lambda c: daily.begin(c, at=stage.at))
    assert jobs.run_one(stage.db, HANDLERS, stage.at)
    assert not jobs.run_one(stage.db, HANDLERS, stage.at)
    with stage.db.read() as conn:
        assert queries.unfinished(conn, stage.warehouse_id) == 2
        waiting = select(Job.run_at).where(Job.status == "waiting")
        assert conn.execute(waiting).scalars().all() == [stage.at + timedelta(days=1)]


def test_a_bin_that_was_asked_for_keeps_its_reason(stage: World) -> None:
    ids = {"warehouse_id": stage.warehouse_id, "location_id": stage.ids["A-01"]}
    stage.do(lambda c: ask(c, **ids, why="short", at=stage.at))
    assert stage.do(lambda c: plan(c, warehouse_id=ids["warehouse_id"], at=stage.at)) == 2
    with stage.db.read() as conn:
        found = queries.at_location(conn, ids["location_id"])
    assert found is not None
    assert found.why == "short"
