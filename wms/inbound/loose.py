"""Loose pieces in a bin: how many of them may be taken away."""

from __future__ import annotations

from sqlalchemy import Connection

from wms.errors import Refused
from wms.inbound import rules
from wms.stock import queries as stock
from wms.stock.queries import Pieces
from wms.text import T
from wms.units import quantity as sensible

HELD = "held"


def take(
    conn: Connection,
    *,
    location_id: int,
    item_id: int,
    lot_id: int,
    quantity: int,
    is_held: bool = False,
) -> Pieces:
    """Return the loose pieces of an item and lot in a bin, `quantity` of which may be taken.

    :raises Refused: fewer lie there, or the others are promised to orders.
    """
    sensible(quantity)
    key = (item_id, lot_id, is_held)
    here = stock.loose_at(conn, location_id)
    found = next((p for p in here if (p.item_id, p.lot_id, p.status == HELD) == key), None)
    if found is None:
        raise Refused("stock.gone", T("They are no longer here"), T("Scan the bin again"))
    why = rules.why_not_taken(found.sku, found.on_hand, found.reserved, quantity)
    if why is None:
        return found
    remedy = T("{n} at most", n=found.free)
    raise Refused("stock.not_free", why, remedy if found.free else T("Leave them here"))
