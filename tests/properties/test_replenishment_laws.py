"""Whatever order replenishing, picking, allocating, shorts and cancelling come in: no piece is
lost, every promise holds, and no order is stuck without saying why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from tests import faces
from tests.properties.drive import on_postgresql, on_sqlite
from tests.properties.floor import BINS, Floor, nth, some
from wms.db import Database
from wms.replenishment import claim
from wms.replenishment.bring import bring, put_elsewhere
from wms.replenishment.queries import unfinished
from wms.replenishment.take import source_short, take

FACES = ("F-01", "F-02")
who = st.sampled_from(["rita", "omar"])


class Faces(Floor):
    """The floor where mugs have two faces and caps none; two replenishers walk it too."""

    @initialize()
    def stage(self) -> None:
        super().stage()
        self.world.bins(*FACES, kind="pick").worker("rita").worker("omar")
        for code, most in zip(FACES, (3, 6), strict=True):
            faces.face(self.world, "MUG", code, 1, most)

    def _task(self, worker: str) -> Any:
        found = self.attempt(
            lambda c: claim.claim(
                c,
                warehouse_id=self.world.warehouse_id,
                worker_id=self.world.ids[worker],
                at=self.world.at,
            )
        )
        return found, {"actor": faces.actor(self.world, worker), "at": self.world.at}

    @rule()
    def do_jobs(self) -> None:
        faces.jobs(self.world)

    @rule(worker=who, n=st.integers(1, 9))
    def fetch(self, worker: str, n: int) -> None:
        task, more = self._task(worker)
        if task is not None:
            quantity = min(n, task.quantity) if n < 9 else task.quantity
            self.attempt(lambda c: take(c, task_id=task.id, quantity=quantity, **more))

    @rule(worker=who, n=st.integers(1, 9))
    def fill(self, worker: str, n: int) -> None:
        task, more = self._task(worker)
        if task is not None and task.on_the_way:
            quantity = min(n, task.on_the_way)
            self.attempt(lambda c: bring(c, task_id=task.id, quantity=quantity, **more))

    @rule(worker=who, bin_=st.sampled_from([*BINS, *FACES]))
    def take_back(self, worker: str, bin_: str) -> None:
        task, more = self._task(worker)
        if task is not None and task.on_the_way:
            where = {"location_id": self.world.ids[bin_], "config": self.world.config}
            self.attempt(lambda c: put_elsewhere(c, task_id=task.id, **where, **more))

    @rule(worker=who, n=st.integers(0, 2))
    def find_too_few(self, worker: str, n: int) -> None:
        task, more = self._task(worker)
        if task is not None:
            quantity = min(n, task.quantity - 1)
            self.attempt(lambda c: source_short(c, task_id=task.id, quantity=quantity, **more))

    @rule(worker=who)
    def skip(self, worker: str) -> None:
        task, more = self._task(worker)
        if task is not None:
            self.attempt(lambda c: claim.give_back(c, task_id=task.id, **more))

    @rule(at=nth, worker=who)
    def take_over(self, at: int, worker: str) -> None:
        with self.world.db.read() as conn:
            found = unfinished(conn, self.world.warehouse_id)
        if found:
            given = {"task_id": found[at % len(found)].id, "worker_id": self.world.ids[worker]}
            self.attempt(lambda c: claim.take_over(c, **given, at=self.world.at))

    @rule(n=some)
    def order_mugs(self, n: int) -> None:
        self.order("MUG", n, None)

    def teardown(self) -> None:
        """At the end of the day all jobs are done: whoever waits still, waits for somebody."""
        if hasattr(self, "world"):
            faces.jobs(self.world)
            self.the_ledger_holds()
            assert faces.stuck(self.world) == []
            assert faces.misled(self.world) == []


@pytest.mark.slow
def test_faces_keep_every_law_whatever_happens_on_sqlite(
    sqlite_template: Path, tmp_path: Path
) -> None:
    on_sqlite(Faces, sqlite_template, tmp_path, examples=25)


@pytest.mark.slow
def test_faces_keep_every_law_whatever_happens_on_postgresql(postgresql_db: Database) -> None:
    on_postgresql(Faces, postgresql_db, examples=25)
