"""Codes of licence plates and lots."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, select

from wms.stock.models import Lot, Lpn

AT_ONCE = 500


def of_kind(conn: Connection, kind: str) -> list[str]:
    """Return the codes of all LPNs of a kind (`tote`, `lpn`, `parcel`), in order."""
    asked = select(Lpn.code).where(Lpn.kind == kind, Lpn.id > 0).order_by(Lpn.code)
    return list(conn.execute(asked).scalars())


def codes(conn: Connection, lpn_ids: Collection[int]) -> dict[int, str]:
    """Return the codes of LPNs by id; goods outside any LPN have none."""
    return _by_id(conn, Lpn, lpn_ids)


def lots(conn: Connection, lot_ids: Collection[int]) -> dict[int, str]:
    """Return the codes of lots by id; goods without a lot have none."""
    return _by_id(conn, Lot, lot_ids)


def _by_id(conn: Connection, table: type[Lpn] | type[Lot], ids: Collection[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    wanted = sorted(number for number in ids if number > 0)
    for start in range(0, len(wanted), AT_ONCE):
        part = wanted[start : start + AT_ONCE]
        asked = select(table.id, table.code).where(table.id.in_(part))
        found |= {row.id: row.code for row in conn.execute(asked)}
    return found
