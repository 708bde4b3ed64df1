"""A small floor at random: stock moves, promises and holds, orders that are picked, found short,
cancelled and put back, and counts; the audit follows every step. `house` adds waves and QC, `gate`
packing to returns, `dock` is about what arrives, `changing` about orders that are changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
)
from sqlalchemy import Connection

from tests.orders import accepted, released
from tests.properties.loose_ends import stranded, undead
from tests.world import World
from wms.counting import claim as counts
from wms.counting import count, finish
from wms.db import Database
from wms.errors import Refused
from wms.inbound.relocate import relocate
from wms.layout.models import CUSTOMER
from wms.people.actor import SYSTEM, Actor
from wms.picking import claim, queries, totes
from wms.picking.pick import pick
from wms.picking.short import pick_short
from wms.shipping import put_back
from wms.shipping.cancel import cancel
from wms.stock import hold, promises, reserve
from wms.stock import queries as stock
from wms.stock.ledger import Move, Place, post

BINS = ("A-01", "A-02", "B-01")
SKUS = ("MUG", "CAP")
bins, skus = st.sampled_from(BINS), st.sampled_from(SKUS)
some = st.integers(1, 6)
nth = st.integers(0, 50)


class Floor(RuleBasedStateMachine):
    """Stock, picking and counting, at random; a refusal is an answer, anything else a bug."""

    make: Callable[[], Database]

    @initialize()
    def stage(self) -> None:
        self.world = World(self.make())
        self.world.bins(*BINS).item("MUG").item("CAP").worker("anna").worker("ben")
        self.world.totes(*(f"T-{n}" for n in range(6)))
        for sku in SKUS:
            self.world.stock(sku, 9, at="A-01").stock(sku, 5, at="B-01")
        self.orders = 0
        self.order("MUG", 3, "CAP")
        self.order("CAP", 2, "MUG")

    def attempt(self, work: Callable[[Connection], Any]) -> Any:
        try:
            return self.world.do(work)
        except Refused:
            return None

    def _post(self, move: Callable[[Connection], Move]) -> None:
        number = self.world.warehouse_id
        self.attempt(lambda c: post(c, number, [move(c)], actor=SYSTEM, at=self.world.at))

    def _quant(self, n: int) -> Any:
        with self.world.db.read() as conn:
            found = [p for sku in SKUS for p in stock.of_item(conn, self.world.ids[sku])]
        return found[n % len(found)] if found else None

    @rule(sku=skus, bin_=bins, n=some)
    def receive(self, sku: str, bin_: str, n: int) -> None:
        self.world.stock(sku, n, at=bin_)

    @rule(at=nth, to=bins, n=some)
    def move(self, at: int, to: str, n: int) -> None:
        found = self._quant(at)
        if found is not None and found.location != to:
            target = Place(self.world.ids[to], 0, found.status)
            self._post(lambda c: Move("move", found.goods, n, found.place, target))

    @rule(at=nth, to=bins, n=some)
    def carry(self, at: int, to: str, n: int) -> None:
        found = self._quant(at)
        if found is not None:
            key = {"item_id": found.item_id, "lot_id": found.lot_id, "quantity": n}
            where = {"source_id": found.location_id, "target_id": self.world.ids[to]}
            given = {"is_held": found.status == "held", "config": self.world.config}
            given |= {"actor": SYSTEM, "at": self.world.at}
            self.attempt(lambda c: relocate(c, **key, **where, **given))

    @rule(at=nth, n=some)
    def promise(self, at: int, n: int) -> None:
        found = self._quant(at)
        if found is not None:
            self.attempt(
                lambda c: reserve.reserve(
                    c,
                    quant_id=found.quant_id,
                    quantity=n,
                    for_kind="test",
                    for_id=1,
                    at=self.world.at,
                )
            )

    @rule(at=nth)
    def release_promise(self, at: int) -> None:
        with self.world.db.read() as conn:
            pending = promises.promised(conn, "test", [1])
        if pending:
            chosen = pending[at % len(pending)].reservation_id
            self.attempt(lambda c: reserve.release(c, chosen, at=self.world.at))

    @rule(at=nth, n=some)
    def hold_some(self, at: int, n: int) -> None:
        found = self._quant(at)
        if found is not None and found.status == "good":
            self.attempt(
                lambda c: hold.hold(
                    c,
                    self.world.warehouse_id,
                    found.goods,
                    n,
                    source=found.place,
                    reason="test",
                    actor=SYSTEM,
                    at=self.world.at,
                )
            )

    @rule(at=nth, n=some)
    def free_some(self, at: int, n: int) -> None:
        found = self._quant(at)
        if found is not None and found.status == "held":
            self.attempt(
                lambda c: hold.free(
                    c,
                    self.world.warehouse_id,
                    found.goods,
                    n,
                    place=found.place,
                    reason="test",
                    actor=SYSTEM,
                    at=self.world.at,
                )
            )

    @rule(at=nth, n=some)
    def ship(self, at: int, n: int) -> None:
        found = self._quant(at)
        if found is not None:
            self._post(lambda c: Move("ship", found.goods, n, found.place, Place(CUSTOMER)))

    @rule(first=skus, n=some, second=st.one_of(st.none(), skus))
    def order(self, first: str, n: int, second: str | None) -> None:
        self.orders += 1
        lines = [(first, n), *([(second, 1)] if second else [])]
        accepted(self.world, f"S-{self.orders}", lines)
        released(self.world, 2)

    def _walk(self, worker: str) -> tuple[int, Any] | None:
        at, ids = self.world.at, self.world.ids
        number = self.world.warehouse_id
        cluster = self.attempt(
            lambda c: claim.claim(c, warehouse_id=number, worker_id=ids[worker], at=at)
        )
        if cluster is None:
            return None
        with self.world.db.read() as conn:
            stop = queries.next_stop(conn, cluster)
        if stop is not None and stop.tote_id is None:
            for tote in range(6):
                self.attempt(
                    lambda c, tote=tote: (
                        totes.tie(
                            c,
                            cluster_id=cluster,
                            order_id=stop.order_id,
                            tote_id=ids[f"T-{tote}"],
                            cart_id=ids["CART"],
                            actor=SYSTEM,
                        )
                        if queries.next_stop(c, cluster) == stop
                        else None
                    )
                )
        with self.world.db.read() as conn:
            return cluster, queries.next_stop(conn, cluster)

    @rule(worker=st.sampled_from(["anna", "ben"]), n=some)
    def pick_some(self, worker: str, n: int) -> None:
        found = self._walk(worker)
        if found is None:
            self.order("MUG", 2, "CAP")
            return
        cluster, stop = found
        if stop is None:
            self._drop(cluster)
            return
        self.attempt(
            lambda c: pick(
                c,
                pick_id=stop.pick_id,
                quantity=min(n, stop.open) if n < 6 else n,
                tote_id=stop.tote_id,
                cart_id=stop.cart_id,
                warehouse_id=self.world.warehouse_id,
                actor=SYSTEM,
                at=self.world.at,
            )
        )

    def _drop(self, cluster: int) -> None:
        with self.world.db.read() as conn:
            on_cart = queries.on_cart(conn, cluster)
        self.attempt(
            lambda c: totes.drop(
                c,
                cluster_id=cluster,
                totes=[(row[0], row[1]) for row in on_cart],
                location_id=self.world.ids["PACK"],
                warehouse_id=self.world.warehouse_id,
                actor=SYSTEM,
                at=self.world.at,
            )
        )

    @rule(worker=st.sampled_from(["anna", "ben"]))
    def short(self, worker: str) -> None:
        found = self._walk(worker)
        if found is not None and found[1] is not None:
            self.attempt(
                lambda c: pick_short(
                    c,
                    pick_id=found[1].pick_id,
                    warehouse_id=self.world.warehouse_id,
                    actor=SYSTEM,
                    at=self.world.at,
                )
            )

    @rule(at=nth)
    def cancel_order(self, at: int) -> None:
        order_id = self.world.ids[f"S-{at % self.orders + 1}"]
        self.attempt(
            lambda c: cancel(c, order_id=order_id, reason="test", actor=SYSTEM, at=self.world.at)
        )

    @rule(tote=st.integers(0, 5), bin_=bins)
    def put_back(self, tote: int, bin_: str) -> None:
        lpn_id = self.world.ids[f"T-{tote}"]
        with self.world.db.read() as conn:
            inside = stock.in_lpn(conn, lpn_id)
        where = {"lpn_id": lpn_id, "location_id": self.world.ids[bin_]}
        more = {"actor": SYSTEM, "at": self.world.at, "config": self.world.config}
        if inside:
            goods = inside[0].goods
            self.attempt(lambda c: put_back.put_back(c, **where, **more, goods=goods))

    @rule(bin_=bins, sku=skus, n=st.integers(0, 8))
    def count_bin(self, bin_: str, sku: str, n: int) -> None:
        """Begin, find `n` pieces, and sometimes leave it open for a later step to finish."""
        anna = Actor(worker_id=self.world.ids["anna"])
        at, number = self.world.at, self.world.warehouse_id

        def begin(c: Connection) -> Any:
            task = counts.claim_bin(
                c,
                warehouse_id=number,
                location_id=self.world.ids[bin_],
                worker_id=self.world.ids["anna"],
                at=at,
            )
            return count.begin(c, task_id=task.id, actor=anna, at=at)

        task = self.attempt(begin)
        item = self.world.ids[sku]
        self.attempt(
            lambda c: count.found_in_all(
                c, task_id=task.id, actor=anna, item_id=item, lot_id=0, quantity=n, at=at
            )
        )
        if n != 8:
            self.attempt(lambda c: finish.finish(c, task_id=task.id, actor=anna, at=at))

    @invariant()
    def the_ledger_holds(self) -> None:
        if hasattr(self, "world"):
            assert self.world.differences() == []
            assert stranded(self.world) == []
            assert undead(self.world) == []
