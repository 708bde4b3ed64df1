"""A small shop on a world: two bins, two items, an order to pick and carry to the bench."""

from __future__ import annotations

from datetime import UTC, datetime

from tests import packing
from tests.orders import accepted, released
from tests.world import World
from wms import jobs
from wms.orders import queries as orders
from wms.shipping.ship import ship

MUG, CAP = "9501101530003", "9501101530010"


def laid_out(world: World) -> None:
    """Put goods, cartons, a carrier, people and stations on the stage."""
    world.bins("A-01", "A-02").totes("T-1", "T-2")
    world.item("MUG", gtin=MUG, weight_grams=300).item("CAP", gtin=CAP, weight_grams=90)
    world.stock("MUG", 9, at="A-02").stock("CAP", 5, at="A-01")
    packing.carton(world, "C1", (100, 80, 60), tare=40)
    packing.carton(world, "C2", (300, 200, 150), tare=120)
    packing.carrier(world, "POST", "LANE-1")
    world.worker("anna").worker("jan", language="pl").worker("ewa", role="supervisor", pin="4711")
    for code, kind in (("H-1", "handheld"), ("PACK-1", "bench")):
        world.station(code, kind)


def ordered(world: World, *lines: tuple[str, int], ref: str = "S-1") -> str:
    """Let an order be picked; return what people call it."""
    accepted(world, ref, lines)
    released(world)
    with world.db.read() as conn:
        return orders.order(conn, world.ids[ref]).reference


def brought(world: World, ref: str, tote: str, *contents: tuple[str, int]) -> str:
    """Put an order on the stage as its picker left it, at the bench."""
    packing.picked(world, ref, {tote: [(sku, n, "") for sku, n in contents]})
    return ref


def depart(world: World) -> None:
    """Let the day's carrier come: what stands in the lanes leaves."""
    while jobs.run_one(world.db, {"ship_parcel": ship}, datetime.now(UTC)):
        pass


def status(world: World, ref: str) -> str:
    with world.db.read() as conn:
        return orders.order(conn, world.ids[ref]).status
