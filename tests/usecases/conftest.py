"""The command line in this process, and files to import, in a folder of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.world import World
from wms.channels.rows import Rejected
from wms.channels.take_file import Imported, take_file
from wms.cli import main
from wms.db import Database

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder with the address of a database that is not there yet."""
    monkeypatch.setenv("WMS_DATABASE_URL", f"sqlite:///{tmp_path}/site.db")
    monkeypatch.delenv("WMS_CONFIG", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def wms(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process: (exit code, output, errors)."""

    def run(*words: str) -> tuple[int, str, str]:
        try:
            code = main(words)
        except SystemExit as end:
            code = int(end.code or 0)
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return code, said.out, said.err

    return run


@pytest.fixture
def site(wms: Run, sqlite_template: Path, home: Path) -> Run:
    """The same, with a small warehouse laid out."""
    (home / "site.db").write_bytes(sqlite_template.read_bytes())
    assert wms("init", "--aisles", "1", "--bays", "2", "--levels", "2")[0] == 0
    return wms


class Files:
    """Writes files and imports them."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world = world
        self.folder = folder
        self.rejected: list[Rejected] = []

    def take(self, kind: str, content: str | bytes, name: str = "file.csv") -> Imported:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        self.rejected = []
        tell = self.rejected.append
        return take_file(self.world.db, path, kind, at=self.world.at, tell=tell)

    def said(self) -> list[tuple[int, str]]:
        return [(r.line, r.field) for r in self.rejected]

    def count(self, table: Any) -> int:
        asked = select(func.count()).select_from(table)
        return int(self.world.do(lambda conn: conn.execute(asked).scalar_one()))


@pytest.fixture
def files(world: World, tmp_path: Path) -> Files:
    return Files(world, tmp_path)


@pytest.fixture
def local(sqlite_db: Database, tmp_path: Path) -> Files:
    """Files on SQLite only: for what is not about the database."""
    return Files(World(sqlite_db), tmp_path)
