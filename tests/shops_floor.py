"""What goes on in the house of the two merchants: goods come in and are held, bins are counted,
waves walk, a truck is loaded, files and webhooks fail. Each happens to either merchant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from tests.bench import Bench
from tests.hooks import deliver_due, later
from tests.orders import allocated
from tests.usecases.api import Caller
from tests.usecases.inbound import book, plate
from tests.world import World
from wms.channels import take_batch
from wms.inbound import queries as inbound
from wms.inbound.models import Asn
from wms.orders.models import Order
from wms.packing.models import Parcel
from wms.people.actor import SYSTEM
from wms.shipping.load import load
from wms.shipping.queries import carriers
from wms.stock.models import Lpn

NOBODY = "http://127.0.0.1:9/"
"""Nothing listens at this address, so that letters die."""

FILE = "external_ref,sku,quantity,name,street,city,country\n"


def allow_private(world: World) -> None:
    """Let webhooks post to this machine."""
    webhooks = {**world.config["webhooks"], "allow_private": True}
    world.config = {**world.config, "webhooks": webhooks}


def receive(world: World, merchant: str) -> None:
    """Let a piece come of what the merchant's delivery announces."""
    asked = select(Asn.id).where(Asn.external_ref == f"{merchant}-D1")
    with world.db.read() as conn:
        row = inbound.asn(conn, conn.execute(asked).scalar_one())
    book(world, row, f"{merchant}-MUG", 1, plate(world, f"{merchant}-P1"), lot=f"{merchant}-LOT")


def hold(site: Caller, merchant: str, place: str) -> None:
    """Hold a piece of a merchant's goods."""
    held = {"location": place, "merchant": merchant, "sku": f"{merchant}-MUG", "quantity": 1}
    held |= {"lot": f"{merchant}-LOT", "reason": "damaged"}
    assert site.post("/holds", held).status_code == 201


def count(site: Caller, *bins: str) -> None:
    """Plan counts of bins."""
    planned = site.post("/counts", {"bins": list(bins)})
    assert planned.get_json()["planned"] == len(bins)


def make_waves(world: World, site: Caller, merchants: Sequence[str]) -> None:
    """Release a wave with the first order of either merchant, and plan one with the second."""
    for which in ("1", "2"):
        refs = [f"{merchant}-{which}" for merchant in merchants]
        _know(world, refs)
        assert set(allocated(world, *refs).values()) == {""}
        assert site.post("/waves", {"orders": refs}).status_code == 201
    assert site.post("/waves/W-1/release", {}).status_code == 200


def load_truck(bench: Bench, parcel_id: int) -> None:
    """Finish a parcel and load it onto the truck of POST, which waits."""
    world, config = bench.world, bench.world.config
    world.config = {**config, "shipping": {**config["shipping"], "departs": "load"}}
    bench.finish(parcel_id, 720)
    world.config = config

    def onto(conn: Any) -> None:
        [carrier] = [one for one in carriers(conn) if one.code == "POST"]
        given = {"parcel_id": parcel_id, "carrier_id": carrier.id, "actor": SYSTEM}
        load(conn, world.warehouse_id, **given, at=world.at)

    world.do(onto)


def sscc(world: World, parcel_id: int) -> str:
    """Return the number of a parcel."""
    asked = select(Lpn.code).join(Parcel, Parcel.lpn_id == Lpn.id).where(Parcel.id == parcel_id)
    with world.db.read() as conn:
        return str(conn.execute(asked).scalar_one())


def upload(world: World, key: Caller, merchant: str) -> None:
    """Upload a file of which one order is good and one is not."""
    rows = "".join(
        f"{merchant}-{ref},{sku},1,{merchant}-Anna,Long 1,Warszawa,PL\n"
        for ref, sku in (("I1", f"{merchant}-MUG"), ("I2", f"{merchant}-NO"))
    )
    path = f"/imports?kind=orders&format=csv&file={merchant}.csv"
    sent = key.raw("POST", path, data=FILE + rows, content_type="text/csv")
    assert sent.status_code == 202, sent.get_data(as_text=True)
    run = {"run_id": sent.get_json()["id"]}
    world.do(lambda conn: take_batch.job(conn, run, world.at))


def let_letters_die(world: World, keys: Sequence[tuple[str, Caller]]) -> None:
    """Add webhooks to which nothing can be delivered, and let their first letters die."""
    for name, key in keys:
        hook = {"url": NOBODY + name, "types": ["order.accepted"], "note": name}
        assert key.post("/webhooks", hook | {"from_beginning": True}).status_code == 201
    for _ in range(3):
        deliver_due(world)
        later(world, 3600)


def _know(world: World, refs: Sequence[str]) -> None:
    """Let the world know the ids of orders that came by the API."""
    asked = select(Order.external_ref, Order.id).where(Order.external_ref.in_(refs))
    with world.db.read() as conn:
        world.ids |= {row.external_ref: row.id for row in conn.execute(asked)}
