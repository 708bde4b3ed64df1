"""Orders that are picked, packed, changed, voided, cancelled and found short, all at random."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, select

from tests import packing as stage
from tests.bench import Bench, status
from tests.changes import changed, disagreeing, moved_to
from tests.orders import accepted, released
from tests.properties.loose_ends import stranded, undead
from tests.world import World
from wms.errors import Refused
from wms.orders import queries as orders
from wms.orders.models import Order
from wms.packing import queries, void, weigh
from wms.packing.queries import ParcelRow
from wms.people.actor import SYSTEM
from wms.picking import claim, totes
from wms.picking import queries as picking
from wms.picking.models import OrderTote
from wms.picking.pick import pick
from wms.picking.short import pick_short
from wms.shipping import put_back, serve
from wms.shipping.cancel import cancel
from wms.shipping.missing import missing
from wms.stock import queries as stock
from wms.work import work_off

SKUS, TOTES = ("MUG", "CAP", "HAT"), tuple(f"T-{n}" for n in range(12))
REFS = ("S-1", "S-2", "S-3")


class Floor:
    """Three orders, a picker, a bench; every act is one transaction that may be refused."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.chance = world, random.Random(seed)
        world.bins("A-01", "B-01").totes(*TOTES).worker("anna")
        for sku in SKUS:
            world.item(sku, weight_grams=200).stock(sku, 4, at="A-01").stock(sku, 5, at="B-01")
        stage.carton(world, "C2", (600, 500, 400), tare=100)
        stage.carrier(world, "POST", "LANE-1")
        stage.carrier(world, "SWIFT", "LANE-2")
        self.bench = Bench(world)
        for ref in REFS:
            accepted(world, ref, self.lines())
        self.done: set[str] = set()
        self.acts: list[Callable[[], Any]] = [
            *[self.pick] * 8,
            *[self.pack] * 7,
            *[self.finish] * 5,
            *[self.change] * 2,
            *(self.release, self.short, self.void, self.missing, self.unpack),
            *(self.put_back, self.move, self.carrier, self.find, self.depart),
        ]

    def lines(self) -> list[tuple[str, int]]:
        chosen = self.chance.sample(SKUS, self.chance.randint(1, 3))
        return [(sku, self.chance.randint(1, 3)) for sku in chosen]

    def step(self) -> None:
        """Do one act and see that nothing has drifted."""
        act = self.chance.choice(self.acts)
        if self.chance.random() < 0.01:
            act = self.cancel
        try:
            if act() is not False:
                self.done.add(act.__name__)
        except Refused:
            pass
        world = self.world
        assert world.differences() == [], act.__name__
        assert [disagreeing(world, ref) for ref in REFS] == [[]] * len(REFS), act.__name__
        assert (stranded(world), undead(world)) == ([], []), act.__name__

    def ref(self) -> str:
        return self.chance.choice(REFS)

    def release(self) -> None:
        released(self.world, 2)

    def change(self) -> None:
        """Order one piece more or fewer of something, or another item besides."""
        ref = self.ref()
        with self.world.db.read() as conn:
            now = {x.sku: x.ordered for x in orders.lines(conn, [self.world.ids[ref]])}
        sku = self.chance.choice(SKUS)
        now[sku] = max(now.get(sku, 0) + self.chance.choice([-2, -1, 1]), 0)
        changed(self.world, ref, [(name, n) for name, n in now.items() if n])

    def move(self) -> None:
        moved_to(self.world, self.ref(), self.chance.choice(["Gdynia", "Sopot", "Hel"]))

    def carrier(self) -> None:
        changed(self.world, self.ref(), carrier_code=self.chance.choice(["POST", "SWIFT"]))

    def cancel(self) -> None:
        number, at = self.world.ids[self.ref()], self.world.at
        self.world.do(lambda c: cancel(c, order_id=number, reason="", actor=SYSTEM, at=at))

    def find(self) -> None:
        """What went short turns up again."""
        sku, number = self.chance.choice(SKUS), self.world.ids[self.ref()]
        self.world.stock(sku, 1, at="A-01")
        item = [self.world.ids[sku]]
        self.world.do(lambda c: serve.serve(c, number, item, at=self.world.at))

    def _stop(self) -> tuple[int, Any] | None:
        given = {"warehouse_id": self.world.warehouse_id, "worker_id": self.world.ids["anna"]}
        cluster = self.world.do(lambda c: claim.claim(c, at=self.world.at, **given))
        if cluster is None:
            return None
        with self.world.db.read() as conn:
            return cluster, picking.next_stop(conn, cluster)

    def pick(self) -> bool:
        found = self._stop()
        if found is None:
            released(self.world, 2)
            return False
        cluster, stop = found
        if stop is None:
            self._drop(cluster)
        elif stop.tote_id is None:
            self.world.do(lambda c: self._tie(c, cluster, stop.order_id))
        else:
            n = self.chance.randint(1, stop.open)
            given = {"pick_id": stop.pick_id, "tote_id": stop.tote_id, "cart_id": stop.cart_id}
            given |= {"warehouse_id": self.world.warehouse_id, "at": self.world.at}
            self.world.do(lambda c: pick(c, quantity=n, actor=SYSTEM, **given))
        return stop is not None

    def _tie(self, conn: Connection, cluster: int, order_id: int) -> None:
        used = set(
            conn.execute(select(OrderTote.lpn_id).where(OrderTote.status != "empty")).scalars()
        )
        ids = self.world.ids
        free = next(ids[code] for code in TOTES if ids[code] not in used)
        given = {"cluster_id": cluster, "order_id": order_id, "cart_id": ids["CART"]}
        totes.tie(conn, tote_id=free, actor=SYSTEM, **given)

    def _drop(self, cluster: int) -> None:
        with self.world.db.read() as conn:
            on_cart = [(order, tote) for order, tote, _ in picking.on_cart(conn, cluster)]
        given = {"cluster_id": cluster, "location_id": self.world.ids["PACK"], "totes": on_cart}
        given |= {"warehouse_id": self.world.warehouse_id, "at": self.world.at}
        self.world.do(lambda c: totes.drop(c, actor=SYSTEM, **given))

    def short(self) -> None:
        found = self._stop()
        if found is not None and found[1] is not None:
            given = {"warehouse_id": self.world.warehouse_id, "at": self.world.at}
            number = found[1].pick_id
            self.world.do(lambda c: pick_short(c, pick_id=number, actor=SYSTEM, **given))

    def _parcels(self, *statuses: str) -> list[ParcelRow]:
        with self.world.db.read() as conn:
            rows = queries.parcels_of(conn, [self.world.ids[ref] for ref in REFS])
        return [row for row in rows if row.status in statuses]

    def pack(self) -> bool:
        parcels = self._parcels("open")
        if not parcels or self.chance.random() < 0.2:
            self.bench.begin(self.world.ids[self.ref()])
            return False
        parcel = self.chance.choice(parcels)
        self.bench.put(parcel.id, self.chance.choice(SKUS), self.chance.randint(1, 2))
        return True

    def unpack(self) -> None:
        self.bench.unpack(self.chance.choice(self._parcels("open") or [self._none()]).id)

    def missing(self) -> None:
        parcel = self.chance.choice(self._parcels("open") or [self._none()])
        given = {"parcel_id": parcel.id, "ship_short": self.chance.random() < 0.5}
        given |= {"warehouse_id": self.world.warehouse_id, "at": self.world.at}
        self.bench.do(missing, **given)

    def void(self) -> None:
        here = self._parcels("open", "weighed", "labelled", "closed")
        number = self.chance.choice(here or [self._none()]).id
        self.bench.do(void.void_parcel, parcel_id=number, at=self.world.at)

    def _none(self) -> Any:
        raise Refused("test.none", "no parcel")  # type: ignore[arg-type]

    def finish(self) -> None:
        """Bring a parcel one step further."""
        parcel = self.chance.choice(self._parcels(*queries.UNFINISHED) or [self._none()])
        match parcel.status:
            case "open":
                config = self.world.config
                told = self.bench.do(weigh.filled, parcel_id=parcel.id, config=config)
                self.bench.weigh(parcel.id, told.grams)
            case "weighed":
                self.bench.label(parcel.id)
            case "labelled":
                self.bench.close(parcel.id)
            case "closed":
                self.bench.hand_over(parcel.id, self.chance.choice(["LANE-1", "LANE-2"]))

    def depart(self) -> None:
        work_off(self.world.db, lambda: self.world.at)

    def put_back(self) -> None:
        with self.world.db.read() as conn:
            plates = [p.lpn_id for sku in SKUS for p in stock.of_item(conn, self.world.ids[sku])]
            due = [put_back.of_lpn(conn, n) for n in set(plates) if n]
            parts = [
                (n, p) for n in set(plates) if n for p in (put_back.of_lpn(conn, n) or _NO).parts
            ]
        if not parts:
            raise Refused("test.none", f"nothing of {len(due)}")  # type: ignore[arg-type]
        number, part = self.chance.choice(parts)
        bin_ = self.world.ids[self.chance.choice(["A-01", "B-01"])]
        where = {"lpn_id": number, "location_id": bin_, "config": self.world.config}
        with self.world.db.read() as conn:
            inside = stock.in_lpn(conn, number)
        goods = next(p.goods for p in inside if p.item_id == part.item_id)
        self.world.do(
            lambda c: put_back.put_back(c, goods=goods, actor=SYSTEM, at=self.world.at, **where)
        )

    def end(self) -> None:
        """Go on until every order has left, is cancelled or waits for stock."""
        for _ in range(400):
            if all(status(self.world, ref) in ("shipped", "cancelled", "waiting") for ref in REFS):
                return
            for act in (self.pick, self.pack, self.finish, self.depart):
                try:
                    act()
                except Refused:
                    continue
        with self.world.db.read() as conn:
            rows = conn.execute(select(Order.reference, Order.status)).all()
        raise AssertionError(f"somebody is stuck: {rows}")


_NO = put_back.Returning(0, "", ())
