"""The proof that a restored database is what was backed up."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import inspect

from wms import horizon, migrate
from wms.backup import manifest as manifests
from wms.backup.manifest import Holdings, Manifest
from wms.db import Database
from wms.errors import Refused
from wms.text import T


def proven(db: Database, manifest: Manifest, *, at: datetime) -> Holdings:
    """Compare what was restored with the manifest, bring it to this release's form, audit it, and
    let its numbers go on; return what it holds.

    :raises Refused: something differs; the first such thing is named.
    """
    _check_counts(db, manifest)
    migrate.upgrade(db)
    with db.read(snapshot=True) as conn:
        holds = manifests.held(conn)
    wanted = manifest.holds
    _check("moves", wanted.moves, holds.moves)
    _check("ledger head", wanted.ledger_head, holds.ledger_head)
    _check("pieces", wanted.pieces, holds.pieces)
    _check("audit differences", wanted.differences, holds.differences)
    last = (wanted.settled, wanted.ledger_head)
    db.run(lambda conn: horizon.begin_anew(conn, last=last, at=at))
    return holds


def _check_counts(db: Database, manifest: Manifest) -> None:
    """Compare the rows of each table, before migrations may change them."""
    with db.read(snapshot=True) as conn:
        there = set(inspect(conn).get_table_names())
        known = [name for name in manifest.holds.counts if name in there]
        counts = manifests.counted(conn, known)
    for name, wanted in sorted(manifest.holds.counts.items()):
        _check(name, wanted, counts.get(name, -1))


def _check(what: str, wanted: int, found: int) -> None:
    if wanted != found:
        words = T(
            "The restored database is not what was backed up: {what} {found} instead of {wanted}",
            what=what,
            found=found,
            wanted=wanted,
        )
        raise Refused("restore.unproven", words, T("Nothing was changed. Take another backup file"))
