"""Orders get stock or a reason."""

from __future__ import annotations

import pytest

from tests.orders import ANNA, accepted, allocated
from tests.world import World
from wms import jobs
from wms.errors import Refused
from wms.inbound.putaway import put_away
from wms.orders import queries
from wms.orders.accept import OrderedLine, accept
from wms.people.actor import SYSTEM
from wms.work import HANDLERS


def _status(world: World, ref: str) -> tuple[str, str]:
    with world.db.read() as conn:
        order = queries.order(conn, world.ids[ref])
    return order.status, order.reason


def test_an_order_gets_all_its_stock_or_none(world: World) -> None:
    world.bins("A-01", "A-02").item("MUG").item("CAP")
    world.stock("MUG", 3, at="A-01").stock("CAP", 1, at="A-02")
    accepted(world, "S-1", [("MUG", 2), ("CAP", 2)])
    accepted(world, "S-2", [("MUG", 3)])
    allocated(world, "S-1", "S-2")
    assert _status(world, "S-1") == ("waiting", "no_stock CAP")
    assert _status(world, "S-2") == ("allocated", "")
    assert world.differences() == []


def test_a_waiting_order_gets_stock_that_came_later(world: World) -> None:
    world.bins("A-01").item("MUG")
    accepted(world, "S-1", [("MUG", 2)])
    assert list(allocated(world, "S-1").values()) == ["no_stock MUG"]
    world.stock("MUG", 2, at="A-01")
    assert list(allocated(world, "S-1").values()) == [""]


def test_held_goods_and_goods_at_the_dock_are_not_promised(world: World) -> None:
    world.bins("A-01").item("MUG").stock("MUG", 5, at="DOCK", lpn="P1")
    accepted(world, "S-1", [("MUG", 1)])
    assert list(allocated(world, "S-1").values()) == ["no_stock MUG"]


def test_the_same_order_twice_is_one_order(world: World) -> None:
    world.item("MUG")
    first = accepted(world, "S-1", [("MUG", 2)])
    assert accepted(world, "S-1", [("MUG", 2)]) == first
    with pytest.raises(Refused, match=r"orders\.exists"):
        accepted(world, "S-1", [("MUG", 3)])


@pytest.mark.parametrize(
    ("quantity", "code"), [(0, "too_small"), (-1, "too_small"), (10**7, "too_large")]
)
def test_an_odd_quantity_is_refused(world: World, quantity: int, code: str) -> None:
    world.item("MUG")
    with pytest.raises(Refused, match=code):
        accepted(world, "S-1", [("MUG", quantity)])


def test_an_order_without_lines_is_refused(world: World) -> None:
    lines: list[OrderedLine] = []
    with pytest.raises(Refused, match=r"orders\.empty"):
        world.do(
            lambda conn: accept(
                conn,
                warehouse_id=world.warehouse_id,
                source="test",
                external_ref="S-1",
                lines=lines,
                recipient=ANNA,
                at=world.at,
            )
        )


def test_an_order_that_waits_gets_what_a_putaway_or_a_count_sets_free(world: World) -> None:
    world.bins("A-01").item("MUG").stock("MUG", 2, at="DOCK", lpn="P1").worker("anna")
    accepted(world, "S-1", [("MUG", 2)])
    allocated(world, "S-1")
    assert _status(world, "S-1") == ("waiting", "no_stock MUG")
    world.do(
        lambda conn: put_away(
            conn,
            lpn_id=world.ids["P1"],
            location_id=world.ids["A-01"],
            actor=SYSTEM,
            at=world.at,
            config=world.config,
        )
    )
    assert jobs.run_one(world.db, HANDLERS, world.at)
    assert _status(world, "S-1") == ("allocated", "")
