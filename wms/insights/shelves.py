"""What lies where, as the office looks for it: items with their levels, bins with their fill."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, or_, select

from wms.catalog.models import Item, ItemBarcode
from wms.counting.models import CountTask
from wms.layout.models import Location
from wms.people.models import Merchant, Worker
from wms.stock import levels
from wms.stock.fill import Fill, of_locations
from wms.stock.levels import Level


@dataclass(frozen=True, slots=True)
class Shelved:
    """An item and how much there is of it."""

    id: int
    merchant: str
    sku: str
    name: str
    level: Level


@dataclass(frozen=True, slots=True)
class BinRow:
    """A location and what is in it; `room_mm3` is 0 where it is not limited."""

    id: int
    code: str
    kind: str
    zone: str
    room_mm3: int
    fill: Fill

    @property
    def percent(self) -> int | None:
        """How full it is; None where nobody can say."""
        if not self.room_mm3:
            return None
        return min(-(-100 * self.fill.volume_mm3 // self.room_mm3), 999)


@dataclass(frozen=True, slots=True)
class Counted:
    """A count that is not done."""

    id: int
    location: str
    why: str
    status: str
    worker: str
    made_at: datetime


def items(conn: Connection, *, text: str = "", after: int = 0, most: int = 50) -> list[Shelved]:
    """Return items whose SKU or name holds `text`, or that carry it as a GTIN."""
    asked = (
        select(Item.id, Merchant.code, Item.sku, Item.name)
        .join(Merchant, Merchant.id == Item.merchant_id)
        .where(Item.id > after)
        .order_by(Item.id)
        .limit(most)
    )
    if text:
        gtin = text.zfill(14) if text.isascii() and text.isdigit() and len(text) <= 14 else text
        carrying = select(ItemBarcode.item_id).where(ItemBarcode.code == gtin)
        part = (
            Item.sku.icontains(text, autoescape=True),
            Item.name.icontains(text, autoescape=True),
        )
        asked = asked.where(or_(*part, Item.id.in_(carrying)))
    rows = conn.execute(asked).all()
    known = levels.levels(conn, [row[0] for row in rows])
    return [Shelved(row[0], row[1], row[2], row[3], known[row[0]]) for row in rows]


def bins(
    conn: Connection,
    warehouse_id: int,
    *,
    kind: str = "",
    zone: str = "",
    text: str = "",
    skip: int = 0,
    most: int = 100,
) -> list[BinRow]:
    """Return locations in walking order, with what is in them."""
    room = Location.length_mm * Location.width_mm * Location.height_mm
    asked: Select[*tuple[Any, ...]] = select(
        Location.id, Location.code, Location.kind, Location.zone, room
    ).where(Location.warehouse_id == warehouse_id)
    for column, value in ((Location.kind, kind), (Location.zone, zone)):
        if value:
            asked = asked.where(column == value)
    if text:
        asked = asked.where(Location.code.icontains(text, autoescape=True))
    paged = asked.order_by(Location.sequence, Location.id).offset(skip).limit(most)
    rows = conn.execute(paged).all()
    fills = of_locations(conn, [row[0] for row in rows])
    return [
        BinRow(row[0], row[1], row[2], row[3], row[4], fills.get(row[0], Fill())) for row in rows
    ]


def kinds_and_zones(conn: Connection, warehouse_id: int) -> tuple[list[str], list[str]]:
    """Return the kinds of locations and the zones that there are."""
    here = Location.warehouse_id == warehouse_id
    kinds = conn.execute(select(Location.kind).where(here).distinct()).scalars()
    zones = conn.execute(
        select(Location.zone).where(here, Location.zone != "").distinct()
    ).scalars()
    return sorted(kinds), sorted(zones)


def counts(conn: Connection, warehouse_id: int, *, most: int = 200) -> list[Counted]:
    """Return the counts that are not done, those to be approved first."""
    asked: Select[*tuple[Any, ...]] = (
        select(
            CountTask.id,
            Location.code,
            CountTask.why,
            CountTask.status,
            func.coalesce(Worker.name, ""),
            CountTask.made_at,
        )
        .join(Location, Location.id == CountTask.location_id)
        .outerjoin(Worker, Worker.id == CountTask.worker_id)
        .where(CountTask.warehouse_id == warehouse_id, CountTask.status != "done")
        .order_by(CountTask.recounts_id.is_(None), CountTask.id)
        .limit(most)
    )
    return [Counted(*row) for row in conn.execute(asked)]
