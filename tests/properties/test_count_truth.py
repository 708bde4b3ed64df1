"""Counts with moves meanwhile never break the ledger, and end with what is physically there."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.conftest import _empty
from tests.properties.counted import Counted
from wms.db import Database


def _run(make: Callable[[], Database], examples: int) -> None:
    class Bound(Counted):
        pass

    Bound.make = staticmethod(make)
    run_state_machine_as_test(
        Bound,
        settings=settings(
            max_examples=examples,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.slow
def test_true_counts_end_with_the_truth_on_sqlite(sqlite_template: Path, tmp_path: Path) -> None:
    made: list[Database] = []

    def make() -> Database:
        path = tmp_path / f"{len(made)}.db"
        shutil.copy(sqlite_template, path)
        made.append(Database(f"sqlite:///{path}"))
        return made[-1]

    _run(make, 20)
    for db in made:
        db.close()


@pytest.mark.slow
def test_true_counts_end_with_the_truth_on_postgresql(postgresql_db: Database) -> None:
    def make() -> Database:
        _empty(postgresql_db)
        return postgresql_db

    _run(make, 12)
