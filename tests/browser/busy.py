"""A warehouse in the middle of its day: something is on every page of the office."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from tests import packing
from tests.bench import Bench
from tests.browser import shop
from tests.hooks import deliver_due, hook, later
from tests.orders import accepted, allocated
from tests.picker import Picker
from tests.usecases.inbound import asn, book, plate
from tests.usecases.office import a_person
from tests.world import World
from wms import settings
from wms.channels import take_batch, upload
from wms.channels.scope import Scope
from wms.counting.ask import ask
from wms.inbound.announce import AnnouncedLine as Announced
from wms.inbound.set_aside import set_aside
from wms.people.actor import SYSTEM
from wms.picking import waves
from wms.picking.plan_wave import Asked, plan
from wms.picking.release_wave import release_as_planned
from wms.returns.announce import AnnouncedLine as Returning
from wms.returns.announce import announce
from wms.stock import lpn
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
    _in_and_out(world)
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


def _in_and_out(world: World) -> None:
    """Leave a delivery of which something came, goods that nobody knows, a return, an import and a
    webhook with a letter that was not taken."""
    row = asn(world, "A-1", Announced("MUG", 10), Announced("CAP", 5))
    book(world, row, "MUG", 4, plate(world, "L-1"))
    world.do(lambda conn: _unknown(conn, world))
    back = [Returning(world.ids["MUG"], 1)]
    given = {"source": "test", "external_ref": "R-1", "at": world.at}
    world.do(lambda c: announce(c, order_id=world.ids["DONE-1"], lines=back, **given))
    file = b"external_ref,merchant,sku,quantity,name,street,city,country\nF-1,SHOP,NO,1,A,B,C,PL\n"
    read = upload.opened(file, kind="orders", format_name="csv", file_name="orders.csv")
    scope = Scope("import", may_add_merchants=True)
    kept = {"client": BOSS, "scope": scope, "at": world.at}
    run_id = world.do(lambda c: upload.keep(c, read, **kept))
    world.do(lambda c: take_batch.job(c, {"run_id": run_id}, world.at))
    hook(world, "http://127.0.0.1:9/", "order.shipped")
    for _ in range(3):
        deliver_due(world)
        later(world, 60)


def _unknown(conn: Connection, world: World) -> None:
    where = {"warehouse_id": world.warehouse_id, "asn_id": None, "lpn_id": plate_of(conn)}
    given = {"scanned": "X-1", "symbology": "", "code": "X-1", "quantity": 2}
    set_aside(conn, **given, **where, actor=SYSTEM, at=world.at)


def plate_of(conn: Connection) -> int:
    return lpn.register(conn, code="P-X", kind="lpn", location_id=None)
