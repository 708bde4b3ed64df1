"""A small dock where all that can arrive arrives at random; its laws are looked at every step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import Connection, func, select

from tests.orders import accepted
from tests.world import World
from wms.db import Database
from wms.errors import Refused
from wms.inbound import blind, putaway, queries, resolve
from wms.inbound.announce import AnnouncedLine, announce
from wms.inbound.arrival import DAMAGED, OVER
from wms.inbound.models import Asn, AsnDiscrepancy, AsnLine
from wms.inbound.receive import LetIn, finish, receive_item
from wms.inbound.set_aside import set_aside
from wms.orders import cross_dock
from wms.orders.allocate import allocate
from wms.orders.models import Order
from wms.people import enroll
from wms.people.actor import SYSTEM
from wms.shipping.cancel import cancel
from wms.stock import lpn, promises
from wms.stock.models import StockMove

SKUS = ("MUG", "CAP")
skus, some, nth = st.sampled_from(SKUS), st.integers(1, 6), st.integers(0, 50)
ways = st.sampled_from(("", "", OVER, DAMAGED, "LET IN"))
codes = st.sampled_from(("X-1", "X-2", "X-3"))


class Dock(RuleBasedStateMachine):
    """Deliveries, orders that wait for them, and an office; a refusal is an answer."""

    make: Callable[[], Database]

    @initialize()
    def stage(self) -> None:
        self.world = World(self.make()).bins("A-01", "A-02", "A-03")
        self.world.bins("X-01", kind="pick", zone="CROSS")  # type: ignore[arg-type]
        self.world.item("MUG").item("CAP").worker("eva", role="supervisor", pin="4711")
        self.orders, self.asns, self.plates, self.unknown = 0, [], [], 0
        self.announced("MUG", 9)
        self.order("MUG", 3)

    def attempt(self, work: Callable[[Connection], Any]) -> Any:
        try:
            return self.world.do(work)
        except Refused:
            return None

    def plate(self, number: int) -> int:
        """Return one of the LPNs, or a new one."""
        if number < len(self.plates):
            return int(self.plates[number])
        key = {"kind": "lpn", "location_id": self.world.ids["DOCK"]}
        made = self.world.do(lambda c: lpn.make(c, company_prefix="9521234", **key)[0])
        self.plates.append(made)
        return int(made)

    @rule(sku=skus, n=some)
    def announced(self, sku: str, n: int) -> None:
        key = {"warehouse_id": self.world.warehouse_id, "source": "test", "at": self.world.at}
        ref, lines = f"A-{len(self.asns)}", [AnnouncedLine(sku, n)]
        shop = self.world.do(lambda c: enroll.merchant(c, code="SHOP"))
        row = self.attempt(
            lambda c: announce(c, merchant_id=shop, external_ref=ref, lines=lines, **key)
        )
        self.asns.append(row.id)

    @rule(number=nth)
    def came_blind(self, number: int) -> None:
        key = {"warehouse_id": self.world.warehouse_id, "at": self.world.at}
        shop = self.world.do(lambda c: enroll.merchant(c, code="SHOP"))
        papers = ("", "A-0", "WZ-1")[number % 3]
        row = self.attempt(
            lambda c: blind.open_blind(c, merchant_id=shop, supplier_ref=papers, **key)
        )
        self.asns.append(row.id)

    @rule(asn=nth, sku=skus, n=some, way=ways, plate=nth)
    def received(self, asn: int, sku: str, n: int, way: str, plate: int) -> None:
        given: dict[str, Any] = {"asn_id": self.asns[asn % len(self.asns)], "quantity": n}
        given |= {"item_id": self.world.ids[sku], "lpn_id": self.plate(plate)}
        given |= {"location_id": self.world.ids["DOCK"], "config": self.world.config}
        if way == "LET IN":
            given |= {"let_in": LetIn(self.world.ids["eva"], "bonus")}
        else:
            given |= {"aside": way}
        self.attempt(lambda c: receive_item(c, **given, **self.who))

    @property
    def who(self) -> dict[str, Any]:
        where = {"warehouse_id": self.world.warehouse_id}
        return where | {"actor": SYSTEM, "at": self.world.at}

    @rule(asn=nth, code=codes, n=some, plate=nth)
    def nobody_knows(self, asn: int, code: str, n: int, plate: int) -> None:
        given = {"asn_id": self.asns[asn % len(self.asns)], "quantity": n, "symbology": ""}
        given |= {"scanned": code, "code": code, "lpn_id": self.plate(plate)}
        found = self.attempt(lambda c: set_aside(c, **given, **self.who))
        self.unknown = found or self.unknown

    @rule(number=nth, sku=skus, pieces=some)
    def named(self, number: int, sku: str, pieces: int) -> None:
        given = {"unknown_id": number % (self.unknown + 1), "item_id": self.world.ids[sku]}
        given |= {"pieces_each": pieces, "actor": SYSTEM, "at": self.world.at}
        self.attempt(lambda c: resolve.resolve(c, **given, config=self.world.config))

    @rule(asn=nth)
    def settled(self, asn: int) -> None:
        number = self.asns[asn % len(self.asns)]
        self.attempt(lambda c: finish(c, asn_id=number, at=self.world.at))

    @rule(sku=skus, n=some)
    def order(self, sku: str, n: int) -> None:
        self.orders += 1
        accepted(self.world, f"S-{self.orders}", [(sku, n), ("CAP", 1)])
        self.promised()

    @rule()
    def promised(self) -> None:
        with self.world.db.read() as conn:
            asked = select(Order.id).where(Order.status.in_(("accepted", "waiting")))
            todo = list(conn.execute(asked.order_by(Order.id)).scalars())
        self.world.do(lambda c: allocate(c, self.world.warehouse_id, todo, at=self.world.at))

    @rule(number=nth)
    def cancelled(self, number: int) -> None:
        given = {"order_id": self.world.ids[f"S-{number % self.orders + 1}"], "reason": ""}
        self.attempt(lambda c: cancel(c, **given, actor=SYSTEM, at=self.world.at))

    @rule(plate=nth)
    def waits_across(self, plate: int) -> None:
        given = {"lpn_id": self.plate(plate), "warehouse_id": self.world.warehouse_id}
        self.attempt(lambda c: cross_dock.promise(c, **given, at=self.world.at))

    @rule(plate=nth)
    def carried_across(self, plate: int) -> None:
        given = {"lpn_id": self.plate(plate), "location_id": self.world.ids["X-01"]}
        self.attempt(lambda c: cross_dock.carry(c, **given, actor=SYSTEM, at=self.world.at))

    @rule(plate=nth, bin_=st.sampled_from(("A-01", "A-02", "A-03", "X-01")))
    def stored(self, plate: int, bin_: str) -> None:
        given: dict[str, Any] = {"lpn_id": self.plate(plate), "config": self.world.config}
        given |= {"location_id": self.world.ids[bin_], "actor": SYSTEM, "at": self.world.at}
        self.attempt(lambda c: putaway.put_away(c, **given))

    @invariant()
    def the_ledger_is_sound(self) -> None:
        assert self.world.differences() == []

    @invariant()
    def lines_count_what_was_booked(self) -> None:
        moves = select(StockMove.for_id, func.sum(StockMove.quantity)).where(
            StockMove.for_kind == queries.LINE, StockMove.kind == "receive"
        )
        kind, note = AsnDiscrepancy.kind, func.sum(AsnDiscrepancy.quantity)
        notes = select(AsnDiscrepancy.asn_line_id, kind, note)
        asked = select(AsnLine.id, AsnLine.expected, AsnLine.received, AsnLine.over_received)
        asked = asked.add_columns(AsnLine.damaged, Asn.kind).join(Asn, Asn.id == AsnLine.asn_id)
        with self.world.db.read() as conn:
            booked = {row[0]: row[1] for row in conn.execute(moves.group_by(StockMove.for_id))}
            grouped = notes.group_by(AsnDiscrepancy.asn_line_id, kind)
            noted = {(row[0], row[1]): row[2] for row in conn.execute(grouped)}
            for number, expected, received, over, damaged, way in conn.execute(asked):
                assert received == booked.get(number, 0)
                assert over == noted.get((number, OVER), 0)
                assert damaged == noted.get((number, DAMAGED), 0)
                assert received - over <= expected
                assert way == "announced" or received == expected

    @invariant()
    def only_what_stands_at_the_dock_waits_to_cross(self) -> None:
        with self.world.db.read() as conn:
            for number in self.plates:
                held = promises.on_lpn(conn, cross_dock.FOR, number)
                found = cross_dock.crossing(
                    conn, lpn_id=number, warehouse_id=self.world.warehouse_id
                )
                assert (found is None) == (not held)
