"""Onto which LPN arrivals may be booked: one at the dock, that takes them beside what it has."""

from __future__ import annotations

from sqlalchemy import Connection

from wms.catalog import queries as catalog
from wms.errors import Refused
from wms.inbound import queries, rules, unknown
from wms.stock import loads
from wms.stock.contents import Content
from wms.stock.ledger import Goods
from wms.text import T


def check(
    conn: Connection, *, lpn_id: int, location_id: int, goods: Goods, quantity: int, is_alone: bool
) -> None:
    """Lock an LPN and make sure that it may take `quantity` of `goods` at the dock.

    An LPN ends in one bin, so it takes only what may lie in one bin; with `is_alone` they are
    set aside, and it must be empty.

    :raises Refused: it is no LPN, has left the dock, or holds what may not lie beside them.
    """
    plate = loads.lpn_now(conn, lpn_id)
    if plate.kind != "lpn":
        raise Refused("lpn.kind", T("{code} is no LPN", code=plate.code), T("Scan an LPN label"))
    if plate.location_id not in (None, location_id) or plate.bound_for_id is not None:
        words = T("LPN {code} has left the dock", code=plate.code)
        raise Refused("lpn.elsewhere", words, T("Scan DONE for a new LPN"))
    if unknown.on_lpn(conn, lpn_id) is not None:
        words = T("This LPN holds an unknown item")
        raise Refused("lpn.unknown_item", words, T("Scan DONE for a new LPN"))
    held = loads.contents(conn, lpn_id)
    if not held:
        return
    new = _content(conn, goods, quantity)
    sharing = queries.sharing_codes(conn, [goods.item_id])
    why = rules.why_apart(T("This LPN"), held, [new], sharing=sharing)
    if why is None and is_alone:
        why = T("This LPN is not empty")
    if why is not None:
        raise Refused("lpn.mixed", why, T("Scan DONE for a new LPN"))


def _content(conn: Connection, goods: Goods, quantity: int) -> Content:
    item = catalog.item(conn, goods.item_id)
    sides = (item.length_mm, item.width_mm, item.height_mm)
    key = (item.id, item.sku, goods.lot_id, goods.merchant_id)
    return Content(*key, quantity, sides, item.weight_grams)
