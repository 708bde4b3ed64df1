"""Drive a state machine at random, each example on a database of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from tests.conftest import _empty
from wms.db import Database


def on_sqlite(
    machine: type[RuleBasedStateMachine],
    template: Path,
    folder: Path,
    *,
    examples: int,
    steps: int = 40,
) -> None:
    """Drive a machine; each example gets a copy of the migrated `template`."""
    made: list[Database] = []

    def make() -> Database:
        path = folder / f"{len(made)}.db"
        shutil.copy(template, path)
        made.append(Database(f"sqlite:///{path}"))
        return made[-1]

    _run(machine, make, examples, steps)
    for db in made:
        db.close()


def on_postgresql(
    machine: type[RuleBasedStateMachine], db: Database, *, examples: int, steps: int = 40
) -> None:
    """Drive a machine; each example gets the database empty."""

    def make() -> Database:
        _empty(db)
        return db

    _run(machine, make, examples, steps)


def _run(machine: Any, make: Callable[[], Database], examples: int, steps: int) -> None:
    bound = type("Bound", (machine,), {"make": staticmethod(make)})
    run_state_machine_as_test(
        bound,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
