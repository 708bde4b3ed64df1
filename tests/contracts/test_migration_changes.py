"""Whoever begins to follow the feed after the upgrade knows what was there before it."""

from __future__ import annotations

from tests.bench import with_order
from tests.follower import Follower
from tests.orders import accepted
from tests.world import World
from wms import migrate

BEFORE = "0015"


def test_what_is_here_counts_as_changed_by_the_upgrade(world: World) -> None:
    bench = with_order(world)
    parcel = bench.begin(world.ids["O-1"])
    bench.put(parcel, "MUG", 3)
    bench.put(parcel, "CAP", 1)
    bench.finish(parcel, 1110)
    bench.depart()
    accepted(world, "S-1", [("MUG", 1)])
    before = Follower(world.db)
    before.read_on()
    migrate.downgrade(world.db, BEFORE)
    migrate.upgrade(world.db)
    after = Follower(world.db)
    after.read_on()
    assert after.statuses == before.statuses
    assert after.parcels == before.parcels
    assert after.tracking == before.tracking
    assert set(after.parcels.values()) == {"shipped"}
    accepted(world, "S-2", [("MUG", 1)])
    assert after.read_on() == 1
