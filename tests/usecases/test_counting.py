"""Counts: what the ledger says after them, and who may have them."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from tests.world import World
from wms.counting import claim, queries
from wms.counting.ask import ask
from wms.counting.count import begin, found, found_in_all
from wms.counting.finish import Outcome, finish
from wms.counting.models import CountTask
from wms.counting.queries import TaskRow
from wms.errors import Refused
from wms.people.actor import SYSTEM, Actor
from wms.stock import hold, reserve
from wms.stock import queries as stock
from wms.stock.ledger import Move, Place, post


@pytest.fixture
def stage(world: World) -> World:
    world.bins("A-01", "A-02").item("MUG").item("CAP").worker("anna").worker("ben")
    return world


def _asked(world: World, code: str = "A-01", why: str = "short") -> None:
    ids = {"warehouse_id": world.warehouse_id, "location_id": world.ids[code]}
    world.do(lambda c: ask(c, **ids, why=why, at=world.at))


def _claimed(world: World, worker: str = "anna", **more: Any) -> TaskRow | None:
    ids = {"warehouse_id": world.warehouse_id, "worker_id": world.ids[worker]}
    task: TaskRow | None = world.do(lambda c: claim.claim(c, **ids, **more))
    return task


def _begun(world: World, code: str = "A-01") -> tuple[int, Actor]:
    _asked(world, code)
    task, actor = _claimed(world), Actor(world.ids["anna"])
    assert task is not None
    world.do(lambda c: begin(c, task_id=task.id, actor=actor, at=world.at))
    return task.id, actor


def _found(world: World, task: tuple[int, Actor], sku: str, n: int) -> None:
    one = {"task_id": task[0], "actor": task[1], "item_id": world.ids[sku], "lot_id": 0}
    world.do(lambda c: found(c, **one, quantity=n, at=world.at))


def _finished(world: World, task: tuple[int, Actor]) -> Outcome:
    outcome = world.do(lambda c: finish(c, task_id=task[0], actor=task[1], at=world.at))
    assert isinstance(outcome, Outcome)
    return outcome


def _held(world: World, n: int, reason: str) -> None:
    def holding(conn: Connection) -> None:
        own = next(p for p in stock.at_location(conn, world.ids["A-01"]) if p.status == "good")
        said = {"reason": reason, "actor": SYSTEM, "at": world.at}
        hold.hold(conn, world.warehouse_id, own.goods, n, source=own.place, **said)

    world.do(holding)


def _holds(world: World) -> list[tuple[str, int]]:
    with world.db.read() as conn:
        return [(h.reason, h.quantity) for h in stock.open_holds(conn, world.ids["A-01"])]


def test_a_bin_is_asked_for_once_until_it_is_counted(stage: World) -> None:
    _asked(stage)
    _asked(stage)
    with stage.db.read() as conn:
        assert queries.unfinished(conn, stage.warehouse_id) == 1
    task = _begun(stage)
    _finished(stage, task)
    _asked(stage)
    with stage.db.read() as conn:
        assert queries.unfinished(conn, stage.warehouse_id) == 1
        assert conn.execute(select(func.count()).select_from(CountTask)).scalar_one() == 2


def test_many_who_ask_at_once_make_one_count(stage: World) -> None:
    threads = [threading.Thread(target=_asked, args=(stage,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with stage.db.read() as conn:
        assert queries.unfinished(conn, stage.warehouse_id) == 1


def test_a_worker_finds_their_own_count_and_others_the_next(stage: World) -> None:
    _asked(stage, "A-01")
    _asked(stage, "A-02")
    first, second = _claimed(stage), _claimed(stage, "ben")
    assert first is not None
    assert second is not None
    assert (first.location, second.location) == ("A-01", "A-02")
    assert _claimed(stage) == first
    assert _claimed(stage, "ben") == second


def test_a_count_that_somebody_else_has_is_refused(stage: World) -> None:
    task, _ = _begun(stage)
    ben = Actor(stage.ids["ben"])
    one = {"item_id": stage.ids["MUG"], "lot_id": 0, "quantity": 1}
    with pytest.raises(Refused, match=r"count\.not_yours"):
        stage.do(lambda c: found(c, task_id=task, actor=ben, **one, at=stage.at))
    with pytest.raises(Refused, match=r"count\.not_yours"):
        stage.do(lambda c: finish(c, task_id=task, actor=ben, at=stage.at))
    ids = {"warehouse_id": stage.warehouse_id, "location_id": stage.ids["A-01"]}
    with pytest.raises(Refused, match=r"count\.taken"):
        stage.do(lambda c: claim.claim_bin(c, **ids, worker_id=stage.ids["ben"], at=stage.at))


def test_nothing_is_found_before_the_bin_was_scanned(stage: World) -> None:
    _asked(stage)
    task = _claimed(stage)
    assert task is not None
    with pytest.raises(Refused, match=r"count\.not_begun"):
        _found(stage, (task.id, Actor(stage.ids["anna"])), "MUG", 1)


def test_a_count_given_back_begins_anew(stage: World) -> None:
    stage.stock("MUG", 5, at="A-01")
    task = _begun(stage)
    _found(stage, task, "MUG", 2)
    stage.do(lambda c: claim.give_back(c, task_id=task[0], actor=task[1]))
    again = _begun(stage)
    with stage.db.read() as conn:
        assert [(n.expected, n.found) for n in queries.lines(conn, again[0])] == [(5, 0)]


def test_missing_and_surplus_pieces_are_put_right(stage: World) -> None:
    stage.stock("MUG", 5, at="A-01").stock("MUG", 7, at="A-01", lpn="P-1")
    task = _begun(stage)
    _found(stage, task, "MUG", 3)
    _found(stage, task, "CAP", 2)
    outcome = _finished(stage, task)
    assert (outcome.missing, outcome.surplus, outcome.left) == (2, 2, 0)
    assert stage.on_hand("MUG") == {"A-01": 3, "A-01/P-1": 7}
    assert stage.on_hand("CAP") == {"A-01": 2}
    assert stage.differences() == []


def test_the_last_word_on_a_heap_replaces_those_before(stage: World) -> None:
    stage.stock("MUG", 5, at="A-01")
    task, actor = _begun(stage)
    one = {"task_id": task, "actor": actor, "item_id": stage.ids["MUG"], "lot_id": 0}
    stage.do(lambda c: found(c, **one, quantity=9, at=stage.at))
    stage.do(lambda c: found_in_all(c, **one, quantity=4, at=stage.at))
    assert not _finished(stage, (task, actor)).surplus
    assert stage.on_hand("MUG") == {"A-01": 4}


def test_short_pieces_that_were_there_become_good_again(stage: World) -> None:
    stage.stock("MUG", 5, at="A-01")
    _held(stage, 5, "short")
    task = _begun(stage)
    _found(stage, task, "MUG", 5)
    outcome = _finished(stage, task)
    assert (outcome.freed, outcome.differs) == (5, False)
    assert stage.on_hand("MUG") == {"A-01": 5}
    assert _holds(stage) == []
    assert stage.differences() == []


@pytest.mark.parametrize(
    ("counted", "places", "holds"),
    [
        (10, {"A-01": 8, "A-01 held": 2}, [("DAMAGED", 2)]),
        (7, {"A-01": 5, "A-01 held": 2}, [("DAMAGED", 2)]),
        (1, {"A-01 held": 1}, [("DAMAGED", 1)]),
        (0, {}, []),
    ],
)
def test_damaged_pieces_stay_held_beside_short_ones(
    stage: World, counted: int, places: dict[str, int], holds: list[tuple[str, int]]
) -> None:
    stage.stock("MUG", 10, at="A-01")
    _held(stage, 2, "DAMAGED")
    _held(stage, 3, "short")
    task = _begun(stage)
    if counted:
        _found(stage, task, "MUG", counted)
    _finished(stage, task)
    assert stage.on_hand("MUG") == places
    assert _holds(stage) == holds
    assert stage.differences() == []


def test_damaged_pieces_alone_that_are_missing_end_their_hold(stage: World) -> None:
    stage.stock("MUG", 2, at="A-01")
    _held(stage, 2, "DAMAGED")
    task = _begun(stage)
    _found(stage, task, "MUG", 1)
    _finished(stage, task)
    assert stage.on_hand("MUG") == {"A-01 held": 1}
    assert _holds(stage) == [("DAMAGED", 1)]


def test_promised_pieces_stay_and_the_bin_is_counted_again(stage: World) -> None:
    stage.stock("MUG", 5, at="A-01")

    def promise(conn: Connection) -> None:
        own = stock.at_location(conn, stage.ids["A-01"])[0]
        demand = {"for_kind": "order_line", "for_id": 1, "at": stage.at}
        reserve.reserve(conn, quant_id=own.quant_id, quantity=4, **demand)

    stage.do(promise)
    task = _begun(stage)
    _found(stage, task, "MUG", 2)
    outcome = _finished(stage, task)
    assert (outcome.missing, outcome.left, outcome.promised) == (1, 2, 2)
    assert stage.on_hand("MUG") == {"A-01": 4}
    with stage.db.read() as conn:
        again = queries.at_location(conn, stage.ids["A-01"])
    assert again is not None
    assert (again.why, again.status, (again.id,)) == ("recount", "open", outcome.recounts)
    assert stage.differences() == []


@pytest.mark.parametrize("found", [5, 3, 4], ids=["before", "after", "neither"])
def test_a_count_that_agrees_with_the_books_before_or_after_a_move_changes_nothing(
    stage: World, found: int
) -> None:
    stage.stock("MUG", 5, at="A-01")
    task = _begun(stage)
    _found(stage, task, "MUG", found)
    stage.stock("CAP", 3, at="A-01")
    goods = stage.do(lambda c: stage.goods(c, "MUG"))
    away = Move("pick", goods, 2, Place(stage.ids["A-01"]), Place(stage.ids["CART"]))
    stage.do(lambda c: post(c, stage.warehouse_id, [away], actor=SYSTEM, at=stage.at))
    outcome = _finished(stage, task)
    assert stage.on_hand("MUG") == {"A-01": 3, "CART": 2}
    assert stage.on_hand("CAP") == {"A-01": 3}
    assert bool(outcome.recounts) == (found == 4)
    assert stage.differences() == []


def test_pieces_gone_meanwhile_need_not_be_found(stage: World) -> None:
    stage.stock("MUG", 5, at="A-01")
    task = _begun(stage)
    goods = stage.do(lambda c: stage.goods(c, "MUG"))
    away = Move("pick", goods, 5, Place(stage.ids["A-01"]), Place(stage.ids["CART"]))
    stage.do(lambda c: post(c, stage.warehouse_id, [away], actor=SYSTEM, at=stage.at))
    outcome = _finished(stage, task)
    assert (outcome.missing, outcome.left, outcome.promised) == (0, 0, 0)
    assert stage.on_hand("MUG") == {"CART": 5}


def test_back_leads_to_the_menu_and_the_menu_says_what_waits(stage: World) -> None:
    _asked(stage)
    desk = stage.station("H1", worker="anna")
    assert ("Count", "1") in desk.screen.lines
    assert desk.key("COUNT").title == "COUNT"
    assert desk.screen.expects == "A-01"
    assert desk.key("BACK").title == "MENU"


def test_a_count_that_ends_while_pieces_are_taken_neither_fails_nor_takes_them_twice(
    stage: World,
) -> None:
    stage.stock("MUG", 30, at="A-01")
    task = _begun(stage)
    _found(stage, task, "MUG", 20)
    goods = stage.do(lambda c: stage.goods(c, "MUG"))
    away = Move("pick", goods, 1, Place(stage.ids["A-01"]), Place(stage.ids["CART"]))
    start = threading.Barrier(5)

    def take() -> None:
        start.wait()
        for _ in range(4):
            stage.do(lambda c: post(c, stage.warehouse_id, [away], actor=SYSTEM, at=stage.at))

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    start.wait()
    outcome = _finished(stage, task)
    for thread in threads:
        thread.join()
    assert outcome.missing in (0, 10)  # all or, where pieces went meanwhile, nothing
    assert stage.on_hand("MUG") == {"A-01": 14 - outcome.missing, "CART": 16}
    assert stage.differences() == []
