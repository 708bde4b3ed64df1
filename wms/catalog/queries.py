"""What may be asked about items."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, bindparam, or_, select

from wms.catalog.models import Item, ItemBarcode
from wms.people.models import Merchant


@dataclass(frozen=True, slots=True)
class ItemRow:
    id: int
    merchant_id: int
    merchant: str
    sku: str
    name: str
    length_mm: int
    width_mm: int
    height_mm: int
    weight_grams: int
    tracks_lot: bool
    tracks_expiry: bool

    @property
    def volume_mm3(self) -> int:
        return self.length_mm * self.width_mm * self.height_mm


_ITEMS: Select[*tuple[Any, ...]] = select(
    Item.id,
    Item.merchant_id,
    Merchant.code,
    Item.sku,
    Item.name,
    Item.length_mm,
    Item.width_mm,
    Item.height_mm,
    Item.weight_grams,
    Item.tracks_lot,
    Item.tracks_expiry,
).join(Merchant, Merchant.id == Item.merchant_id)
_BY_ID = _ITEMS.where(Item.id == bindparam("item_id"))
_BY_IDS = _ITEMS.where(Item.id.in_(bindparam("item_ids", expanding=True)))
_BY_CODE = (
    _ITEMS.add_columns(ItemBarcode.pieces)
    .outerjoin(
        ItemBarcode, (ItemBarcode.item_id == Item.id) & (ItemBarcode.code == bindparam("code"))
    )
    .where(or_(ItemBarcode.code == bindparam("code"), Item.sku == bindparam("code")))
    .order_by(Item.id)
)
_GTINS = select(ItemBarcode.code, ItemBarcode.pieces).where(
    ItemBarcode.item_id == bindparam("item_id")
)


def item(conn: Connection, item_id: int) -> ItemRow:
    """Return an item that is known to exist."""
    return ItemRow(*conn.execute(_BY_ID, {"item_id": item_id}).one())


def items(conn: Connection, item_ids: list[int]) -> dict[int, ItemRow]:
    """Return the items of `item_ids` by id."""
    rows = conn.execute(_BY_IDS, {"item_ids": item_ids}) if item_ids else ()
    return {row.id: ItemRow(*row) for row in rows}


def by_code(conn: Connection, code: str) -> list[tuple[ItemRow, int]]:
    """Return the items that carry `code` (a GTIN-14, another barcode, or the SKU itself), each
    with the pieces that one scan means; several merchants may share a code."""
    found = conn.execute(_BY_CODE, {"code": code}).all()
    return [(ItemRow(*row[:-1]), row[-1] or 1) for row in found]


def barcodes(conn: Connection, item_id: int) -> list[tuple[str, int]]:
    """Return (code, pieces) of an item."""
    return [(row.code, row.pieces) for row in conn.execute(_GTINS, {"item_id": item_id})]
