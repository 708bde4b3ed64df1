"""Counts with moves meanwhile never break the ledger, and end with what is physically there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.properties.counted import Counted
from tests.properties.drive import on_postgresql, on_sqlite
from wms.db import Database


@pytest.mark.slow
def test_true_counts_end_with_the_truth_on_sqlite(sqlite_template: Path, tmp_path: Path) -> None:
    on_sqlite(Counted, sqlite_template, tmp_path, examples=20, steps=30)


@pytest.mark.slow
def test_true_counts_end_with_the_truth_on_postgresql(postgresql_db: Database) -> None:
    on_postgresql(Counted, postgresql_db, examples=12, steps=30)
