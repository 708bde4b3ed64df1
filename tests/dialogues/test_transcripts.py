"""Every transcript in this folder is played on both databases, and is the manual of its flow.

As it is written on PostgreSQL; in Polish, and once more with scans in place of keys, on SQLite.
"""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import pytest

from tests import dialogues
from tests.dialogues import transcript
from tests.world import World
from wms.db import Database
from wms.dialogues import home, registry
from wms.labelling import STEPS

FOLDER = Path(__file__).parent
for _module in pkgutil.iter_modules(dialogues.__path__):
    if _module.name.startswith("stage_"):
        importlib.import_module(f"tests.dialogues.{_module.name}")

registry.load()
PATHS = sorted(FOLDER.glob("*.txt"))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_the_transcript_is_played_as_written(path: Path, postgresql_db: Database) -> None:
    transcript.check(path, World(postgresql_db))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_the_transcript_reads_well_in_polish(path: Path, sqlite_db: Database) -> None:
    transcript.check_translated(path, World(sqlite_db), "pl")


def test_every_polish_transcript_has_its_english_one() -> None:
    assert {path.name for path in (FOLDER / "pl").glob("*.txt")} == {path.name for path in PATHS}


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_the_transcript_is_finished_by_scans_as_by_keys(path: Path, sqlite_db: Database) -> None:
    """What a key does, the scan of its card does; every key that is shown has a card."""
    shown = transcript.check_by_scans(path, World(sqlite_db))
    assert shown <= {*STEPS, *home.ENTRIES, "QTY"}
