"""A site in one file: whole or refused, proven when it comes back, and nothing is lost before."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.kept import Shelf, stocked
from tests.world import NOON, World
from wms import settings
from wms.backup import archive, postgresql, tools
from wms.backup.restore import restore
from wms.backup.take import back_up
from wms.db import Database
from wms.errors import Refused
from wms.stock import feed
from wms.stock.audit import audit, last_move
from wms.stock.models import StockMove

LATER = NOON + timedelta(days=1)


@pytest.fixture(params=["sqlite", "postgresql"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shelf]:
    (tmp_path / "shelf").mkdir()
    server = request.getfixturevalue("postgresql_url") if request.param == "postgresql" else ""
    if server:
        _check_tools(server)
    found = Shelf(request.param, tmp_path / "shelf", server)
    yield found
    if server:
        for name in found.names():
            found.keeper(f'DROP DATABASE "{name}" WITH (FORCE)')


def _cursors(db: Database, after: feed.Cursor = feed.START) -> list[feed.Cursor]:
    with db.read() as conn:
        return [moved.cursor for moved in feed.moves(conn, after)]


def test_what_is_restored_elsewhere_is_proven_equal(shelf: Shelf, tmp_path: Path) -> None:
    file = tmp_path / "site.wms"
    with stocked(shelf.address()) as world:
        made = back_up(world.db, file, at=NOON)
    assert (made.holds.moves, made.holds.pieces, made.holds.differences) == (3, 18, 0)
    assert oct(file.stat().st_mode)[-3:] == "600"
    target = shelf.address()
    done = restore(target, file, replace=False, at=LATER)
    assert (done.holds.counts, done.kept) == (made.holds.counts, "")
    db = Database(target)
    with db.read() as conn:
        assert last_move(conn) == made.holds.ledger_head
        assert audit(conn).differences == ()
    db.close()


def test_a_backup_among_writers_is_one_instant(shelf: Shelf, tmp_path: Path) -> None:
    over = threading.Event()
    with stocked(shelf.address()) as world:

        def write() -> None:
            while not over.is_set():
                world.stock("MUG", 1, at="A-01")

        writer = threading.Thread(target=write)
        writer.start()
        try:
            made = [back_up(world.db, tmp_path / f"{n}.wms", at=NOON) for n in range(3)]
        finally:
            over.set()
            writer.join()
    assert made[0].holds.moves < made[2].holds.moves, "nobody wrote meanwhile"
    for n, one in enumerate(made):
        assert one.holds.differences == 0
        done = restore(shelf.address(), tmp_path / f"{n}.wms", replace=False, at=LATER)
        assert done.holds.moves == one.holds.moves


@pytest.mark.parametrize("damage", ["cut", "flipped", "other", "empty"])
def test_a_damaged_backup_is_refused_before_anything_is_touched(
    shelf: Shelf, tmp_path: Path, damage: str
) -> None:
    file, target = tmp_path / "site.wms", shelf.address()
    with stocked(target) as world:
        back_up(world.db, file, at=NOON)
    data = bytearray(file.read_bytes())
    middle = len(data) // 2
    data[middle] ^= 0xFF
    kinds = {"cut": file.read_bytes()[:middle], "flipped": data, "other": b"PK\3\4", "empty": b""}
    file.write_bytes(bytes(kinds[damage]))
    before = shelf.names()
    with pytest.raises(Refused, match="is damaged") as refusal:
        restore(target, file, replace=True, at=LATER)
    assert refusal.value.remedy
    assert shelf.names() == before
    assert _moves(target) == 3


def test_a_database_with_something_in_it_is_not_overwritten(shelf: Shelf, tmp_path: Path) -> None:
    file, target = tmp_path / "site.wms", shelf.address()
    with stocked(target) as world:
        back_up(world.db, file, at=NOON)
        world.stock("MUG", 1, at="A-01")
    with pytest.raises(Refused, match="not empty"):
        restore(target, file, replace=False, at=LATER)
    assert _moves(target) == 4


def test_replacing_keeps_the_old_database_under_another_name(shelf: Shelf, tmp_path: Path) -> None:
    file, target = tmp_path / "site.wms", shelf.address()
    with stocked(target) as world:
        back_up(world.db, file, at=NOON)
        world.stock("MUG", 1, at="A-01")
    done = restore(target, file, replace=True, at=LATER)
    assert _moves(target) == 3
    assert Path(done.kept).name in shelf.names()
    assert _moves(_named(target, Path(done.kept).name)) == 4


def test_a_database_in_use_is_not_replaced(shelf: Shelf, tmp_path: Path) -> None:
    file, target = tmp_path / "site.wms", shelf.address()
    with stocked(target) as world:
        back_up(world.db, file, at=NOON)
        with world.db.read() as conn:
            conn.execute(select(func.count()).select_from(StockMove))
            with pytest.raises(Refused, match="in use"):
                restore(target, file, replace=True, at=LATER)
    assert _moves(target) == 3


def test_readers_go_on_after_a_restore_and_those_who_read_what_it_lost_are_told(
    shelf: Shelf, tmp_path: Path
) -> None:
    file, target = tmp_path / "site.wms", shelf.address()
    with stocked(shelf.address()) as world:
        back_up(world.db, file, at=NOON)
        kept = _cursors(world.db)
        world.stock("MUG", 1, at="A-01")
        lost = _cursors(world.db)[-1]
    restore(target, file, replace=False, at=LATER)
    db = Database(target)
    assert _cursors(db) == kept
    assert _cursors(db, kept[-1]) == []
    with pytest.raises(Refused, match="ahead"):
        _cursors(db, lost)
    again = World.__new__(World)
    vars(again).update(vars(world) | {"db": db})
    again.stock("MUG", 2, at="A-01").stock("MUG", 2, at="A-02")
    new = _cursors(db, kept[-1])
    assert len(new) == 2
    assert _cursors(db) == [*kept, *new], "what is new comes after what was restored"
    assert _cursors(db, new[0]) == new[1:]
    with pytest.raises(Refused, match="ahead"):
        _cursors(db, lost)
    back_up(db, tmp_path / "second.wms", at=LATER)
    db.close()
    third = shelf.address()
    restore(third, tmp_path / "second.wms", replace=False, at=LATER + timedelta(days=1))
    db = Database(third)
    assert _cursors(db, new[0]) == new[1:], "and so it does after the next restore"
    vars(again).update(db=db)
    again.stock("MUG", 2, at="A-01")
    assert len(_cursors(db, new[-1])) == 1
    db.close()


def test_a_backup_never_overwrites_a_file(sqlite_db: Database, tmp_path: Path) -> None:
    (tmp_path / "site.wms").write_text("precious")
    with pytest.raises(Refused, match="is there already"):
        back_up(sqlite_db, tmp_path / "site.wms", at=NOON)
    assert (tmp_path / "site.wms").read_text() == "precious"
    assert not [path.name for path in tmp_path.iterdir() if "part" in path.name]


def test_what_is_not_what_was_backed_up_is_taken_back(shelf: Shelf, tmp_path: Path) -> None:
    """The archive is whole but says something else than it holds: nothing takes its place."""
    file, target = tmp_path / "site.wms", shelf.address()
    with stocked(target) as world:
        back_up(world.db, file, at=NOON)
    content, false = tmp_path / "content", tmp_path / "false.wms"
    manifest = archive.unpack(file, content)
    archive.pack(false, replace(manifest, holds=replace(manifest.holds, pieces=17)), content)
    before = shelf.names()
    for address in (target, shelf.address()):
        with pytest.raises(Refused, match="pieces 18 instead of 17"):
            restore(address, false, replace=True, at=LATER)
        restore(address, file, replace=True, at=LATER)
    assert before < shelf.names()


def test_the_wrong_kind_of_database_is_refused(sqlite_db: Database, tmp_path: Path) -> None:
    back_up(sqlite_db, tmp_path / "site.wms", at=NOON)
    content = tmp_path / "content"
    manifest = archive.unpack(tmp_path / "site.wms", content)
    archive.pack(tmp_path / "pg.wms", replace(manifest, kind="postgresql"), content)
    newer = replace(manifest, holds=replace(manifest.holds, revision="9999"))
    archive.pack(tmp_path / "newer.wms", newer, content)
    for name, code in (("pg", "restore.kind"), ("newer", "restore.newer")):
        with pytest.raises(Refused) as refusal:
            restore(f"sqlite:///{tmp_path}/x.db", tmp_path / f"{name}.wms", replace=False, at=LATER)
        assert (refusal.value.code, bool(refusal.value.remedy)) == (code, True)
    assert not (tmp_path / "x.db").exists()


@pytest.mark.parametrize(
    ("programs", "said"),
    [
        ({"pg_dump": "12.3"}, "pg_dump is of version 12, and 15 is needed"),
        ({}, "pg_dump is not on this machine"),
    ],
)
def test_a_missing_or_old_pg_dump_names_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, programs: dict[str, str], said: str
) -> None:
    for name, number in programs.items():
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {number}'\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(tools, "PLACES", ())
    with pytest.raises(Refused, match=said) as refusal:
        tools.found("pg_dump", 15)
    assert "postgresql-client-15" in str(refusal.value.remedy)


def _check_tools(server: str) -> None:
    """Skip where the server is newer than all that can dump it, and say what to install."""
    db = Database(server, pool_size=1)
    try:
        with db.read() as conn:
            tools.found("pg_dump", postgresql.major(postgresql.version(conn)))
    except Refused as missing:
        pytest.skip(f"{missing.text}: {missing.remedy}")
    finally:
        db.close()


def _named(address: str, name: str) -> str:
    return address.rpartition("/")[0] + "/" + name


def _moves(address: str) -> int:
    env = {"WMS_DATABASE_URL": address}
    db = Database(settings.load(env).database_url, pool_size=2)
    try:
        with db.read() as conn:
            return int(conn.execute(select(func.count()).select_from(StockMove)).scalar_one())
    finally:
        db.close()
