"""Whatever arrives in whatever order: lines count what the ledger booked, nothing is lost, and
what waits to cross stands at the dock."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.properties.dock import Dock
from tests.properties.drive import on_postgresql, on_sqlite
from wms.db import Database


@pytest.mark.slow
def test_no_sequence_of_arrivals_breaks_the_books_on_sqlite(
    sqlite_template: Path, tmp_path: Path
) -> None:
    on_sqlite(Dock, sqlite_template, tmp_path, examples=20)


@pytest.mark.slow
def test_no_sequence_of_arrivals_breaks_the_books_on_postgresql(postgresql_db: Database) -> None:
    on_postgresql(Dock, postgresql_db, examples=20)
