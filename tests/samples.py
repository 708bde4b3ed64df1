"""Public samples of what shops and trading partners send, and the items that they order."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import select, update

from tests.world import World
from wms.catalog.models import Item
from wms.channels.rows import Rejected
from wms.channels.take_file import Imported, take_file
from wms.orders import queries
from wms.orders.models import FLAG, Order, OrderLine

FOLDERS = {
    "shopify": "payloads/shopify/*.json",
    "woocommerce": "payloads/woocommerce/*.json",
    "magento": "payloads/magento/*.json",
    "x12-940": "edi/x12/940_*.edi",
}
REFS = {"93": "WOO-93", "24": "WOO-24"}
"""Products that the samples of WooCommerce order without an SKU."""


def stocked(world: World) -> World:
    """Register the items that the samples order, with the packs that they name."""
    for sku in ("IPOD2008GREEN", "IPOD2008RED", "IPOD2008BLACK", "Bar3", *REFS.values()):
        world.item(sku)
    for sku in ("000100", "000200", "000300"):
        world.item(sku)
    world.item("E000169").item("0172183000", pack=("10046000721832", 12))
    for ref, sku in REFS.items():
        row = update(Item).where(Item.id == world.ids[sku]).values(external_ref=ref)
        world.do(lambda conn, row=row: conn.execute(row))
    return world


class Desk:
    """Imports files of a format and remembers what was said."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world = world
        self.folder = folder
        self.rejected: list[Rejected] = []
        self.flagged: list[Rejected] = []

    def take(self, path: Path, format_name: str, **given: Any) -> Imported:
        self.rejected, self.flagged = [], []
        return take_file(
            self.world.db,
            path,
            "orders",
            at=self.world.at,
            tell=self.rejected.append,
            flag=self.flagged.append,
            format_name=format_name,
            merchant="SHOP",
            **given,
        )

    def text(self, content: str, format_name: str, **given: Any) -> Imported:
        path = self.folder / "file"
        path.write_text(content, "utf-8")
        return self.take(path, format_name, **given)


def order(world: World, ref: str) -> dict[str, Any]:
    """Return what is known here of an order: its recipient, lines by SKU, what was flagged."""
    with world.db.read() as conn:
        order_id = conn.execute(select(Order.id).where(Order.external_ref == ref)).scalar_one()
        row = queries.order(conn, order_id)
        lines = {line.sku: line.ordered for line in queries.lines(conn, [order_id])}
        notes: list[tuple[str, Mapping[str, Any]]] = [
            (note.kind, note.about) for note in queries.notes(conn, order_id)
        ]
    flags = [about["code"] for kind, about in notes if kind == FLAG]
    return {"lines": lines, "to": row.recipient, "flags": flags, "row": row}


def counted(world: World) -> tuple[int, int]:
    """Return how many orders and lines there are."""
    with world.db.read() as conn:
        orders = len(conn.execute(select(Order.id)).all())
        return orders, len(conn.execute(select(OrderLine.id)).all())
