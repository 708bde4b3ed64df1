"""The whole house: after the floor, the office and QC, parcels are packed, brought to their lane,
loaded, closed out, and come back, at random."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule
from sqlalchemy import func, select

from tests import packing as stage
from tests.bench import Bench
from tests.properties.floor import bins, nth, skus, some
from tests.properties.house import CARRIERS, House
from wms.inbound import putaway
from wms.packing import queries as packing
from wms.packing import void, weigh
from wms.packing.models import Parcel
from wms.packing.queries import ParcelRow
from wms.people.actor import SYSTEM, Actor
from wms.returns import queries as returns
from wms.returns.announce import AnnouncedLine, announce
from wms.returns.finish import finish
from wms.returns.models import CameBack, ReturnLine
from wms.returns.rules import GRADES
from wms.returns.take_back import Found, set_aside, take_back
from wms.shipping import manifests
from wms.shipping.close_out import close_out
from wms.shipping.load import load
from wms.shipping.models import Carrier, Manifest, ManifestParcel
from wms.stock import lpn
from wms.stock.models import StockMove

carriers = st.sampled_from(list(CARRIERS))
fates = st.sampled_from(["restock", "hold", "scrap"])


class Gate(House):
    """A house whose parcels leave with their truck, and come back to the dock."""

    @initialize()
    def stage(self) -> None:
        super().stage()
        world = self.world
        stage.carton(world, "C2", (600, 500, 400), tare=100)
        for code, lane in CARRIERS.items():
            stage.carrier(world, code, lane)
        world.worker("lars")
        shipping = world.config["shipping"] | {"departs": "load"}
        world.config = world.config | {"shipping": shipping}
        self.bench = Bench(world)
        self.plates: list[int] = []
        with world.db.read() as conn:
            rows = conn.execute(select(Carrier.code, Carrier.id)).all()
        self.carriers = {row.code: row.id for row in rows}
        self.begin_the_day()

    def begin_the_day(self) -> None:
        """Begin with something everywhere: one order has left, one is on its lane, one may be
        packed and one checked, one is in a wave that is planned, and one in none."""
        self.release_all()
        self.walk_on("anna")
        self.look_at(0, 6)
        self.finish_check(0)
        for n in (0, 0):
            self.pack_all(n)
        self.load_one(0, "SWIFT")
        self.close_truck("SWIFT", False)
        for sku in ("MUG", "CAP"):
            self.receive(sku, "A-02", 9)
            self.order(sku, 2, "MUG")
        self.release_all()
        self.walk_on("ben")
        for sku in ("CAP", "MUG"):
            self.order(sku, 2, "CAP")
        self.plan_wave([0])

    def _order(self, at: int) -> int:
        known = self._of(at, "picked")
        return known[at % len(known)]

    def _parcels(self, *statuses: str) -> list[ParcelRow]:
        with self.world.db.read() as conn:
            rows = packing.parcels_of(conn, [self.world.ids[ref] for ref in self.refs])
        return [row for row in rows if row.status in statuses]

    @rule(at=nth, n=some)
    def pack_some(self, at: int, n: int) -> None:
        """Put pieces of one kind into the open parcel of an order, or into a new one."""
        order_id = self._order(at)
        parcel_id = next((p.id for p in self._parcels("open") if p.order_id == order_id), None)
        if parcel_id is None:
            parcel_id = self.tried("begin", lambda: self.bench.begin(order_id))
        if parcel_id is None:
            return
        with self.world.db.read() as conn:
            left = packing.left(conn, order_id)
        if left:
            kind = left[n % len(left)]
            pieces = min(n, kind.quantity) if n < 6 else kind.quantity
            self.tried("put", lambda: self.bench.put(parcel_id, kind.sku, pieces))

    @rule(at=nth)
    def seal(self, at: int) -> None:
        """Bring a parcel one step further, to its lane at last."""
        known = [p for p in self._parcels(*packing.UNFINISHED) if p.lane_id is None]
        if not known:
            return
        parcel = known[at % len(known)]
        match parcel.status:
            case "open":
                self.tried("weigh", lambda: self._weigh(parcel.id))
            case "weighed":
                self.tried("label", lambda: self.bench.label(parcel.id))
            case "labelled":
                self.tried("close", lambda: self.bench.close(parcel.id))
            case _:
                lane = list(CARRIERS.values())[at % 2]
                self.tried("hand over", lambda: self.bench.hand_over(parcel.id, lane))

    def _weigh(self, parcel_id: int) -> None:
        config = self.world.config
        told = self.bench.do(weigh.filled, parcel_id=parcel_id, config=config)
        self.bench.weigh(parcel_id, told.grams)

    @rule(at=nth)
    def pack_all(self, at: int) -> None:
        """Pack the rest of an order and bring its parcels to their lanes."""
        for _ in range(2):
            self.pack_some(at, 6)
        for _ in range(4 * len(self._parcels(*packing.UNFINISHED))):
            self.seal(0)
        self.seal(1)

    @rule(at=nth)
    def void_parcel(self, at: int) -> None:
        known = self._parcels(*packing.UNFINISHED)
        if known:
            number, now = known[at % len(known)].id, self.world.at
            verb = void.void_parcel
            self.tried("void", lambda: self.bench.do(verb, parcel_id=number, at=now))

    @rule(at=nth, carrier=carriers)
    def load_one(self, at: int, carrier: str) -> None:
        known = self._parcels("closed", "void", "shipped")
        known = [p for p in known if p.lane_id and p.status == "closed"] or known
        if known:
            lars = Actor(worker_id=self.world.ids["lars"])
            given: dict[str, Any] = {
                "parcel_id": known[at % len(known)].id,
                "actor": lars,
                "at": self.world.at,
            }
            given |= {"carrier_id": self.carriers[carrier]}
            self.verb("load", lambda c: load(c, self.world.warehouse_id, **given))

    @rule(carrier=carriers, only_loaded=st.booleans())
    def close_truck(self, carrier: str, only_loaded: bool) -> None:
        with self.world.db.read() as conn:
            key = (self.world.warehouse_id, self.carriers[carrier])
            found = manifests.open_of(conn, *key)
        if found is not None:
            lars = Actor(worker_id=self.world.ids["lars"])
            given: dict[str, Any] = {"manifest_id": found.id, "actor": lars, "at": self.world.at}
            self.verb("close out", lambda c: close_out(c, **given, only_loaded=only_loaded))

    def _shipped(self, at: int) -> int:
        """Return an order that something of has left, if there is one, else any."""
        left = sorted({p.order_id for p in self._parcels("shipped")})
        return left[at % len(left)] if left else self._order(at)

    def _return(self, at: int, order_id: int) -> int:
        """Return the order's open return, or 0 every third time, for an unannounced one."""
        with self.world.db.read() as conn:
            found = returns.open_of(conn, order_id)
        return found.id if found is not None and at % 3 else 0

    @rule(at=nth, sku=skus, n=st.integers(1, 3))
    def announce_return(self, at: int, sku: str, n: int) -> None:
        given: dict[str, Any] = {"order_id": self._shipped(at), "source": "test"}
        given |= {"external_ref": f"RMA-{at % 8}", "at": self.world.at}
        lines = [AnnouncedLine(self.world.ids[sku], n)]
        self.verb("announce return", lambda c: announce(c, **given, lines=lines))

    @rule(at=nth, sku=skus, n=st.integers(1, 3), fate=fates, grade=st.sampled_from(GRADES))
    def come_back(self, at: int, sku: str, n: int, fate: str, grade: str) -> None:
        order_id = self._shipped(at)
        plate = self._plate(at) if fate == "restock" else 0
        given: dict[str, Any] = {
            "order_id": order_id,
            "rma_id": self._return(at, order_id),
            "quantity": n,
        }
        given |= {"item_id": self.world.ids[sku], "at": self.world.at, "actor": SYSTEM}
        found = Found(grade.lower(), fate, plate)
        self.verb(f"take back, {fate}", lambda c: take_back(c, **given, found=found))

    @rule(at=nth, sku=skus)
    def not_ours(self, at: int, sku: str) -> None:
        order_id = self._shipped(at)
        given: dict[str, Any] = {
            "order_id": order_id,
            "rma_id": self._return(at, order_id),
            "quantity": 1,
        }
        given |= {"item_id": self.world.ids[sku], "at": self.world.at, "actor": SYSTEM}
        self.verb("set aside", lambda c: set_aside(c, **given))

    def _plate(self, at: int) -> int:
        if at % 2 and self.plates:
            return self.plates[at % len(self.plates)]
        key: dict[str, Any] = {"kind": "lpn", "location_id": self.world.ids["DOCK"]}
        made = self.world.do(lambda c: lpn.make(c, company_prefix="9521234", **key)[0])
        self.plates.append(made)
        return int(made)

    @rule(at=nth, bin_=bins)
    def put_away(self, at: int, bin_: str) -> None:
        if self.plates:
            given: dict[str, Any] = {
                "lpn_id": self.plates[at % len(self.plates)],
                "config": self.world.config,
            }
            given |= {"location_id": self.world.ids[bin_], "actor": SYSTEM, "at": self.world.at}
            self.verb("put away", lambda c: putaway.put_away(c, **given))

    @rule(at=nth)
    def finish_return(self, at: int) -> None:
        with self.world.db.read() as conn:
            known = returns.arriving(conn, self.world.warehouse_id, at_most=50)
        if known:
            given: dict[str, Any] = {"rma_id": known[at % len(known)].id, "at": self.world.at}
            self.verb("finish return", lambda c: finish(c, **given))

    @invariant()
    def no_piece_comes_back_that_did_not_leave(self) -> None:
        """By the ledger, by parcel and item; and the counter agrees with what was recorded."""
        if not hasattr(self, "bench"):
            return
        total = func.sum(StockMove.quantity)
        left = select(StockMove.for_id, StockMove.item_id, total).where(
            StockMove.kind == "ship", StockMove.for_kind == "parcel"
        )
        back = select(ReturnLine.parcel_id, ReturnLine.item_id, func.sum(ReturnLine.quantity))
        back = back.where(ReturnLine.parcel_id.is_not(None))
        counted = select(CameBack.parcel_id, CameBack.item_id, func.sum(CameBack.returned))
        counted = counted.where(CameBack.returned > 0)
        with self.world.db.read() as conn:
            gone, here, known = (
                {(row[0], row[1]): int(row[2]) for row in conn.execute(asked)}
                for asked in (
                    left.group_by(StockMove.for_id, StockMove.item_id),
                    back.group_by(ReturnLine.parcel_id, ReturnLine.item_id),
                    counted.group_by(CameBack.parcel_id, CameBack.item_id),
                )
            )
        assert here == known
        assert {key: n for key, n in here.items() if n > gone.get(key, 0)} == {}

    @invariant()
    def parcels_leave_with_their_manifest(self) -> None:
        """What is on a closed manifest has left, and nothing else has."""
        if not hasattr(self, "bench"):
            return
        asked = (
            select(Parcel.id, Parcel.status, Manifest.status)
            .outerjoin(ManifestParcel, ManifestParcel.parcel_id == Parcel.id)
            .outerjoin(Manifest, Manifest.id == ManifestParcel.manifest_id)
        )
        with self.world.db.read() as conn:
            rows = conn.execute(asked).all()
        assert [row for row in rows if (row[1] == "shipped") != (row[2] == "closed")] == []
