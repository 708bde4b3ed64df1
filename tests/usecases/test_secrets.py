"""What must not be kept or logged: PINs, badges, addresses."""

from __future__ import annotations

import logging

import pytest
from sqlalchemy import Connection, select

from tests.orders import accepted
from tests.world import World
from wms import logs
from wms.db import Database
from wms.orders.models import Order
from wms.terminal.models import StationEvent


def test_pins_and_badges_are_not_kept_with_the_events(world: World) -> None:
    world.worker("eva", role="supervisor", pin="4711")
    desk = world.station("H1")
    desk.scan(world.badges["eva"])
    desk.type("4711")
    assert desk.screen.title == "MENU"
    with world.db.read() as conn:
        kept = str(conn.execute(select(StationEvent.input, StationEvent.answer)).all())
    assert "4711" not in kept
    assert world.badges["eva"] not in kept


def test_a_failure_is_logged_without_the_data_in_hand(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.item("MUG")
    accepted(world, "S-1", [("MUG", 1)])

    def break_a_rule(conn: Connection) -> None:
        plain = conn.execute(select(Order.recipient)).scalar_one()
        conn.execute(Order.__table__.update().values(recipient=plain, status="nonsense"))

    log = logging.getLogger("wms.test")
    try:
        world.do(break_a_rule)
    except Exception as error:
        logs.failed(log, "it failed", error=error)
        words = str(error)
    assert "Nowak" not in caplog.text
    assert "IntegrityError" in caplog.text
    assert words


def test_database_errors_do_not_quote_what_was_written(sqlite_db: Database) -> None:
    with pytest.raises(Exception, match="hidden") as caught, sqlite_db.write() as conn:
        conn.execute(Order.__table__.insert(), {"recipient": {"name": "Nowak"}})
    assert "Nowak" not in str(caught.value)
