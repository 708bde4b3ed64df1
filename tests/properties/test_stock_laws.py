"""Whatever is done in whatever order: the ledger's total is zero, quants are its fold,
reservations add up, nothing is negative."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.properties.drive import on_postgresql, on_sqlite
from tests.properties.floor import Floor
from wms.db import Database


@pytest.mark.slow
def test_no_sequence_of_verbs_breaks_the_ledger_on_sqlite(
    sqlite_template: Path, tmp_path: Path
) -> None:
    on_sqlite(Floor, sqlite_template, tmp_path, examples=25)


@pytest.mark.slow
def test_no_sequence_of_verbs_breaks_the_ledger_on_postgresql(postgresql_db: Database) -> None:
    on_postgresql(Floor, postgresql_db, examples=25)
