"""Restore a site from its backup: proven by audit before it takes the place of anything."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.engine import URL, make_url

from wms import migrate
from wms.backup import archive, postgresql, proof, sqlite, tools
from wms.backup.manifest import Holdings, Manifest
from wms.db import Database
from wms.errors import Refused
from wms.text import T


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, what it holds now, and under which name the old database is kept."""

    manifest: Manifest
    holds: Holdings
    kept: str = ""


def restore(url: str, file: Path, *, replace: bool, at: datetime) -> Restored:
    """Restore `file` into the database at `url`; with `replace` in the place of what is there.

    Nothing is touched before the backup is known to be whole, and what was there stays until the
    new database is proven.

    :raises Refused: the backup is damaged, of another kind or of a newer release; the database is
        not empty, or in use; the proof fails.
    """
    address = make_url(url)
    if address.drivername.startswith("sqlite"):
        return _sqlite(address, file, replace, at)
    return _postgresql(address, file, replace, at)


def _sqlite(url: URL, file: Path, replace: bool, at: datetime) -> Restored:
    path = sqlite.file_of(url)
    if not path.parent.is_dir():
        words = T("There is no folder {path}", path=str(path.parent))
        raise Refused("backup.folder", words, T("Make it, or name a file elsewhere"))
    with archive.beside(path, "restoring") as content:
        manifest = archive.unpack(file, content)
        _check_kind(manifest, "sqlite")
        _check_empty(sqlite.is_empty(path), replace)
        sqlite.check_unused(path)
        with _opened(f"sqlite:///{content}") as db:
            holds = proof.proven(db, manifest, at=at)
        sqlite.closed(content)
        kept = sqlite.swap(content, path, at)
    return Restored(manifest, holds, str(kept or ""))


def _postgresql(url: URL, file: Path, replace: bool, at: datetime) -> Restored:
    with TemporaryDirectory(prefix="wms-restore-") as folder:
        content = Path(folder) / "content"
        manifest = archive.unpack(file, content)
        _check_kind(manifest, "postgresql")
        with _opened(_text(url)) as db:
            is_empty = postgresql.is_empty(db)
            with db.read() as conn:
                server = postgresql.major(postgresql.version(conn))
        _check_empty(is_empty, replace)
        needed = postgresql.major(manifest.server)
        if server < needed:
            words = T(
                "The backup is of PostgreSQL {need}, the server {have}", need=needed, have=server
            )
            raise Refused("restore.server", words, T("Restore it on a server that is not older"))
        program, _ = tools.found("pg_restore", max(server, needed))
        postgresql.check_unused(url)
        if is_empty:
            return Restored(manifest, _into_empty(url, content, program, manifest, at))
        return _in_place(url, content, program, manifest, at)


def _into_empty(
    url: URL, content: Path, program: str, manifest: Manifest, at: datetime
) -> Holdings:
    postgresql.restore(url, content, program)
    with _opened(_text(url)) as db:
        try:
            return proof.proven(db, manifest, at=at)
        except Exception:
            postgresql.clear(db)
            raise


def _in_place(url: URL, content: Path, program: str, manifest: Manifest, at: datetime) -> Restored:
    new = postgresql.create(url, at)
    try:
        holds = _into_empty(new, content, program, manifest, at)
        kept = postgresql.swap(new, url, at)
    except BaseException:
        postgresql.drop(new)
        raise
    return Restored(manifest, holds, kept)


def _check_kind(manifest: Manifest, kind: str) -> None:
    if manifest.kind != kind:
        words = T(
            "The backup is of {have}, the database is of {want}", have=manifest.kind, want=kind
        )
        raise Refused("restore.kind", words, T("Name a database of its kind in WMS_DATABASE_URL"))
    if not migrate.knows(manifest.holds.revision):
        words = T("The backup was made by release {release}", release=manifest.release)
        raise Refused("restore.newer", words, T("Install that release, or a newer one"))


def _check_empty(is_empty: bool, replace: bool) -> None:
    if not is_empty and not replace:
        words = T("The database is not empty")
        remedy = T("Name an empty one in WMS_DATABASE_URL, or replace this one with --replace")
        raise Refused("restore.not_empty", words, remedy)


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)


@contextmanager
def _opened(url: str) -> Iterator[Database]:
    db = Database(url, pool_size=2)
    try:
        yield db
    finally:
        db.close()
