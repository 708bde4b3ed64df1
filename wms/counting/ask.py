"""Ask for a count of a bin; asking twice changes nothing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from wms.counting.models import CountTask

_ASK = {
    "sqlite": sqlite.insert(CountTask).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(CountTask).on_conflict_do_nothing(),
}


def ask(conn: Connection, *, warehouse_id: int, location_id: int, why: str, at: datetime) -> None:
    """Make a count of a location unless one is unfinished there; `why` names who asked for it
    (`short`, `recount`, `asked`, `cycle`)."""
    row = {"warehouse_id": warehouse_id, "location_id": location_id, "why": why}
    conn.execute(_ASK[conn.dialect.name], row | {"status": "open", "made_at": at})
