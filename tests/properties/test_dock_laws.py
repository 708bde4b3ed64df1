"""Whatever arrives in whatever order: lines count what the ledger booked, nothing is lost, and
what waits to cross stands at the dock."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.conftest import _empty
from tests.properties.dock import Dock
from wms.db import Database


def _run(make: Callable[[], Database]) -> None:
    class Bound(Dock):
        pass

    Bound.make = staticmethod(make)
    run_state_machine_as_test(
        Bound,
        settings=settings(
            max_examples=12,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.slow
def test_no_sequence_of_arrivals_breaks_the_books_on_sqlite(
    sqlite_template: Path, tmp_path: Path
) -> None:
    made: list[Database] = []

    def make() -> Database:
        path = tmp_path / f"{len(made)}.db"
        shutil.copy(sqlite_template, path)
        made.append(Database(f"sqlite:///{path}"))
        return made[-1]

    _run(make)
    for db in made:
        db.close()


@pytest.mark.slow
def test_no_sequence_of_arrivals_breaks_the_books_on_postgresql(
    request: pytest.FixtureRequest, postgresql_db: Database
) -> None:
    def make() -> Database:
        _empty(postgresql_db)
        return postgresql_db

    _run(make)
