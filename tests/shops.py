"""Two merchants in one house, ALFA and BETA, each with goods and documents of every kind, and keys
of all sorts. Every name that belongs to a merchant begins with its code."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update

from tests import packing
from tests.bench import Bench
from tests.usecases.api import ANNA, Caller
from tests.world import World
from wms.orders.models import Order
from wms.people import enroll

MERCHANTS = ("ALFA", "BETA")
GTINS = {"ALFA": "5901234123457", "BETA": "9501101530003"}
UNLIMITED = {"calls_per_minute": 0, "calls_at_once": 1, "wrong_keys_per_minute": 0}


class Shops:
    """The stage; `keys` are callers by name: "site", "ALFA", "BETA"."""

    def __init__(self, world: World) -> None:
        self.world = world
        shipping = {**world.config["shipping"], "upload_label": ["SWIFT"]}
        world.config = {**world.config, "shipping": shipping, "api": UNLIMITED}
        world.bins("A-01", "A-02")
        packing.carton(world, "C2", (300, 200, 150), tare=120)
        packing.carrier(world, "POST", "LANE-1")
        packing.carrier(world, "SWIFT", "LANE-2")
        self.bench = Bench(world)
        self.keys = {"site": self.caller("site")}
        self.sscc: dict[str, list[str]] = {}
        for merchant in MERCHANTS:
            self._goods(merchant)
            self.keys[merchant] = self.caller(f"{merchant} erp", merchant=merchant)
            self._parcels(merchant)
        for merchant in MERCHANTS:
            self._documents(merchant)

    def caller(
        self, name: str, *, merchant: str = "", role: str = "admin", scopes: tuple[str, ...] = ()
    ) -> Caller:
        """Return a caller with a new key."""

        def add(conn: Any) -> str:
            owner = enroll.merchant(conn, code=merchant) if merchant else None
            given = {"name": name, "merchant_id": owner, "role": role, "scopes": scopes}
            return enroll.api_key(conn, **given)[1]

        return Caller(self.world, self.world.do(add))

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

    def _parcels(self, merchant: str) -> None:
        """One that has shipped and is announced to come back, and one that waits for its label."""
        sku, lot = f"{merchant}-MUG", f"{merchant}-LOT"
        for ref, code in ((f"{merchant}-S", "POST"), (f"{merchant}-W", "SWIFT")):
            order_id = packing.picked(
                self.world, ref, {f"{merchant}-T-{code}": [(sku, 2, lot)]}, carrier=code
            )
            self._own(order_id, merchant)
            parcel_id = self.bench.begin(order_id)
            self.bench.put(parcel_id, sku, 2, lot=lot)
            if code == "POST":
                self.bench.finish(parcel_id, 720)
                self.bench.depart()
            else:
                self.bench.weigh(parcel_id, 720)
        found = [
            self.keys["site"].get(path).get_json()["items"]
            for path in (f"/shipments?merchant={merchant}", "/shipments?status=weighed")
        ]
        self.sscc[merchant] = [found[0][0]["sscc"], found[1][-1]["sscc"]]

    def _own(self, order_id: int, merchant: str) -> None:
        def own(conn: Any) -> None:
            owner = enroll.merchant(conn, code=merchant)
            conn.execute(update(Order).where(Order.id == order_id).values(merchant_id=owner))

        self.world.do(own)
