"""Waves for tests: plan one by hand, release it, hurry an order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from tests.world import World
from wms.picking import plan_wave as planning
from wms.picking import waves
from wms.picking.plan_wave import Draft
from wms.picking.release_wave import Released, release_wave
from wms.picking.rules import Cart, cart_of
from wms.picking.unrelease import TakenBack, unrelease
from wms.picking.urgent import Hurried, make_urgent


def cart(world: World, **limits: int) -> Cart:
    """Return the site's cart with other limits of its capacity."""
    known = cart_of(world.config)
    return replace(known, capacity=replace(known.capacity, **limits))


def planned(
    world: World, order_ids: Sequence[int] | None = None, template: str = "", **more: Any
) -> tuple[str, Draft]:
    """Plan a wave of these orders, or by a template."""

    def make(conn: Any) -> tuple[str, Draft]:
        wanted = planning.wanted(conn, world.warehouse_id, world.config, template, at=world.at)
        given = {"cart": more.get("cart") or cart(world), "order_ids": order_ids}
        return planning.plan_wave(conn, world.warehouse_id, wanted, at=world.at, **given)

    found: tuple[str, Draft] = world.do(make)
    return found


def wave_id(world: World, reference: str) -> int:
    with world.db.read() as conn:
        return waves.wave(conn, reference).id


def released_wave(world: World, reference: str, **limits: int) -> Released:
    number = wave_id(world, reference)
    found: Released = world.do(
        lambda c: release_wave(c, wave_id=number, cart=cart(world, **limits), at=world.at)
    )
    return found


def unreleased(world: World, reference: str) -> TakenBack:
    number = wave_id(world, reference)
    found: TakenBack = world.do(
        lambda c: unrelease(c, wave_id=number, cart=cart(world), at=world.at)
    )
    return found


def urgent(world: World, order_id: int, **limits: int) -> Hurried:
    found: Hurried = world.do(
        lambda c: make_urgent(c, order_id=order_id, cart=cart(world, **limits), at=world.at)
    )
    return found
