"""A warehouse in the middle of its day: something is on every page of the office."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from tests import packing
from tests.bench import Bench
from tests.browser import shop
from tests.orders import accepted, allocated
from tests.picker import Picker
from tests.usecases.office import a_person
from tests.world import World
from wms import settings
from wms.counting.ask import ask
from wms.people.actor import SYSTEM
from wms.picking import waves
from wms.picking.plan_wave import Asked, plan
from wms.picking.release_wave import release_as_planned
from wms.stock.hold import hold
from wms.stock.ledger import Place

CONFIG = """
[quality]
every_nth_order = 0
first_orders = 0

[release]
mode = "waves"

[waves.POST]
carriers = ["POST"]
max_orders = 2
max_lines = 20

[waves.SINGLE]
method = "single"
max_orders = 9
max_lines = 20

[shipping.collected_at]
POST = "17:00"
SWIFT = "12:30"
"""
BOSS, POLE = "the-admin", "the-pole"
LONG = "A-VERY-LONG-REFERENCE-OF-A-MARKETPLACE-1009"


def configured(world: World, file: Path) -> None:
    """Write the site's settings and let the world go by them."""
    file.write_text(CONFIG, "utf-8")
    world.config = settings.load({"WMS_CONFIG": str(file)}).data


def playing(world: World) -> None:
    """Play the day up to now: shipped, packed, picked, released, planned, waiting orders; a hold,
    a count, people at work."""
    world.at = datetime.now(UTC) - timedelta(hours=2)
    shop.laid_out(world)
    world.bins("B-01", "B-02").totes("T-3", "T-4", "T-5")
    world.item("TEA", lot=True, expiry=True).item("POT", merchant="OTHER").item("RUG")
    world.stock("TEA", 12, at="B-01", lot="L-7", expires="2031-05-01").stock("POT", 3, at="B-02")
    packing.carrier(world, "SWIFT", "LANE-2")
    _packed(world)
    _waves(world)
    world.do(lambda conn: _set_aside_and_count(conn, world))
    a_person(world, BOSS, "admin")
    a_person(world, POLE, "admin", language="pl")


def _packed(world: World) -> None:
    """Leave one order shipped, one at its lane, one in its tote at the bench."""
    bench = Bench(world, "PACK-2")
    for ref, tote, pieces in (("DONE-1", "T-3", 2), ("DONE-2", "T-4", 1)):
        packing.picked(world, ref, {tote: [("MUG", pieces, "")]}, carrier="POST")
        parcel = bench.begin(world.ids[ref])
        bench.put(parcel, "MUG", pieces)
        bench.finish(parcel, 300 * pieces + 120)
        if ref == "DONE-1":
            bench.depart()
    packing.picked(world, "DONE-3", {"T-5": [("CAP", 1, "")]}, carrier="SWIFT")


def _waves(world: World) -> None:
    """Leave a wave that is walked, one that is planned, and orders that wait."""
    for n in range(1, 5):
        accepted(world, f"S-{n}", [("MUG", 1), ("CAP", 1)], carrier="POST")
    accepted(world, "S-5", [("TEA", 2)], carrier="SWIFT", priority="1")
    accepted(world, "S-6", [("RUG", 1)])
    accepted(world, LONG, [("POT", 1)], carrier="SWIFT")
    accepted(world, "S-7", [("MUG", 1)])
    allocated(world, *(f"S-{n}" for n in range(1, 7)), LONG)
    _wave(world, "POST", is_released=True)
    _wave(world, "SINGLE", is_released=False)
    walker = Picker(world.station("HAND-1", worker="anna"), iter(["T-1", "T-2"]))
    walker.desk.key("PICK")
    for tote in ("T-1", "T-2"):
        walker.desk.scan(tote)
    for _ in range(4):
        walker._stop()
    allocated(world, "S-7")  # it can be in the next wave


def _wave(world: World, template: str, *, is_released: bool) -> None:
    def work(conn: Connection) -> None:
        asked = Asked(world.config, template)
        reference, _ = plan(conn, world.warehouse_id, asked, at=world.at)
        if is_released:
            wave = waves.wave(conn, reference)
            release_as_planned(conn, wave, world.config, at=world.at)

    world.do(work)


def _set_aside_and_count(conn: Connection, world: World) -> None:
    ids, at = world.ids, world.at
    given = {"source": Place(ids["B-01"]), "reason": "damaged", "actor": SYSTEM, "at": at}
    hold(conn, world.warehouse_id, world.goods(conn, "TEA", "L-7"), 1, **given)
    for code in ("A-01", "B-02"):
        ask(conn, warehouse_id=world.warehouse_id, location_id=ids[code], why="asked", at=at)
