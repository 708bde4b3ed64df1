"""Lists of licence plates."""

from __future__ import annotations

from sqlalchemy import Connection, select

from wms.stock.models import Lpn


def of_kind(conn: Connection, kind: str) -> list[str]:
    """Return the codes of all LPNs of a kind (`tote`, `lpn`, `parcel`), in order."""
    asked = select(Lpn.code).where(Lpn.kind == kind, Lpn.id > 0).order_by(Lpn.code)
    return list(conn.execute(asked).scalars())
