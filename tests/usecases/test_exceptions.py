"""What goes wrong is ranked, has an owner, names the remedy, and goes with its cause."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection, update

from tests.orders import accepted, allocated, released
from tests.usecases.office import signed_in, words
from tests.world import World
from wms.insights import exceptions
from wms.insights.exceptions import NOW, TODAY, WATCH, Trouble
from wms.jobs import Job
from wms.orders.models import Order
from wms.people.actor import SYSTEM
from wms.stock import hold
from wms.stock.ledger import Place


@pytest.fixture
def stage(world: World) -> World:
    return world.bins("A-01", "B-01").totes("T-1").item("MUG").stock("MUG", 5, at="A-01")


def found(world: World) -> list[Trouble]:
    with world.db.read() as conn:
        return exceptions.ranked(conn, world.warehouse_id, at=world.at)


def test_a_quiet_house_shows_nothing(stage: World) -> None:
    stage.station("HAND-1", worker="anna")
    assert found(stage) == []
    assert "Nothing is wrong" in words(signed_in(stage).get("/exceptions"))


def test_an_order_past_its_time_is_first(stage: World) -> None:
    accepted(stage, "S-1", [("MUG", 1)])
    due = stage.at - timedelta(hours=1)
    stage.do(lambda conn: conn.execute(update(Order).values(ship_by=due)))
    [late] = found(stage)
    assert (late.rank, late.kind, late.href, late.since) == (NOW, "late", "/orders/O-1", due)
    page = words(signed_in(stage).get("/"))
    assert "O-1 should have left" in page
    assert "Make it urgent, or tell the customer" in page


def test_a_short_shows_the_order_and_the_count_until_both_are_over(stage: World) -> None:
    accepted(stage, "S-1", [("MUG", 5)])
    released(stage)
    desk = stage.station("HAND-1", worker="anna")
    desk.key("PICK")
    desk.scan("T-1")
    desk.scan("A-01")
    while desk.screen.title != "SHORT" and not desk.screen.message:
        desk.key("SHORT")
    desk.key("SHORT")
    kinds = {(t.kind, t.rank) for t in found(stage)}
    assert ("count", TODAY) in kinds
    [count] = [t for t in found(stage) if t.kind == "count"]
    assert str(count.words) == "Bin A-01 is to be counted after a short"
    assert str(count.owner) == "whoever counts"


def test_goods_held_for_a_day_are_shown(stage: World) -> None:
    def take(conn: Connection) -> None:
        goods, place = stage.goods(conn, "MUG"), Place(stage.ids["A-01"])
        given = {"source": place, "reason": "damaged", "actor": SYSTEM, "at": stage.at}
        hold.hold(conn, stage.warehouse_id, goods, 2, **given)

    stage.do(take)
    assert found(stage) == []
    stage.at += timedelta(days=1)
    [held] = found(stage)
    assert (held.rank, str(held.words)) == (WATCH, "2 pieces of MUG are held in A-01: damaged")


def test_a_silent_station_names_who_is_signed_in(stage: World) -> None:
    desk = stage.station("HAND-1", worker="anna")
    stage.at += timedelta(minutes=21)
    [silent] = found(stage)
    assert str(silent.words) == "HAND-1 is silent, Anna is signed in"
    assert silent.owner == "Anna"
    desk.key("WHAT")
    assert found(stage) == []


def test_a_job_that_failed_for_good_is_for_whoever_runs_the_server(stage: World) -> None:
    from wms import jobs

    stage.do(lambda conn: jobs.put(conn, "allocate", {}, at=stage.at))
    assert found(stage) == []
    stage.do(lambda conn: conn.execute(update(Job).values(status="dead")))
    [dead] = found(stage)
    assert (dead.rank, str(dead.words)) == (NOW, "1 task of the system failed")


def test_what_waits_for_stock_alone_is_no_exception(stage: World) -> None:
    accepted(stage, "S-1", [("MUG", 50)])
    allocated(stage, "S-1")
    assert found(stage) == []
