"""The put wall comes to a site that is in use, and can be taken back: nothing is lost by either."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.orders import accepted, released
from tests.wall import put_wall
from tests.world import World
from wms import migrate

_ADD = text(
    "INSERT INTO location (warehouse_id, code, kind, zone, aisle, bay, level, x_mm, y_mm, z_mm,"
    " length_mm, width_mm, height_mm, max_weight_grams, sequence)"
    " VALUES (:warehouse, :code, :kind, '', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)"
)


def _add(world: World, kind: str) -> None:
    row = {"warehouse": world.warehouse_id, "code": f"X-{kind}", "kind": kind}
    world.do(lambda conn: conn.execute(_ADD, row))


def _kinds(world: World) -> set[str]:
    with world.db.read() as conn:
        return set(conn.execute(text("SELECT kind FROM location WHERE id > 0")).scalars())


def test_a_site_in_use_gets_its_wall_and_may_give_it_back(world: World) -> None:
    world.bins("A-01").item("MUG").stock("MUG", 9, at="A-01").totes("T-1")
    accepted(world, "S-1", [("MUG", 1)])
    released(world, 1)
    desk = world.station("H1", worker="anna")
    desk.key("PICK")
    desk.scan("T-1")
    put_wall(world, 2)
    migrate.downgrade(world.db, "0013")
    assert not _kinds(world) & {"wall", "slot"}
    with pytest.raises(DBAPIError):
        _add(world, "slot")
    migrate.upgrade(world.db)
    _add(world, "slot")
    with pytest.raises(DBAPIError):
        _add(world, "moon")
    for code in ("A-01", "MUG", "T-1"):
        desk.scan(code)
    assert world.on_hand("MUG") == {"A-01": 8, "CART/T-1": 1}
    assert world.differences() == []
