"""Whatever happens on the floor in whatever order: who follows the feed of changes alone knows
each order's status and reason, each parcel, and how much there is of each item."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.follower import Follower
from tests.properties.changing import SKUS, Floor
from tests.world import World
from wms.changes.models import Change
from wms.orders.models import Order
from wms.shipping import queries as shipping
from wms.stock.levels import levels

SEEDS, STEPS = (3, 4), 80


@pytest.mark.parametrize("seed", SEEDS)
def test_who_follows_the_feed_knows_every_order_parcel_and_level(world: World, seed: int) -> None:
    floor = Floor(world, seed)
    follower = Follower(world.db, most=5)
    for _ in range(STEPS):
        floor.step()
        follower.read_on()
        _orders_are_known(world, follower)
        _parcels_are_known(world, follower)
        _levels_are_known(world, follower)
    floor.end()
    follower.read_on()
    _orders_are_known(world, follower)
    assert follower.repeats() == []
    with world.db.read() as conn:
        numbers = list(conn.execute(select(Change.id).order_by(Change.id)).scalars())
    assert sorted(follower.numbers) == numbers


def _orders_are_known(world: World, follower: Follower) -> None:
    asked = select(Order.reference, Order.status, Order.reason)
    with world.db.read() as conn:
        rows = conn.execute(asked).all()
    assert {r.reference: r.status for r in rows} == follower.statuses
    assert {r.reference: r.reason for r in rows} == follower.reasons


def _parcels_are_known(world: World, follower: Follower) -> None:
    with world.db.read() as conn:
        ids = list(conn.execute(select(Order.id)).scalars())
        rows = shipping.of_orders(conn, ids)
        shipped = {
            r.reference for r in conn.execute(select(Order).where(Order.status == "shipped"))
        }
    known = {sscc for sscc, status in follower.parcels.items() if status in ("closed", "shipped")}
    assert {r.sscc for r in rows} == known
    assert set(follower.tracking) == shipped
    for order in shipped:
        assert follower.tracking[order] == {r.tracking for r in rows if r.order == order}


def _levels_are_known(world: World, follower: Follower) -> None:
    with world.db.read() as conn:
        found = levels(conn, [world.ids[sku] for sku in SKUS])
    true = {sku: found[world.ids[sku]] for sku in SKUS}
    assert {sku: (n.on_hand, n.available) for sku, n in true.items()} == follower.stock
