"""Lists of stations."""

from __future__ import annotations

from sqlalchemy import Connection, select

from wms.people.models import Station


def station_codes(conn: Connection) -> list[str]:
    """Return the codes of all stations whose keys are good, in order."""
    asked = select(Station.code).where(Station.revoked_at.is_(None)).order_by(Station.code)
    return list(conn.execute(asked).scalars())
