"""A floor whose books go wrong, and people who count it truly while others move pieces."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import Connection

from tests.world import World
from wms.counting import claim, count, queries
from wms.counting.approve import approve
from wms.counting.finish import Outcome, finish
from wms.counting.rules import Limits
from wms.db import Database
from wms.errors import Refused
from wms.inbound.relocate import relocate
from wms.people.actor import SYSTEM, Actor
from wms.stock import hold, promises, reserve
from wms.stock import queries as stock

BINS, SKUS = ("A-01", "A-02"), ("MUG", "CAP")
WORKERS = ("anna", "ben", "cara")
bins, skus, workers = st.sampled_from(BINS), st.sampled_from(SKUS), st.sampled_from(WORKERS)
some = st.integers(1, 4)
LIMITS = Limits(by_another=True, pieces=1, percent=0)


class Counted(RuleBasedStateMachine):
    """`there` is what physically lies where. Everything takes longer than a hand holds a piece, so
    the books know at each look what they should say."""

    make: Callable[[], Database]

    @initialize()
    def stage(self) -> None:
        self.world = World(self.make())
        self.world.bins(*BINS).item("MUG").item("CAP")
        for login in WORKERS:
            self.world.worker(login)
        self.world.worker("eva", role="supervisor", pin="4711")
        self.there: Counter[tuple[str, str]] = Counter()
        self.looked: dict[int, set[str]] = {}
        self.receive("MUG", "A-01", 4)
        self.receive("CAP", "A-02", 3)

    def attempt(self, work: Callable[[Connection], Any]) -> Any:
        self.world.at += timedelta(minutes=2)
        try:
            return self.world.do(work)
        except Refused:
            return None

    @rule(sku=skus, bin_=bins, n=some)
    def receive(self, sku: str, bin_: str, n: int) -> None:
        self.world.at += timedelta(minutes=2)
        self.world.stock(sku, n, at=bin_)
        self.there[bin_, sku] += n

    @rule(sku=skus, bin_=bins, n=some, is_held=st.booleans())
    def carry(self, sku: str, bin_: str, n: int, is_held: bool) -> None:
        """Nobody carries what is not there, whatever the books say."""
        other = next(b for b in BINS if b != bin_)
        ends = {"source_id": self.world.ids[bin_], "target_id": self.world.ids[other]}
        what = {"item_id": self.world.ids[sku], "lot_id": 0, "quantity": n, "is_held": is_held}
        more = {"actor": SYSTEM, "at": self.world.at + timedelta(minutes=2)}
        given = {**ends, **what, **more, "config": self.world.config}
        if self.there[bin_, sku] >= n and self.attempt(lambda c: relocate(c, **given)):
            self.there[bin_, sku] -= n
            self.there[other, sku] += n

    @rule(sku=skus, bin_=bins, n=st.integers(-3, 3).filter(bool))
    def go_wrong(self, sku: str, bin_: str, n: int) -> None:
        """Pieces get lost, or turn up, and nobody books it; not in a bin that is being counted."""
        with self.world.db.read() as conn:
            task = queries.at_location(conn, self.world.ids[bin_])
        if (task is None or task.begun_at is None) and self.there[bin_, sku] + n >= 0:
            self.there[bin_, sku] += n

    @rule(sku=skus, bin_=bins, n=some)
    def hold_as_short(self, sku: str, bin_: str, n: int) -> None:
        own = self._pieces(sku, bin_)
        why = {"reason": "short", "actor": SYSTEM, "at": self.world.at}
        number = self.world.warehouse_id
        if own is not None:
            self.attempt(lambda c: hold.hold(c, number, own.goods, n, source=own.place, **why))

    @rule(sku=skus, bin_=bins, n=some)
    def promise(self, sku: str, bin_: str, n: int) -> None:
        own = self._pieces(sku, bin_)
        if own is not None:
            demand = {"for_kind": "test", "for_id": 1, "at": self.world.at}
            given = {"quant_id": own.quant_id, "quantity": n, **demand}
            self.attempt(lambda c: reserve.reserve(c, **given))

    def _pieces(self, sku: str, bin_: str) -> Any:
        with self.world.db.read() as conn:
            here = stock.loose_at(conn, self.world.ids[bin_])
        return next((p for p in here if p.sku == sku and p.status == "good"), None)

    @rule(worker=workers, bin_=bins)
    def begin(self, worker: str, bin_: str) -> None:
        who = self.world.ids[worker]
        ids = {"warehouse_id": self.world.warehouse_id, "location_id": self.world.ids[bin_]}

        def begun(c: Connection) -> int:
            at = self.world.at
            task = claim.claim_bin(c, **ids, worker_id=who, at=at)
            count.begin(c, task_id=task.id, actor=Actor(who), at=at)
            return task.id

        task = self.attempt(begun)
        if task is not None:
            self.looked.setdefault(task, set())

    @rule(bin_=bins, sku=skus)
    def look(self, bin_: str, sku: str) -> None:
        """See all pieces of a kind at once, and say how many there are."""
        task = self._begun(bin_)
        if task is None or sku in self.looked[task.id]:
            return
        self.looked[task.id].add(sku)
        at, n = self.world.at + timedelta(minutes=2), self.there[bin_, sku]
        one = {"task_id": task.id, "actor": Actor(task.worker_id), "lot_id": 0, "at": at}
        item_id = self.world.ids[sku]
        self.attempt(lambda c: count.found_in_all(c, **one, item_id=item_id, quantity=n))

    def _begun(self, bin_: str) -> queries.TaskRow | None:
        with self.world.db.read() as conn:
            task = queries.at_location(conn, self.world.ids[bin_])
        return task if task is not None and task.begun_at is not None else None

    @rule(bin_=bins)
    def finish_count(self, bin_: str) -> None:
        """What is booked after a whole and true count is the truth, but for what is promised."""
        task = self._begun(bin_)
        if task is None:
            return
        for sku in SKUS:
            self.look(bin_, sku)
        outcome = self._finished(task)
        if not outcome.is_disputed and not outcome.left:
            assert self._books(bin_) == self._truth(bin_)

    def _finished(self, task: queries.TaskRow) -> Outcome:
        who, at = Actor(task.worker_id), self.world.at + timedelta(minutes=2)
        given = {"task_id": task.id, "actor": who, "at": at, "limits": LIMITS}
        found = self.attempt(lambda c: finish(c, **given))
        assert isinstance(found, Outcome)
        return found

    @rule(bin_=bins)
    def approve_count(self, bin_: str) -> None:
        with self.world.db.read() as conn:
            task = queries.at_location(conn, self.world.ids[bin_])
        if task is not None:
            eva, at = Actor(self.world.ids["eva"]), self.world.at
            self.attempt(lambda c: approve(c, task_id=task.id, actor=eva, at=at))

    def _books(self, bin_: str) -> dict[str, int]:
        with self.world.db.read() as conn:
            here = stock.loose_at(conn, self.world.ids[bin_])
        sums: Counter[str] = Counter()
        for pieces in here:
            sums[pieces.sku] += pieces.on_hand
        return dict(sums)

    def _truth(self, bin_: str) -> dict[str, int]:
        return {sku: n for sku in SKUS if (n := self.there[bin_, sku])}

    @invariant()
    def the_ledger_holds(self) -> None:
        if hasattr(self, "world"):
            assert self.world.differences() == []

    def teardown(self) -> None:
        """When promises have ended, a count or three of each bin end with the truth."""
        if not hasattr(self, "world"):
            return
        with self.world.db.read() as conn:
            pending = promises.promised(conn, "test", [1])
        for promised in pending:
            self.attempt(
                lambda c, p=promised: reserve.release(c, p.reservation_id, at=self.world.at)
            )
        for bin_ in BINS:
            if self._begun(bin_) is not None:
                self.finish_count(bin_)
            for worker in (*WORKERS, *WORKERS):
                self.begin(worker, bin_)
                self.finish_count(bin_)
            assert self._books(bin_) == self._truth(bin_)
        self.the_ledger_holds()
