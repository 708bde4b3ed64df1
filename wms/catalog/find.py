"""Find items by what other systems call them, and list them page by page."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, or_, select

from wms.catalog.models import Item, ItemBarcode
from wms.people.models import Merchant

_LISTED: Select[*tuple[Any, ...]] = select(
    Item.id,
    Merchant.code.label("merchant"),
    Item.sku,
    Item.name,
    Item.length_mm,
    Item.width_mm,
    Item.height_mm,
    Item.weight_grams,
    Item.tracks_lot,
    Item.tracks_expiry,
    Item.source,
    Item.external_ref,
).join(Merchant, Merchant.id == Item.merchant_id)
_BY_SKU = select(Item.id).where(
    Item.merchant_id == bindparam("merchant_id"), Item.sku == bindparam("sku")
)
_BY_GTIN = (
    select(Item.id, ItemBarcode.pieces)
    .join(ItemBarcode, ItemBarcode.item_id == Item.id)
    .where(Item.merchant_id == bindparam("merchant_id"), ItemBarcode.code == bindparam("code"))
    .order_by(Item.id)
)
_BARCODES = (
    select(ItemBarcode.item_id, ItemBarcode.code, ItemBarcode.pieces)
    .where(ItemBarcode.item_id.in_(bindparam("ids", expanding=True)))
    .order_by(ItemBarcode.item_id, ItemBarcode.pieces, ItemBarcode.code)
)


def by_sku(conn: Connection, merchant_id: int, sku: str) -> int | None:
    """Return the id of a merchant's item."""
    return conn.execute(_BY_SKU, {"merchant_id": merchant_id, "sku": sku}).scalar()


def by_gtin(conn: Connection, merchant_id: int, gtin14: str) -> list[tuple[int, int]]:
    """Return (item id, pieces) of a merchant's items that carry a GTIN."""
    asked = {"merchant_id": merchant_id, "code": gtin14}
    return [(row.id, row.pieces) for row in conn.execute(_BY_GTIN, asked)]


def page(
    conn: Connection, *, merchant_id: int | None, sku: str = "", after: int = 0, limit: int = 100
) -> list[Row[Any]]:
    """Return items with ids above `after` in their order; all merchants' when None.

    `sku` may be an SKU or a GTIN-14.
    """
    asked = _LISTED.where(Item.id > after).order_by(Item.id).limit(limit)
    if merchant_id is not None:
        asked = asked.where(Item.merchant_id == merchant_id)
    if sku:
        asked = asked.where(called(sku))
    return list(conn.execute(asked))


def called(code: str) -> ColumnElement[bool]:
    """Return the condition that an item has `code` as its SKU or GTIN-14."""
    carrying = select(ItemBarcode.item_id).where(ItemBarcode.code == code)
    return or_(Item.sku == code, Item.id.in_(carrying))


def barcodes(conn: Connection, item_ids: list[int]) -> dict[int, list[tuple[str, int]]]:
    """Return (GTIN-14, pieces) by item, single pieces first."""
    found: dict[int, list[tuple[str, int]]] = {item_id: [] for item_id in item_ids}
    for row in conn.execute(_BARCODES, {"ids": item_ids}) if item_ids else ():
        found[row.item_id].append((row.code, row.pieces))
    return found
