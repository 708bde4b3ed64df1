"""Migrations make the tables that the models describe, with their guards, up, down and up."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.exc import DBAPIError

from migrations import guards
from tests.world import World
from wms import migrate
from wms.db import Database
from wms.schema import metadata


def _triggers(db: Database) -> set[str]:
    table = (
        "sqlite_master WHERE type = 'trigger'"
        if db.is_sqlite
        else "pg_trigger WHERE NOT tgisinternal"
    )
    column = "name" if db.is_sqlite else "tgname"
    with db.read() as conn:
        return {row[0] for row in conn.exec_driver_sql(f"SELECT {column} FROM {table}")}  # noqa: S608


def test_models_and_migrations_describe_the_same_tables(db: Database) -> None:
    with db.read() as conn:
        context = MigrationContext.configure(conn, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_guards_stand_after_all_migrations(db: Database) -> None:
    assert _triggers(db) == set(guards.NAMES)


def test_migrations_go_down_and_up_again(db: Database) -> None:
    migrate.downgrade(db, "base")
    assert _triggers(db) == set()
    assert not migrate.is_current(db)
    migrate.upgrade(db)
    assert migrate.is_current(db)
    assert _triggers(db) == set(guards.NAMES)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE stock_move SET quantity = 99",
        "DELETE FROM stock_move",
        "UPDATE change SET type = 'order.shipped'",
        "DELETE FROM change",
        "UPDATE quant SET on_hand = -1",
        "UPDATE quant SET reserved = on_hand + 1",
        "UPDATE quant SET location_id = -1",
        "UPDATE stock_move SET quantity = 0",
    ],
)
def test_the_database_itself_refuses_to_bend_the_ledger(world: World, change: str) -> None:
    world.bins("A-01").item("MUG").stock("MUG", 3, at="A-01")
    with pytest.raises(DBAPIError), world.db.write() as conn:
        conn.exec_driver_sql(change)
    assert world.differences() == []


def test_an_ended_reservation_does_not_change(world: World) -> None:
    from wms.stock import queries, reserve

    world.bins("A-01").item("MUG").stock("MUG", 3, at="A-01")

    def promise_and_release(conn):  # type: ignore[no-untyped-def]
        quant = queries.of_item(conn, world.ids["MUG"])[0].quant_id
        number = reserve.reserve(
            conn, quant_id=quant, quantity=1, for_kind="t", for_id=1, at=world.at
        )
        reserve.release(conn, number, at=world.at)

    world.do(promise_and_release)
    with pytest.raises(DBAPIError), world.db.write() as conn:
        conn.exec_driver_sql("UPDATE reservation SET status = 'pending', ended_at = NULL")
