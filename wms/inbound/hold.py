"""Hold pieces of a bin, and decide what becomes of held ones: free them, or scrap them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from wms.errors import Refused
from wms.inbound import loose, rules
from wms.layout import queries as layout
from wms.layout.models import SCRAP
from wms.people import rights
from wms.people.actor import Actor
from wms.stock import freed, holds
from wms.stock import hold as stock
from wms.stock.holds import HoldRow
from wms.stock.ledger import Move, Place, post
from wms.text import T
from wms.units import quantity as sensible


def hold_pieces(
    conn: Connection,
    *,
    location_id: int,
    item_id: int,
    lot_id: int,
    quantity: int,
    reason: str,
    actor: Actor,
    at: datetime,
) -> int:
    """Hold `quantity` loose good pieces where they lie, so that nobody is promised them, and
    return the hold's id.

    :raises Refused: fewer pieces are free there.
    """
    pieces = loose.take(
        conn, location_id=location_id, item_id=item_id, lot_id=lot_id, quantity=quantity
    )
    return stock.hold(
        conn,
        layout.location(conn, location_id).warehouse_id,
        pieces.goods,
        quantity,
        source=pieces.place,
        reason=reason,
        actor=actor,
        at=at,
    )


def free_hold(
    conn: Connection, *, hold_id: int, quantity: int, actor: Actor, at: datetime
) -> HoldRow:
    """Make `quantity` pieces of a hold good again where they are, and return the hold as it was.

    :raises Refused: the hold has ended, or holds fewer; the actor is no supervisor.
    """
    rights.check(conn, actor, "HOLDS")
    row = _open(conn, hold_id, quantity)
    good = replace(row.place, status=Place(0).status)
    _leave(conn, row, Move("free", row.goods, quantity, row.place, good), actor, at)
    if row.is_kept:
        freed.tell(conn, row.warehouse_id, at=at)
    return row


def scrap_hold(
    conn: Connection, *, hold_id: int, quantity: int, actor: Actor, at: datetime
) -> HoldRow:
    """Take `quantity` pieces of a hold out of the building for good; return it as it was.

    :raises Refused: the hold has ended, or holds fewer; the actor is no supervisor.
    """
    rights.check(conn, actor, "HOLDS")
    row = _open(conn, hold_id, quantity)
    _leave(conn, row, Move("scrap", row.goods, quantity, row.place, Place(SCRAP)), actor, at)
    return row


def _open(conn: Connection, hold_id: int, quantity: int) -> HoldRow:
    sensible(quantity)
    row = holds.one(conn, hold_id)
    if row is None:
        raise Refused("hold.ended", T("This hold has ended"), T("Scan the bin again"))
    why = rules.why_not_taken(row.sku, row.quantity, 0, quantity)
    if why is not None:
        raise Refused("hold.less", why, T("{n} at most", n=row.quantity))
    return row


def _leave(conn: Connection, row: HoldRow, move: Move, actor: Actor, at: datetime) -> None:
    document = replace(move, for_kind="hold", for_id=row.id, reason=row.reason)
    post(conn, row.warehouse_id, [document], actor=actor, at=at)
    stock.end(conn, row.id, move.quantity, at=at)
