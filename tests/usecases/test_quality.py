"""Checks of picked orders: what is asked for, what fails, where the pieces are then."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from tests.dialogues import stage_quality  # noqa: F401  (registers its directions)
from tests.dialogues.stage import Stage
from tests.orders import accepted
from tests.world import World
from wms.errors import Refused
from wms.layout.models import COUNT
from wms.orders import queries as orders
from wms.people.actor import Actor
from wms.picking.models import Pick
from wms.quality import queries
from wms.quality.check import Outcome, due, finish, open_tote, passed
from wms.quality.fail import failed, missing
from wms.quality.models import QcCheck
from wms.quality.sample import sample
from wms.stock.audit import fold


@pytest.fixture
def stage(world: World) -> World:
    world.bins("A-01").item("MUG").item("CAP").worker("anna")
    return world


def _picked(world: World, *lines: str) -> int:
    """Let orders stand at QC, ask for the check of SHOP-1 and open it by tote T-1."""
    said = Stage(world)
    for line in lines:
        said.set(f"picked {line}")
    world.do(lambda c: due(c, world.ids["SHOP-1"], "nth_order", world.at))
    opened = world.do(
        lambda c: open_tote(c, lpn_id=world.ids["T-1"], code="T-1", actor=_anna(world))
    )
    return int(opened.id)


def _anna(world: World) -> Actor:
    return Actor(world.ids["anna"])


def _passed(world: World, check_id: int, sku: str, n: int) -> None:
    world.do(lambda c: passed(c, check_id=check_id, item_id=world.ids[sku], quantity=n))


def _failed(world: World, check_id: int, sku: str, n: int, **more: Any) -> str:
    def fail(conn: Connection) -> str:
        one = {"check_id": check_id, "item_id": world.ids[sku], "lot_id": 0, "quantity": n}
        who = {"actor": _anna(world), "at": world.at}
        return failed(conn, **one, reason="DAMAGED", hold_id=world.ids["HOLD"], **who, **more)

    return str(world.do(fail))


def _finished(world: World, check_id: int) -> Outcome:
    where = {"check_id": check_id, "target_id": world.ids["PACK"], "actor": _anna(world)}
    outcome = world.do(lambda c: finish(c, **where, at=world.at))
    assert isinstance(outcome, Outcome)
    return outcome


def _line(world: World, sku: str) -> tuple[int, int, str]:
    with world.db.read() as conn:
        order = orders.order(conn, world.ids["SHOP-1"])
        line = next(n for n in orders.lines(conn, [order.id]) if n.sku == sku)
    return line.picked, line.short, order.status


def test_a_check_is_asked_for_once(stage: World) -> None:
    _picked(stage, "SHOP-1 T-1 MUG:1")
    stage.do(lambda c: due(c, stage.ids["SHOP-1"], "first_orders", stage.at))
    with stage.db.read() as conn:
        assert conn.execute(select(func.count()).select_from(QcCheck)).scalar_one() == 1
        assert queries.waiting(conn, stage.warehouse_id) == 1


def test_sampling_gives_the_same_answer_until_the_check_is_finished(stage: World) -> None:
    ids = [accepted(stage, f"SHOP-{n}", [("MUG", 1)], carrier="POST") for n in range(1, 8)]
    config = {"quality": {"every_nth_order": 4, "first_orders": 2}}
    for _ in range(2):
        chosen = stage.do(lambda c: sample(c, ids, config=config, at=stage.at))
        assert chosen == {ids[0], ids[1], *(n for n in ids if n % 4 == 0)}


def test_a_passed_order_goes_to_packing(stage: World) -> None:
    check_id = _picked(stage, "SHOP-1 T-1 MUG:2 CAP:1")
    _passed(stage, check_id, "MUG", 2)
    with pytest.raises(Refused, match=r"qc\.left"):
        _finished(stage, check_id)
    _passed(stage, check_id, "CAP", 1)
    assert _finished(stage, check_id) == Outcome("O-1", "passed", 1, 0)
    assert stage.on_hand("MUG") == {"PACK/T-1": 2}
    assert _line(stage, "MUG") == (2, 0, "picked")
    with pytest.raises(Refused, match=r"qc\.done"):
        _passed(stage, check_id, "CAP", 1)


def test_no_more_passes_than_was_picked(stage: World) -> None:
    check_id = _picked(stage, "SHOP-1 T-1 MUG:2")
    _passed(stage, check_id, "MUG", 1)
    with pytest.raises(Refused, match=r"qc\.too_many"):
        _passed(stage, check_id, "MUG", 2)
    with pytest.raises(Refused, match=r"qc\.not_here"):
        _passed(stage, check_id, "CAP", 1)
    with pytest.raises(Refused, match=r"qc\.too_many"):
        _failed(stage, check_id, "MUG", 3)
    with pytest.raises(Refused, match=r"qc\.not_here"):
        _failed(stage, check_id, "CAP", 1)


def test_a_failed_piece_is_held_and_another_one_picked(stage: World) -> None:
    stage.stock("MUG", 5, at="A-01")
    check_id = _picked(stage, "SHOP-1 T-1 MUG:2")
    assert _failed(stage, check_id, "MUG", 1) == ""
    assert stage.on_hand("MUG") == {"A-01": 5, "QC/T-1": 1, "HOLD held": 1}
    assert _line(stage, "MUG") == (1, 0, "released")
    with stage.db.read() as conn:
        assert conn.execute(select(Pick.quantity, Pick.status)).all() == [(1, "open")]
    assert stage.differences() == []


def test_a_failed_piece_without_another_leaves_the_order_short(stage: World) -> None:
    check_id = _picked(stage, "SHOP-1 T-1 MUG:2")
    assert _failed(stage, check_id, "MUG", 1) == "no_stock MUG"
    _passed(stage, check_id, "MUG", 1)
    assert _finished(stage, check_id).status == "failed"
    assert _line(stage, "MUG") == (1, 1, "picked")


def test_a_piece_may_fail_after_it_passed(stage: World) -> None:
    check_id = _picked(stage, "SHOP-1 T-1 MUG:2")
    _passed(stage, check_id, "MUG", 2)
    _failed(stage, check_id, "MUG", 2)
    with stage.db.read() as conn:
        (look,) = queries.looks(conn, queries.check(conn, check_id))
    assert (look.in_totes, look.passed, look.failed, look.left) == (0, 0, 2, 0)


def test_a_failed_piece_leaves_the_tote_it_was_found_in(stage: World) -> None:
    said = Stage(stage)
    accepted(stage, "SHOP-1", [("MUG", 3)])
    stage.totes("T-2")
    check_id = _picked(stage, "SHOP-1 T-1 MUG:2")
    said.set("picked SHOP-1 T-2 MUG:1")
    _failed(stage, check_id, "MUG", 1, tote_id=stage.ids["T-2"])
    assert stage.on_hand("MUG") == {"QC/T-1": 2, "HOLD held": 1}
    _passed(stage, check_id, "MUG", 2)
    assert _finished(stage, check_id) == Outcome("O-1", "failed", 1, 1)
    with stage.db.read() as conn:
        assert queries.tote(conn, stage.ids["T-2"]) is None


def test_what_nobody_finds_in_the_totes_is_written_off(stage: World) -> None:
    stage.stock("CAP", 1, at="A-01")
    check_id = _picked(stage, "SHOP-1 T-1 MUG:2 CAP:2")
    _passed(stage, check_id, "CAP", 1)
    _passed(stage, check_id, "MUG", 2)
    who = {"check_id": check_id, "actor": _anna(stage), "at": stage.at}
    assert stage.do(lambda c: missing(c, **who)) == ""
    assert stage.on_hand("CAP") == {"A-01": 1, "QC/T-1": 1}
    with stage.db.read() as conn:
        outside = {key: n for key, n in fold(conn).items() if key[1] == COUNT}
    assert list(outside.values()) == [1]
    assert _finished(stage, check_id).status == "failed"
    assert _line(stage, "CAP") == (1, 0, "released")
    assert stage.differences() == []


def test_an_order_of_which_nothing_is_left_waits_for_stock_again(stage: World) -> None:
    check_id = _picked(stage, "SHOP-1 T-1 MUG:1")
    _failed(stage, check_id, "MUG", 1)
    assert _finished(stage, check_id) == Outcome("O-1", "failed", 0, 1)
    assert _line(stage, "MUG") == (0, 0, "waiting")


def test_a_second_check_that_is_opened_lets_go_of_the_first(stage: World) -> None:
    Stage(stage).set("picked SHOP-2 T-2 CAP:1")
    first = _picked(stage, "SHOP-1 T-1 MUG:1")
    stage.do(lambda c: due(c, stage.ids["SHOP-2"], "nth_order", stage.at))
    stage.do(lambda c: open_tote(c, lpn_id=stage.ids["T-2"], code="T-2", actor=_anna(stage)))
    with stage.db.read() as conn:
        mine = queries.begun_by(conn, stage.warehouse_id, stage.ids["anna"])
        assert mine is not None
        assert mine.order == "O-1"
        assert queries.check(conn, first).worker_id is None


def test_back_leads_to_the_menu_and_the_menu_says_what_waits(stage: World) -> None:
    _picked(stage, "SHOP-1 T-1 MUG:1")
    desk = stage.station("B1", "bench", worker="ben")
    assert ("Check orders", "1") in desk.screen.lines
    assert desk.key("QC").title == "QC"
    assert desk.key("BACK").title == "MENU"
    assert desk.key("WHAT").title == "WHAT"
    assert desk.key("BACK").title == "MENU"
