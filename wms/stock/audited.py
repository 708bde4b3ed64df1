"""Remember what the last audit found: an audit is work that was done, and is kept as such."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from wms import jobs
from wms.stock.audit import Audit

KIND = "audit"


@dataclass(frozen=True, slots=True)
class Audited:
    """`differences` counts all that was wrong, a total that is not zero included."""

    at: datetime
    differences: int
    moves: int


def note(conn: Connection, found: Audit, *, at: datetime) -> None:
    """Keep what an audit found."""
    differences = len(found.differences) + (found.total != 0)
    jobs.record(conn, KIND, {"differences": differences, "moves": found.moves}, at=at)


def last(conn: Connection) -> Audited | None:
    """Return what the last audit found; None before the first."""
    row = jobs.last_done(conn, KIND)
    if row is None:
        return None
    at, payload = row
    return Audited(at, payload["differences"], payload["moves"])
