"""Carry loose pieces from one bin to another, by the same rules as when they are put away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from wms.catalog import queries as catalog
from wms.errors import Refused
from wms.inbound import loose, queries, rules
from wms.layout import queries as layout
from wms.layout.models import KEPT
from wms.people.actor import Actor
from wms.stock import freed, hold, loads
from wms.stock.contents import Bin, Content
from wms.stock.ledger import Move, Place, post
from wms.stock.queries import Pieces
from wms.text import T


@dataclass(frozen=True, slots=True)
class Relocated:
    """What went where."""

    sku: str
    pieces: int
    code: str


def relocate(
    conn: Connection,
    *,
    source_id: int,
    item_id: int,
    lot_id: int,
    quantity: int,
    target_id: int,
    actor: Actor,
    at: datetime,
    config: Mapping[str, Any],
    is_held: bool = False,
) -> Relocated:
    """Move `quantity` loose pieces into another bin: good ones, or with `is_held` held ones,
    which stay held for the same reasons.

    :raises Refused: fewer pieces are free; the other bin does not take them, with the reason.
    """
    source = layout.location(conn, source_id)
    bin_ = loads.bin_now(conn, target_id, 0)
    key = {"location_id": source_id, "item_id": item_id, "lot_id": lot_id}
    pieces = loose.take(conn, **key, quantity=quantity, is_held=is_held)
    _check(conn, source, bin_, pieces, quantity, config)
    target = Place(target_id, status=pieces.status)
    move = Move("move", pieces.goods, quantity, pieces.place, target)
    post(conn, bin_.warehouse_id, [move], actor=actor, at=at)
    if is_held:
        hold.carry(conn, pieces.goods, quantity, source=pieces.place, target=target)
    elif source.kind not in KEPT:
        freed.tell(conn, bin_.warehouse_id, at=at)
    else:
        freed.refill(conn, bin_.warehouse_id, at=at)
    return Relocated(pieces.sku, quantity, bin_.code)


def _check(
    conn: Connection,
    source: layout.LocationRow,
    bin_: Bin,
    pieces: Pieces,
    quantity: int,
    config: Mapping[str, Any],
) -> None:
    why = rules.why_not_moved(
        bin_,
        _content(conn, pieces, quantity),
        is_held=pieces.status == loose.HELD,
        sharing=queries.sharing_codes(conn, {pieces.item_id}),
        fill_percent=config["putaway"]["fill_percent"],
    )
    if source.id == bin_.location_id:
        why = T("They come from {bin}", bin=bin_.code)
    elif source.warehouse_id != bin_.warehouse_id:
        why = T("{bin} is in another warehouse", bin=bin_.code)
    if why is not None:
        raise Refused("move.bin", why, T("Scan another bin"))


def _content(conn: Connection, pieces: Pieces, quantity: int) -> Content:
    item = catalog.item(conn, pieces.item_id)
    sides = (item.length_mm, item.width_mm, item.height_mm)
    what = (item.id, item.sku, pieces.lot_id, pieces.merchant_id)
    return Content(*what, quantity, sides, item.weight_grams)
