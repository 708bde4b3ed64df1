"""wms backup, wms restore."""

from __future__ import annotations

import argparse

from wms import settings
from wms.backup.manifest import Holdings
from wms.backup.restore import restore as bring_back
from wms.backup.take import back_up, named
from wms.cli.opened import database
from wms.clock import utc_now


def backup(args: argparse.Namespace) -> int:
    """Write the backup; 1 if the audit of what it holds finds a difference."""
    at = utc_now()
    file = named(args.file, at)
    with database() as db:
        made = back_up(db, file, at=at)
    print(f"{file}: {made.kind}, revision {made.holds.revision}, {made.size_bytes} bytes")
    print(_said(made.holds))
    return 1 if made.holds.differences else 0


def restore(args: argparse.Namespace) -> int:
    """Restore the backup and say what proves it."""
    address = settings.load().database_url
    done = bring_back(address, args.file, replace=args.replace, at=utc_now())
    wanted = done.manifest
    print(f"Restored what release {wanted.release} backed up at {wanted.made_at}")
    if done.holds.revision != wanted.holds.revision:
        print(f"Migrated from {wanted.holds.revision} to {done.holds.revision}")
    print(f"Proof: {_said(done.holds)}; all as the backup says")
    if done.kept:
        print(f"The old database is kept as {done.kept}: remove it when you need it no more")
    print(
        f"Readers of feeds go on up to move {wanted.holds.ledger_head}; later cursors are refused"
    )
    return 1 if done.holds.differences else 0


def _said(holds: Holdings) -> str:
    rows = sum(holds.counts.values())
    return (
        f"{holds.moves} moves, last {holds.ledger_head}, {holds.pieces} pieces,"
        f" {holds.differences} differences, {rows} rows in {len(holds.counts)} tables"
    )
