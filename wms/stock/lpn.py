"""Licence plates: make them, move them with all they carry."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, update

from wms import gs1, series
from wms.people.actor import Actor
from wms.stock import hold, queries
from wms.stock.ledger import Move, Place, post
from wms.stock.models import HELD, Lpn

_INSERT = insert(Lpn).returning(Lpn.id)
_PUT = (
    update(Lpn)
    .where(Lpn.id == bindparam("lpn_id"))
    .values(location_id=bindparam("location_id"), bound_for_id=bindparam("bound_for_id"))
)


def make(conn: Connection, *, kind: str, location_id: int, company_prefix: str) -> tuple[int, str]:
    """Make an LPN with the next SSCC-18 and return (id, SSCC)."""
    code = gs1.sscc(3, company_prefix, series.draw(conn, f"sscc-3-{company_prefix}"))
    return register(conn, code=code, kind=kind, location_id=location_id), code


def register(conn: Connection, *, code: str, kind: str, location_id: int | None) -> int:
    """Make an LPN of a known code (a tote, a supplier's SSCC) and return its id."""
    row = {"code": code, "kind": kind, "location_id": location_id, "bound_for_id": None}
    return conn.execute(_INSERT, row).scalar_one()


def put(
    conn: Connection, lpn_id: int, *, location_id: int | None, bound_for_id: int | None = None
) -> None:
    """Note where an LPN stands and which bin is kept for it; moves no goods."""
    where = {"lpn_id": lpn_id, "location_id": location_id, "bound_for_id": bound_for_id}
    conn.execute(_PUT, where)


def move(
    conn: Connection,
    warehouse_id: int,
    lpn_id: int,
    *,
    target_id: int,
    kind: str,
    actor: Actor,
    at: datetime,
    for_kind: str = "",
    for_id: int = 0,
) -> int:
    """Move an LPN with everything in it to a location and return the pieces that moved."""
    carried = [p for p in queries.in_lpn(conn, lpn_id) if p.location_id != target_id]
    moves = [
        Move(
            kind,
            pieces.goods,
            pieces.on_hand,
            pieces.place,
            Place(target_id, lpn_id, pieces.status),
            for_kind,
            for_id,
        )
        for pieces in carried
    ]
    if moves:
        post(conn, warehouse_id, moves, actor=actor, at=at)
    if any(pieces.status == HELD for pieces in carried):
        hold.follow(conn, lpn_id=lpn_id, target=Place(target_id, lpn_id))
    put(conn, lpn_id, location_id=target_id)
    return sum(p.on_hand for p in carried)
