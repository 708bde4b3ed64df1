"""Finish a return: all that came was looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, update

from wms.returns import queries
from wms.returns.models import Rma

_CLOSE = (
    update(Rma)
    .where(Rma.id == bindparam("of_rma"))
    .values(status="received", closed_at=bindparam("at"))
)


@dataclass(frozen=True, slots=True)
class Finished:
    """A return that was looked at; `missing` pieces were announced and have not come, so that it
    stays open for them."""

    reference: str
    missing: int


def finish(conn: Connection, *, rma_id: int, at: datetime) -> Finished:
    """Close a return, unless announced pieces have not come; a closed one stays closed."""
    rma = queries.rma_now(conn, rma_id)
    missing = sum(line.open for line in queries.lines(conn, rma_id))
    if not missing and rma.status != "received":
        conn.execute(_CLOSE, {"of_rma": rma_id, "at": at})
    return Finished(rma.reference, missing)
