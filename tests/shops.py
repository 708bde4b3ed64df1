"""Two merchants in one house, ALFA and BETA, each with goods and documents of every kind, and keys
of all sorts. Every name that belongs to a merchant begins with its code."""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert

from tests import packing
from tests import shops_floor as floor
from tests.application import application
from tests.bench import Bench
from tests.usecases.api import ANNA, Caller
from tests.usecases.test_station_api import SLIP
from tests.world import World
from wms.people import enroll
from wms.terminal.models import Document

MERCHANTS = ("ALFA", "BETA")
GTINS = {"ALFA": "5901234123457", "BETA": "9501101530003"}
UNLIMITED = {"calls_per_minute": 0, "calls_at_once": 1, "wrong_keys_per_minute": 0}


class Shops:
    """The stage; `keys` are callers by name: "site", "ALFA", "BETA"."""

    def __init__(self, world: World) -> None:
        self.world = world
        shipping = {**world.config["shipping"], "upload_label": ["SWIFT"]}
        world.config = {**world.config, "shipping": shipping, "api": UNLIMITED}
        floor.allow_private(world)
        world.bins("A-01", "A-02")
        packing.carton(world, "C2", (300, 200, 150), tare=120)
        packing.carrier(world, "POST", "LANE-1")
        packing.carrier(world, "SWIFT", "LANE-2")
        self.bench = Bench(world)
        self.app = application(world)
        self.keys = {"site": self.caller("site")}
        self.sscc: dict[str, list[str]] = {}
        for merchant in MERCHANTS:
            self._goods(merchant)
            self.keys[merchant] = self.caller(f"{merchant} erp", merchant=merchant)
            self._parcels(merchant)
        for merchant in MERCHANTS:
            self._documents(merchant)
        self._let_happen()

    def caller(
        self, name: str, *, merchant: str = "", role: str = "admin", scopes: tuple[str, ...] = ()
    ) -> Caller:
        """Return a caller with a new key."""

        def add(conn: Any) -> str:
            owner = enroll.merchant(conn, code=merchant) if merchant else None
            given = {"name": name, "merchant_id": owner, "role": role, "scopes": scopes}
            return enroll.api_key(conn, **given)[1]

        return Caller(self.world, self.world.do(add), self.app)

    def station(self, code: str) -> tuple[str, int]:
        """Return (key, number of a document that waits there) of a new bench."""
        world = self.world
        number, key = world.do(
            lambda c: enroll.station(c, code=code, kind="bench", warehouse_id=world.warehouse_id)
        )
        values = {"kind": "slip", "device": "document", "data": SLIP, "for_kind": "order"}
        values |= {"for_id": 1, "copy_no": 1, "booked_at": world.at, "station_id": number}
        made = insert(Document).returning(Document.id)
        return key, world.do(lambda conn: conn.execute(made, values).scalar_one())

    def _goods(self, merchant: str) -> None:
        sku = f"{merchant}-MUG"
        self.world.item(sku, merchant=merchant, gtin=GTINS[merchant], lot=True)
        place = "A-01" if merchant == "ALFA" else "A-02"
        self.world.stock(sku, 20, at=place, lot=f"{merchant}-LOT")

    def _documents(self, merchant: str) -> None:
        key, lines = self.keys[merchant], [{"sku": f"{merchant}-MUG", "quantity": 2}]
        sent = {"external_ref": f"{merchant}-D1", "lines": lines}
        assert key.post("/asns", sent).status_code == 201
        to = ANNA | {"name": f"{merchant}-Anna"}
        for ref in (f"{merchant}-1", f"{merchant}-2", f"{merchant}-3"):
            sent = {"external_ref": ref, "recipient": to, "lines": lines}
            assert key.post("/orders", sent).status_code == 201
        sent = {"external_ref": f"{merchant}-R1", "order": f"{merchant}-S", "reason": merchant}
        assert key.post("/returns", sent | {"lines": lines[:1]}).status_code == 201

    def _let_happen(self) -> None:
        """Let what goes on in a house go on, for either merchant."""
        world, site = self.world, self.keys["site"]
        for merchant, place in zip(MERCHANTS, ("A-01", "A-02"), strict=True):
            floor.receive(world, merchant)
            floor.hold(site, merchant, place)
            floor.upload(world, self.keys[merchant], merchant)
        floor.make_waves(world, site, MERCHANTS)
        floor.count(site, "A-01", "A-02")
        floor.let_letters_die(world, list(self.keys.items()))
        world.station("H9", worker="olga")

    def _parcels(self, merchant: str) -> None:
        """One that has shipped and is announced to come back, one that waits for its label, and
        one on a truck."""
        sku, lot = f"{merchant}-MUG", f"{merchant}-LOT"
        kinds = (("S", "POST"), ("W", "SWIFT"), ("M", "POST"))
        self.sscc[merchant] = []
        for kind, code in kinds:
            ref, tote = f"{merchant}-{kind}", f"{merchant}-T-{kind}"
            order_id = packing.picked(self.world, ref, {tote: [(sku, 2, lot)]}, carrier=code)
            parcel_id = self.bench.begin(order_id)
            self.bench.put(parcel_id, sku, 2, lot=lot)
            match kind:
                case "S":
                    self.bench.finish(parcel_id, 720)
                    self.bench.depart()
                case "W":
                    self.bench.weigh(parcel_id, 720)
                case "M":
                    floor.load_truck(self.bench, parcel_id)
            self.sscc[merchant].append(floor.sscc(self.world, parcel_id))
