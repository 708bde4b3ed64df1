"""Read what lies where, quant by quant, page by page, for those who keep a copy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, select

from wms.catalog.models import Item
from wms.layout.models import Location, Warehouse
from wms.people.models import Merchant
from wms.stock.models import LOOSE, NO_LOT, Lot, Lpn, Quant


@dataclass(frozen=True, slots=True)
class Lying:
    """Pieces of one kind at one place."""

    id: int
    warehouse: str
    merchant: str
    sku: str
    location: str
    location_kind: str
    lpn: str
    lot: str
    expires_on: date | None
    status: str
    on_hand: int
    reserved: int


_LYING: Select[*tuple[Any, ...]] = (
    select(
        Quant.id,
        Warehouse.code,
        Merchant.code,
        Item.sku,
        Location.code,
        Location.kind,
        Lpn.code,
        Lot.code,
        Lot.expires_on,
        Quant.status,
        Quant.on_hand,
        Quant.reserved,
        Quant.lpn_id,
        Quant.lot_id,
    )
    .join(Warehouse, Warehouse.id == Quant.warehouse_id)
    .join(Merchant, Merchant.id == Quant.merchant_id)
    .join(Item, Item.id == Quant.item_id)
    .join(Location, Location.id == Quant.location_id)
    .join(Lpn, Lpn.id == Quant.lpn_id)
    .join(Lot, Lot.id == Quant.lot_id)
    .where(Quant.on_hand > 0)
    .order_by(Quant.id)
)


def page(
    conn: Connection, *, merchant_id: int | None = None, after: int = 0, most: int = 500
) -> list[Lying]:
    """Return up to `most` kinds of pieces with ids above `after`, of one merchant if given."""
    asked = _LYING.where(Quant.id > after).limit(most)
    if merchant_id is not None:
        asked = asked.where(Quant.merchant_id == merchant_id)
    return [_lying(*row) for row in conn.execute(asked)]


def _lying(*row: Any) -> Lying:
    *cells, lpn_id, lot_id = row
    cells[6] = cells[6] if lpn_id != LOOSE else ""
    cells[7] = cells[7] if lot_id != NO_LOT else ""
    return Lying(*cells)
