"""What left in a parcel, by the ledger: the exact goods and lots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, func, select

from wms.catalog.models import Item
from wms.layout.models import CUSTOMER
from wms.stock.ledger import Goods
from wms.stock.models import Lot, StockMove

PARCEL = "parcel"


@dataclass(frozen=True, slots=True)
class Shipped:
    """Pieces of one kind that went to the customer in a parcel."""

    parcel_id: int
    goods: Goods
    sku: str
    lot: str
    quantity: int


_KEY = (StockMove.for_id, StockMove.item_id, StockMove.lot_id, StockMove.merchant_id)
_IN_PARCELS = (
    select(*_KEY, Item.sku, Lot.code, func.sum(StockMove.quantity))
    .join(Item, Item.id == StockMove.item_id)
    .join(Lot, Lot.id == StockMove.lot_id)
    .where(
        StockMove.for_kind == PARCEL,
        StockMove.for_id.in_(bindparam("parcel_ids", expanding=True)),
        StockMove.target_location_id == CUSTOMER,
    )
    .group_by(*_KEY, Item.sku, Lot.code)
    .order_by(StockMove.for_id, Item.sku, StockMove.lot_id)
)


def in_parcels(conn: Connection, parcel_ids: Sequence[int]) -> list[Shipped]:
    """Return what left in parcels, by parcel, item and lot."""
    rows = conn.execute(_IN_PARCELS, {"parcel_ids": list(parcel_ids)}) if parcel_ids else ()
    return [
        Shipped(parcel_id, Goods(item_id, lot_id, merchant_id), sku, lot, int(n))
        for parcel_id, item_id, lot_id, merchant_id, sku, lot, n in rows
    ]
