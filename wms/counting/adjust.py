"""Adjust the books of a bin without a count: one move from or to COUNT, with who and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from wms.catalog import queries as catalog
from wms.counting.rules import MOST, REASONS
from wms.errors import Refused
from wms.gs1.digits import shown
from wms.layout import queries as layout
from wms.layout.models import COUNT
from wms.people import rights
from wms.people.actor import Actor
from wms.stock import freed
from wms.stock import queries as stock
from wms.stock.ledger import Goods, Move, Place, post
from wms.text import N, T


def adjust(
    conn: Connection,
    *,
    location_id: int,
    item_id: int,
    lot_id: int,
    pieces: int,
    reason: str,
    actor: Actor,
    at: datetime,
    config: Mapping[str, Any],
) -> int:
    """Add `pieces` good loose ones to a bin's books, or below 0 take them off, and return how many
    of them the books know there now.

    :raises Refused: the actor is no supervisor, or may not do so much; no such reason; fewer
        are free there.
    """
    rights.check(conn, actor, "ADJUST")
    _check_sensible(conn, pieces, reason, actor, config)
    place = layout.location(conn, location_id)
    item = catalog.item(conn, item_id)
    own = [
        p
        for p in stock.loose_at(conn, location_id)
        if (p.item_id, p.lot_id, p.status) == (item_id, lot_id, "good")
    ]
    free, here = sum(p.free for p in own), sum(p.on_hand for p in own)
    if free + pieces < 0:
        words = N("Only {n} {sku} is free here", "Only {n} {sku} are free here", free, sku=item.sku)
        raise Refused("adjust.not_free", words, T("Take fewer, or COUNT the bin"))
    inside, outside = Place(location_id), Place(COUNT)
    ends = (outside, inside) if pieces > 0 else (inside, outside)
    goods = Goods(item_id, lot_id, item.merchant_id)
    move = Move("adjust", goods, abs(pieces), *ends, "adjust", location_id, reason)
    assert place.warehouse_id is not None
    post(conn, place.warehouse_id, [move], actor=actor, at=at)
    if pieces > 0:
        freed.tell(conn, place.warehouse_id, at=at)
    return here + pieces


def _check_sensible(
    conn: Connection, pieces: int, reason: str, actor: Actor, config: Mapping[str, Any]
) -> None:
    if reason not in REASONS:
        words = T("{value} is no {field}", value=shown(reason), field="reason")
        raise Refused("adjust.reason", words, T("Use one of {allowed}", allowed=", ".join(REASONS)))
    if not 0 < abs(pieces) <= MOST:
        words = T("{text} is no number of pieces", text=str(pieces)[:12])
        raise Refused("adjust.pieces", words, T("Give a number from 1 to {most}", most=MOST))
    if rights.role(conn, actor) == "supervisor":
        check_limit(pieces, config)


def check_limit(pieces: int, config: Mapping[str, Any]) -> None:
    """Make sure that a supervisor may adjust so many pieces without a count.

    :raises Refused: `adjust.limit`, it is more.
    """
    most = config["counting"]["adjust_pieces"]
    if abs(pieces) > most:
        words = N("A supervisor may adjust {n}", "A supervisor may adjust up to {n}", most)
        raise Refused("adjust.limit", words, T("COUNT the bin, or ask an admin"))
