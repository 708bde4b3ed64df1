"""A stage in one line: warehouses, items, stock, orders, people and stations for tests."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select

from wms import settings
from wms.catalog.models import Item, ItemBarcode
from wms.db import Database
from wms.dialogues import registry
from wms.dialogues.home import SignIn
from wms.layout.models import SUPPLIER, Location, Warehouse
from wms.people import enroll
from wms.people.actor import SYSTEM
from wms.stock import lots, lpn
from wms.stock.audit import audit
from wms.stock.ledger import Goods, Move, Place, post
from wms.stock.models import NO_LOT, Lpn
from wms.terminal.engine import Engine
from wms.terminal.machine import Post
from wms.terminal.wire import Answer, Event, Input, Key, Scan, Screen, Typed, Weight

AREAS = {
    "DOCK": "dock",
    "QC": "qc",
    "CART": "cart",
    "PACK": "pack",
    "LANE-1": "lane",
    "LANE-2": "lane",
    "HOLD": "hold",
}
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class World:
    """A small warehouse W1 with its areas; everything else is put on the stage by name."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.at = NOON
        self.config = settings.load().data
        self.ids: dict[str, int] = {}
        self.badges: dict[str, str] = {}
        self.warehouse_id = self.do(self._warehouse)

    def do(self, work: Callable[[Connection], Any]) -> Any:
        return self.db.run(work)

    def _warehouse(self, conn: Connection) -> int:
        row = {"code": "W1", "name": "Warehouse 1", "timezone": "UTC"}
        number = conn.execute(insert(Warehouse).returning(Warehouse.id), row).scalar_one()
        for sequence, (code, kind) in enumerate(AREAS.items()):
            self._location(conn, number, code, kind, sequence)
        return number

    def _location(
        self, conn: Connection, warehouse_id: int, code: str, kind: str, n: int, **given: int
    ) -> None:
        row: dict[str, Any] = {"warehouse_id": warehouse_id, "code": code, "kind": kind}
        row |= {"sequence": n, "x_mm": 1000 * n, "zone": code.partition("-")[0], **given}
        result = conn.execute(insert(Location).returning(Location.id), row)
        self.ids[code] = result.scalar_one()

    def bins(self, *codes: str, kind: str = "storage", **sizes: int) -> World:
        """Add bins in walking order; without sizes they are unlimited."""
        for code in codes:
            n = len(self.ids) + 100
            self.do(
                lambda c, code=code, n=n: self._location(
                    c, self.warehouse_id, code, kind, n, **sizes
                )
            )
        return self

    def totes(self, *codes: str) -> World:
        for code in codes:
            self.ids[code] = self.do(
                lambda c, code=code: lpn.register(c, code=code, kind="tote", location_id=None)
            )
        return self

    def item(
        self,
        sku: str,
        *,
        gtin: str = "",
        merchant: str = "SHOP",
        lot: bool = False,
        expiry: bool = False,
        weight_grams: int = 300,
        size_mm: tuple[int, int, int] = (100, 80, 60),
        pack: tuple[str, int] | None = None,
    ) -> World:
        """Add an item with its GTIN (13 digits) and, if given, a pack's (GTIN, pieces)."""

        def add(conn: Connection) -> None:
            owner = enroll.merchant(conn, code=merchant)
            row = {"merchant_id": owner, "sku": sku, "name": f"{sku.title()} of {merchant}"}
            row |= dict(zip(("length_mm", "width_mm", "height_mm"), size_mm, strict=True))
            row |= {"weight_grams": weight_grams, "tracks_lot": lot, "tracks_expiry": expiry}
            row |= {"source": "test", "external_ref": f"{merchant}/{sku}"}
            self.ids[sku] = conn.execute(insert(Item).returning(Item.id), row).scalar_one()
            for code, pieces in [*([(gtin, 1)] if gtin else []), *([pack] if pack else [])]:
                barcode = {"item_id": self.ids[sku], "code": code.zfill(14), "pieces": pieces}
                conn.execute(insert(ItemBarcode), barcode)

        self.do(add)
        return self

    def goods(self, conn: Connection, sku: str, lot: str = "", expires: str = "") -> Goods:
        item_id = self.ids[sku]
        owner = conn.execute(select(Item.merchant_id).where(Item.id == item_id)).scalar_one()
        if not lot:
            return Goods(item_id, NO_LOT, owner)
        on = date.fromisoformat(expires) if expires else None
        return Goods(item_id, lots.known(conn, item_id=item_id, code=lot, expires_on=on), owner)

    def stock(
        self, sku: str, quantity: int, *, at: str, lpn: str = "", lot: str = "", expires: str = ""
    ) -> World:
        """Receive pieces straight into a bin, or into an LPN that stands there."""

        def receive(conn: Connection) -> None:
            place = Place(self.ids[at], self._lpn(conn, lpn, self.ids[at]) if lpn else 0)
            goods = self.goods(conn, sku, lot, expires)
            move = Move("receive", goods, quantity, Place(SUPPLIER), place)
            post(conn, self.warehouse_id, [move], actor=SYSTEM, at=self.at)

        self.do(receive)
        return self

    def _lpn(self, conn: Connection, code: str, location_id: int) -> int:
        known = conn.execute(select(Lpn.id).where(Lpn.code == code)).scalar()
        if known is not None:
            return known
        self.ids[code] = lpn.register(conn, code=code, kind="lpn", location_id=location_id)
        return self.ids[code]

    def worker(
        self, login: str, *, role: str = "worker", language: str = "en", pin: str = ""
    ) -> World:
        self.ids[login], self.badges[login] = self.do(
            lambda c: enroll.worker(
                c, login=login, name=login.title(), role=role, language=language, pin=pin
            )
        )
        return self

    def station(self, code: str, kind: str = "handheld", *, worker: str = "") -> Desk:
        """Add a station; with `worker` somebody new is signed in there, at the menu."""
        number, _ = self.do(
            lambda c: enroll.station(c, code=code, kind=kind, warehouse_id=self.warehouse_id)
        )
        self.ids[code] = number
        desk = Desk(self, Post(number, code, kind, self.warehouse_id))
        if worker:
            if worker not in self.badges:
                self.worker(worker)
            desk.scan(self.badges[worker])
        return desk

    def differences(self) -> list[Any]:
        """Audit: what stands in the way of a perfect ledger (nothing, ever)."""
        with self.db.read(snapshot=True) as conn:
            found = audit(conn)
        return [*found.differences, *([found.total] if found.total else [])]

    def on_hand(self, sku: str) -> dict[str, int]:
        """Return pieces by place: `A-01`, `A-01/T1` in an LPN, with ` held` when held."""
        from wms.stock import queries

        with self.db.read() as conn:
            rows = queries.of_item(conn, self.ids[sku])
        found: dict[str, int] = {}
        for row in rows:
            name = row.location + (f"/{row.lpn}" if row.lpn_id else "")
            name += " held" if row.status == "held" else ""
            found[name] = found.get(name, 0) + row.on_hand
        return found


class Desk:
    """A station without its hardware: says things to the engine and remembers the screen."""

    def __init__(self, world: World, post: Post) -> None:
        registry.load()
        self.world = world
        self.post = post
        self.engine = Engine(world.db, SignIn(), world.config)
        self.answer: Answer = self.engine.current(post, world.at)

    @property
    def screen(self) -> Screen:
        return self.answer.screen

    def say(self, given: Input, *, event_id: str = "") -> Screen:
        self.world.at += timedelta(seconds=3)
        event = Event(
            event_id or str(uuid.uuid4()),
            self.answer.last_event,
            self.screen.no,
            self.world.at,
            given,
        )
        self.answer = self.engine.answer(self.post, event, self.world.at)
        return self.screen

    def scan(self, text: str, symbology: str = "") -> Screen:
        return self.say(Scan(text, symbology))

    def key(self, name: str, value: str = "") -> Screen:
        return self.say(Key(name, value))

    def weigh(self, grams: int) -> Screen:
        return self.say(Weight(grams))

    def type(self, text: str) -> Screen:
        return self.say(Typed(text))
