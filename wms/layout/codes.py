"""Lists of locations."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, select

from wms.layout.models import Location


def all_inside(conn: Connection) -> list[Row[Any]]:
    """Return (code, kind, zone, level) of all locations inside the building, in walking order."""
    asked = select(Location.code, Location.kind, Location.zone, Location.level)
    return list(conn.execute(asked.where(Location.id > 0).order_by(Location.sequence)))


def by_id(conn: Connection) -> dict[int, str]:
    """Return the codes of all locations by id."""
    return {row.id: row.code for row in conn.execute(select(Location.id, Location.code))}
