"""What a backup says of itself: which release made it, what it holds, how to know it is whole."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib import metadata as packages
from typing import Any

from sqlalchemy import Connection, func, select, table

from wms import horizon, migrate, schema
from wms.stock.audit import audit, last_move

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a database holds at one instant: rows by table, and what its audit says."""

    revision: str
    counts: Mapping[str, int]
    ledger_head: int
    moves: int
    pieces: int
    differences: int
    settled: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """`server` is the version of the database's server; `sha256` is of the content."""

    format: int
    release: str
    kind: str
    server: str
    made_at: str
    holds: Holdings
    size_bytes: int
    sha256: str


def release() -> str:
    """Return the number of this release."""
    try:
        return packages.version("wms")
    except packages.PackageNotFoundError:
        return "unknown"


def held(conn: Connection) -> Holdings:
    """Return what the database holds now; `conn` sees one instant, of this release's form."""
    found = audit(conn)
    return Holdings(
        revision=migrate.revision(conn) or "",
        counts=counted(conn, sorted(schema.metadata.tables)),
        ledger_head=last_move(conn),
        moves=found.moves,
        pieces=found.pieces,
        differences=len(found.differences) + (found.total != 0),
        settled=horizon.settled(conn),
    )


def counted(conn: Connection, tables: list[str]) -> dict[str, int]:
    """Return how many rows each table has."""
    asked = {name: select(func.count()).select_from(table(name)) for name in tables}
    return {name: conn.execute(ask).scalar_one() for name, ask in asked.items()}


def made(
    holds: Holdings, *, kind: str, server: str, size_bytes: int, sha256: str, at: datetime
) -> Manifest:
    """Return the manifest of a backup made now by this release."""
    return Manifest(FORMAT, release(), kind, server, at.isoformat(), holds, size_bytes, sha256)


def dumped(manifest: Manifest) -> bytes:
    """Return a manifest as it stands in the archive."""
    return json.dumps(asdict(manifest), indent=1).encode()


def loaded(data: bytes) -> Manifest:
    """Read a manifest.

    :raises ValueError: it is none.
    """
    plain: dict[str, Any] = json.loads(data)
    try:
        return Manifest(**(plain | {"holds": Holdings(**plain["holds"])}))
    except (TypeError, KeyError) as error:
        raise ValueError(f"not a manifest: {error}") from None
