"""A count against a pick in the same bin, both confirmed at the same moment at two stations.

Stated outcome: both go through, nobody is locked out, no piece is lost. What the counter found
agrees with the books before the pick (10): nothing is corrected. It does not (9): either the count
came first and the missing piece leaves the books, or the pick did, and the bin is counted again.
"""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.orders import accepted, released
from tests.races.floor import Watched, together
from tests.world import World
from wms.counting.models import CountTask
from wms.db import Database

ROUNDS = 4


@pytest.mark.parametrize("found", [10, 9])
def test_a_count_and_a_pick_at_the_same_moment_both_go_through(
    postgresql_db: Database, found: int
) -> None:
    world = World(postgresql_db)
    picker, counter = Watched(world, "H1", "anna"), Watched(world, "H2", "ben")
    for n in range(ROUNDS):
        name, sku = f"A-{n:02d}", f"MUG-{n}"
        world.bins(name).item(sku).stock(sku, 10, at=name).totes(f"T-{n}")
        accepted(world, f"S-{n}", [(sku, 2)])
        released(world, 1)
        _reach_for(picker, f"T-{n}", name, sku)
        _count(counter, name, sku, found)
        told, said = together(lambda n=n: picker.scan(f"T-{n}"), lambda: counter.key("DONE"))
        assert told == f"2 x {sku} in T-{n}"
        left = sum(k for place, k in world.on_hand(sku).items() if place == name)
        _as_stated(world, name, found, said, left)
        picker.scan(picker.desk.screen.expects)
        counter.key("BACK")
        assert world.differences() == []


def _as_stated(world: World, name: str, found: int, said: str, left: int) -> None:
    """Check what the counter was told against the books: eight lie there, or one fewer."""
    if found == 10:
        assert (said, left) == (f"{name} counted", 8)
    elif left == 7:
        assert said == f"{name}: difference recorded"
    else:
        assert left == 8
        assert said == f"Pieces moved meanwhile. {name} will be counted again"
        asked = select(CountTask.why).where(
            CountTask.location_id == world.ids[name], CountTask.status != "done"
        )
        with world.db.read() as conn:
            assert conn.execute(asked).scalars().all() == ["recount"]


def _reach_for(picker: Watched, tote: str, name: str, sku: str) -> None:
    picker.key("PICK")
    for code in (tote, name, sku):
        picker.scan(code)
    picker.key("QTY")
    assert picker.desk.screen.expects == tote


def _count(counter: Watched, name: str, sku: str, found: int) -> None:
    counter.key("COUNT")
    counter.scan(name)
    counter.scan(sku)
    counter.key("QTY", str(found))
    counter.key("DONE")
    assert counter.desk.screen.prompt == "Nothing else here? DONE again"
