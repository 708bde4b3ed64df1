"""The floor with its office and its check: waves, urgent orders, reassigned carts, books put right
by hand and QC, at random, beside all that `floor` does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule
from sqlalchemy import Connection, select

from tests import waves as office
from tests.changes import disagreeing
from tests.orders import accepted, allocated, released
from tests.properties.floor import SKUS, Floor, bins, nth, skus, some
from wms.counting import adjust
from wms.counting.rules import REASONS
from wms.errors import Refused
from wms.orders.models import Order, OrderLine
from wms.people.actor import SYSTEM, Actor
from wms.picking import queries as picking
from wms.picking import totes
from wms.picking.models import Cluster, OrderTote
from wms.picking.reassign import reassign
from wms.picking.release_wave import cancel_wave
from wms.picking.waves import all_of
from wms.quality import check, fail, sample
from wms.quality import queries as quality
from wms.quality.models import QcCheck
from wms.quality.queries import CheckRow
from wms.quality.rules import REASONS as FAULTS
from wms.quality.rules import Look
from wms.stock import queries as stock

CARRIERS = {"POST": "LANE-1", "SWIFT": "LANE-2"}
TOTES = tuple(f"T-{n}" for n in range(6))
NOTHING_PICKED = ("accepted", "waiting", "allocated")
_STATUSES = select(Order.external_ref, Order.status)
_TO_CHECK = (
    select(OrderTote.lpn_id)
    .join(QcCheck, QcCheck.order_id == OrderTote.order_id)
    .where(OrderTote.status == "dropped", QcCheck.status == "due")
    .order_by(OrderTote.id)
)


class House(Floor):
    """A floor where orders wait for an office that plans waves, and half of them are checked.

    `done` names what was not refused, so that a test can see that all of it is possible.
    """

    @initialize()
    def stage(self) -> None:
        self.done: set[str] = set()
        super().stage()
        self.world.worker("eva", role="supervisor", pin="4711").worker("quinn")
        given = self.world.config
        self.world.config = given | {"quality": {"every_nth_order": 2, "first_orders": 0}}

    def tried(self, name: str, act: Callable[[], Any]) -> Any:
        """Do what may be refused; None is no, and nothing has changed then."""
        try:
            found = act()
        except Refused:
            return None
        self.done.add(name)
        return found

    def verb(self, name: str, work: Callable[[Connection], Any]) -> Any:
        return self.tried(name, lambda: self.world.do(work))

    @property
    def refs(self) -> list[str]:
        return [f"S-{n}" for n in range(1, self.orders + 1)]

    def _quant(self, n: int) -> Any:
        """Return what lies in a bin: no hand takes pieces out of an order's totes and parcels."""
        with self.world.db.read() as conn:
            items = [self.world.ids[sku] for sku in SKUS]
            found = [p for i in items for p in stock.of_item(conn, i) if not p.lpn_id]
        return found[n % len(found)] if found else None

    @rule(first=skus, n=some, second=st.one_of(st.none(), skus))
    def order(self, first: str, n: int, second: str | None) -> None:
        """Accept an order and promise it stock; it waits for a wave, or for the next release."""
        self.orders += 1
        ref, carrier = f"S-{self.orders}", list(CARRIERS)[self.orders % 2]
        lines = [(first, n), *([(second, 1)] if second else [])]
        accepted(self.world, ref, lines, carrier)
        allocated(self.world, ref)

    @rule()
    def release_all(self) -> None:
        released(self.world, 2)

    def _of(self, at: int, *statuses: str) -> list[int]:
        """Return the orders that are so far, nearly always; else, or without any, all."""
        ids = [self.world.ids[ref] for ref in self.refs]
        asked = select(Order.id).where(Order.id.in_(ids), Order.status.in_(statuses))
        with self.world.db.read() as conn:
            known = list(conn.execute(asked.order_by(Order.id)).scalars())
        return known if known and at % 8 != 7 else ids

    def _wave(self, at: int, *statuses: str) -> str:
        with self.world.db.read() as conn:
            known = all_of(conn, self.world.warehouse_id)
        known = [w for w in known if w.status in statuses] or known
        return known[at % len(known)].reference if known else ""

    @rule(chosen=st.lists(nth, max_size=3))
    def plan_wave(self, chosen: Sequence[int]) -> None:
        known = self._of(sum(chosen), "allocated")
        ids = sorted({known[n % len(known)] for n in chosen})
        self.tried("plan wave", lambda: office.planned(self.world, ids or None))

    @rule(at=nth, orders=st.integers(1, 3))
    def release_wave(self, at: int, orders: int) -> None:
        name = self._wave(at, "planned")
        act = office.released_wave
        self.tried("release wave", lambda: act(self.world, name, orders=orders))

    @rule(at=nth)
    def unrelease_wave(self, at: int) -> None:
        name = self._wave(at, "released")
        self.tried("unrelease", lambda: office.unreleased(self.world, name))

    @rule(at=nth)
    def cancel_wave(self, at: int) -> None:
        name = self._wave(at, "planned")
        if name:
            number = office.wave_id(self.world, name)
            self.verb("cancel wave", lambda c: cancel_wave(c, wave_id=number, at=self.world.at))

    @rule(at=nth)
    def hurry(self, at: int) -> None:
        known = self._of(at, "waiting", "allocated", "released")
        number = known[at % len(known)]
        self.tried("urgent", lambda: office.urgent(self.world, number))

    @rule(at=nth, login=st.sampled_from(["anna", "ben", ""]))
    def reassign_cart(self, at: int, login: str) -> None:
        with self.world.db.read() as conn:
            asked = select(Cluster.reference).where(Cluster.status != "done").order_by(Cluster.id)
            known = list(conn.execute(asked).scalars())
        if known:
            given: dict[str, Any] = {
                "cluster": known[at % len(known)],
                "login": login,
                "at": self.world.at,
            }
            self.verb("reassign", lambda c: reassign(c, **given))

    @rule(bin_=bins, sku=skus, pieces=st.integers(-4, 4), reason=st.sampled_from(REASONS))
    def adjust_books(self, bin_: str, sku: str, pieces: int, reason: str) -> None:
        given: dict[str, Any] = {
            "location_id": self.world.ids[bin_],
            "item_id": self.world.ids[sku],
            "lot_id": 0,
        }
        given |= {"pieces": pieces, "reason": reason, "at": self.world.at}
        eva = Actor(worker_id=self.world.ids["eva"])
        config = self.world.config
        self.verb("adjust", lambda c: adjust.adjust(c, **given, actor=eva, config=config))

    @rule(worker=st.sampled_from(["anna", "ben"]))
    def walk_on(self, worker: str) -> None:
        """Pick all that is left on a cart, and set its totes down."""
        for _ in range(8):
            found = self._walk(worker)
            if found is None:
                return
            self.pick_some(worker, 5)
            if found[1] is None:
                return

    def _drop(self, cluster: int) -> None:
        """Set totes down where they go: at the dock, at QC or at packing."""

        def down(c: Connection) -> None:
            carried = [order for order, _, _ in picking.on_cart(c, cluster)]
            sample.sample(c, carried, config=self.world.config, at=self.world.at)
            on_cart = sample.on_cart(c, cluster)
            group = [t for t in on_cart if t.place_id == on_cart[0].place_id]
            totes.drop(
                c,
                cluster_id=cluster,
                totes=[(t.order_id, t.tote_id) for t in group],
                location_id=group[0].place_id or 0,
                warehouse_id=self.world.warehouse_id,
                actor=SYSTEM,
                at=self.world.at,
            )
            sample.withdraw(c, [t.order_id for t in group])

        with self.world.db.read() as conn:
            n = len(picking.on_cart(conn, cluster))
        for _ in range(n):
            self.verb("drop", down)
            with self.world.db.read() as conn:
                if not picking.on_cart(conn, cluster):
                    return

    @property
    def quinn(self) -> Actor:
        return Actor(worker_id=self.world.ids["quinn"])

    def _tote(self, at: int) -> str:
        """Return a tote that is to be checked, nearly always; else any."""
        with self.world.db.read() as conn:
            due = list(conn.execute(_TO_CHECK).scalars())
        codes = [code for code in TOTES if self.world.ids[code] in due]
        codes = codes if codes and at % 8 != 7 else list(TOTES)
        return codes[at % len(codes)]

    def _looks(self, code: str) -> tuple[CheckRow, list[Look]] | None:
        given: dict[str, Any] = {"lpn_id": self.world.ids[code], "code": code, "actor": self.quinn}
        found = self.verb("open tote", lambda c: check.open_tote(c, **given))
        if found is None:
            return None
        with self.world.db.read() as conn:
            return found, quality.looks(conn, found)

    @rule(at=nth, n=some)
    def look_at(self, at: int, n: int) -> None:
        """See pieces that are as they should be: a few of one kind, or all for 6."""
        found = self._looks(self._tote(at))
        for look in found[1] if found else ():
            given: dict[str, Any] = {"check_id": found[0].id, "item_id": look.item_id}  # type: ignore[index]
            more = look.left if n == 6 else n
            if more:
                self.verb("pass", lambda c, g=given, m=more: check.passed(c, **g, quantity=m))

    @rule(at=nth, n=st.integers(1, 2), reason=st.sampled_from(FAULTS))
    def fail_some(self, at: int, n: int, reason: str) -> None:
        code = self._tote(at)
        found = self._looks(code)
        if found is not None and found[1]:
            look = found[1][n % len(found[1])]
            given: dict[str, Any] = {
                "check_id": found[0].id,
                "item_id": look.item_id,
                "lot_id": look.lot_id,
            }
            given |= {"quantity": n, "reason": reason, "hold_id": self.world.ids["HOLD"]}
            given |= {"actor": self.quinn, "at": self.world.at, "tote_id": self.world.ids[code]}
            self.verb("fail", lambda c: fail.failed(c, **given))

    @rule(at=nth)
    def miss_the_rest(self, at: int) -> None:
        found = self._looks(self._tote(at))
        if found is not None:
            given: dict[str, Any] = {
                "check_id": found[0].id,
                "actor": self.quinn,
                "at": self.world.at,
            }
            self.verb("missing", lambda c: fail.missing(c, **given))

    @rule(at=nth)
    def finish_check(self, at: int) -> None:
        found = self._looks(self._tote(at))
        if found is not None:
            given: dict[str, Any] = {
                "check_id": found[0].id,
                "actor": self.quinn,
                "at": self.world.at,
            }
            target = self.world.ids["PACK"]
            self.verb("finish check", lambda c: check.finish(c, **given, target_id=target))

    @invariant()
    def lines_say_what_lies_there(self) -> None:
        """Every line's counters stand in order, and its pieces are where they say."""
        if not hasattr(self, "world"):
            return
        line = OrderLine
        wrong = select(line.id).where(
            (line.shipped < 0)
            | (line.shipped > line.packed)
            | (line.packed > line.picked)
            | (line.picked + line.short > line.ordered)
        )
        with self.world.db.read() as conn:
            assert list(conn.execute(wrong).scalars()) == []
            known = {row.external_ref: row.status for row in conn.execute(_STATUSES)}
        begun = [ref for ref, status in known.items() if status not in NOTHING_PICKED]
        assert [found for ref in begun for found in disagreeing(self.world, ref)] == []
