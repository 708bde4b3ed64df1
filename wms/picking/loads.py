"""What orders weigh and fill, all their lines together."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, select

from wms.catalog.models import Item
from wms.orders.models import OrderLine
from wms.picking.rules import Goods

_LINES = (
    select(
        OrderLine.order_id,
        OrderLine.ordered,
        Item.weight_grams,
        Item.length_mm,
        Item.width_mm,
        Item.height_mm,
    )
    .join(Item, Item.id == OrderLine.item_id)
    .where(OrderLine.order_id.in_(bindparam("order_ids", expanding=True)))
)


def goods_of(conn: Connection, order_ids: Iterable[int]) -> dict[int, Goods]:
    """Return by order id how much it weighs and fills; a size that is not known counts as 0."""
    found = dict.fromkeys(order_ids, Goods())
    rows = conn.execute(_LINES, {"order_ids": list(found)}) if found else ()
    for row in rows:
        known = found[row.order_id]
        volume = (row.length_mm or 0) * (row.width_mm or 0) * (row.height_mm or 0)
        found[row.order_id] = Goods(
            known.weight_grams + row.ordered * (row.weight_grams or 0),
            known.volume_mm3 + row.ordered * volume,
        )
    return found
