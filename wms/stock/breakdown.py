"""How much there is by bin, by lot, by merchant and in a location: pages for other systems.

Every question takes `merchant_id`: with one, nobody else's pieces are counted or shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Connection, Select, cast, func, select, tuple_

from wms.catalog import find
from wms.catalog.models import Item
from wms.layout.models import Location
from wms.people.models import Merchant
from wms.stock.levels import FREE, HELD, SUMS, Level
from wms.stock.models import LOOSE, NO_LOT, Lot, Lpn, Quant

NOTHING = Level()


@dataclass(frozen=True, slots=True)
class Pile:
    """Pieces of one kind at one place; `lot` and `lpn` are "" where there is none."""

    id: int
    merchant: str
    sku: str
    lot: str
    expires_on: date | None
    location: str
    zone: str
    location_kind: str
    lpn: str
    status: str
    level: Level


@dataclass(frozen=True, slots=True)
class LotLevel:
    """An item's lot, or its pieces without one; `lot_id` is 0 then."""

    item_id: int
    lot_id: int
    merchant: str
    sku: str
    lot: str
    expires_on: date | None
    level: Level


@dataclass(frozen=True, slots=True)
class Inside:
    """What lies in a location: kinds of items, licence plates, sizes of all pieces."""

    items: int = 0
    lpns: int = 0
    volume_mm3: int = 0
    weight_grams: int = 0
    level: Level = NOTHING


@dataclass(frozen=True, slots=True)
class Where:
    """What narrows a question; what is empty narrows nothing."""

    merchant_id: int | None = None
    warehouse_id: int | None = None
    sku: str = ""
    lot: str = ""
    location: str = ""
    zone: str = ""
    lpn: str = ""
    status: str = ""
    expires_before: date | None = None


_QUANTS: Select[*tuple[Any, ...]] = (
    select(
        Quant.id,
        Merchant.code,
        Item.sku,
        Lot.id,
        Lot.code,
        Lot.expires_on,
        Location.code,
        Location.zone,
        Location.kind,
        Lpn.id,
        Lpn.code,
        Quant.status,
        Quant.on_hand,
        Quant.reserved,
        HELD,
        FREE,
    )
    .join(Item, Item.id == Quant.item_id)
    .join(Merchant, Merchant.id == Quant.merchant_id)
    .join(Lot, Lot.id == Quant.lot_id)
    .join(Location, Location.id == Quant.location_id)
    .join(Lpn, Lpn.id == Quant.lpn_id)
    .where(Quant.on_hand > 0)
    .order_by(Quant.id)
)
_LOT_KEY = (Quant.item_id, Quant.lot_id)
_LOTS: Select[*tuple[Any, ...]] = (
    select(*_LOT_KEY, Merchant.code, Item.sku, Lot.code, Lot.expires_on, *SUMS)
    .join(Item, Item.id == Quant.item_id)
    .join(Merchant, Merchant.id == Quant.merchant_id)
    .join(Lot, Lot.id == Quant.lot_id)
    .join(Location, Location.id == Quant.location_id)
    .where(Quant.on_hand > 0)
    .group_by(*_LOT_KEY, Merchant.code, Item.sku, Lot.code, Lot.expires_on)
    .order_by(*_LOT_KEY)
)
_MERCHANTS: Select[*tuple[Any, ...]] = (
    select(Merchant.id, Merchant.code, func.count(Quant.item_id.distinct()), *SUMS)
    .join(Merchant, Merchant.id == Quant.merchant_id)
    .join(Location, Location.id == Quant.location_id)
    .where(Quant.on_hand > 0)
    .group_by(Merchant.id, Merchant.code)
    .order_by(Merchant.id)
)
_VOLUME = cast(Item.length_mm, BigInteger) * Item.width_mm * Item.height_mm * Quant.on_hand
_WEIGHT = cast(Item.weight_grams, BigInteger) * Quant.on_hand
_INSIDE: Select[*tuple[Any, ...]] = (
    select(
        Quant.location_id,
        func.count(Quant.item_id.distinct()),
        func.count(func.nullif(Quant.lpn_id, LOOSE).distinct()),
        func.sum(_VOLUME),
        func.sum(_WEIGHT),
        *SUMS,
    )
    .join(Item, Item.id == Quant.item_id)
    .join(Location, Location.id == Quant.location_id)
    .where(Quant.on_hand > 0)
    .group_by(Quant.location_id)
)


def piles(conn: Connection, where: Where, *, after: int = 0, limit: int = 100) -> list[Pile]:
    """Return a page of what lies where, in the order of ids."""
    asked = _narrowed(_QUANTS, where).where(Quant.id > after).limit(limit)
    if where.lpn:
        asked = asked.where(Lpn.code == where.lpn, Lpn.id != LOOSE)
    return [_pile(row) for row in conn.execute(asked)]


def lots(
    conn: Connection, where: Where, *, after: tuple[int, int] = (0, 0), limit: int = 100
) -> list[LotLevel]:
    """Return a page of lots; `after` is the (item id, lot id) of the last one that was read."""
    asked = _narrowed(_LOTS, where).limit(limit)
    if after != (0, 0):
        asked = asked.where(tuple_(*_LOT_KEY) > tuple_(*after))
    return [
        LotLevel(item, lot_id, owner, sku, lot if lot_id != NO_LOT else "", expires, _level(sums))
        for item, lot_id, owner, sku, lot, expires, *sums in conn.execute(asked)
    ]


def merchants(
    conn: Connection, where: Where, *, after: int = 0, limit: int = 100
) -> list[tuple[int, str, int, Level]]:
    """Return a page of (id, code, kinds of items, level) of merchants that have stock here."""
    asked = _narrowed(_MERCHANTS, where).where(Merchant.id > after).limit(limit)
    return [(row[0], row[1], row[2], _level(row[3:])) for row in conn.execute(asked)]


def inside(
    conn: Connection, location_ids: Sequence[int], *, merchant_id: int | None
) -> dict[int, Inside]:
    """Return what lies in locations; those where nothing lies are nought."""
    found = {number: Inside() for number in location_ids}
    asked = _INSIDE.where(Quant.location_id.in_(location_ids))
    if merchant_id is not None:
        asked = asked.where(Quant.merchant_id == merchant_id)
    for row in conn.execute(asked) if found else ():
        found[row[0]] = Inside(row[1], row[2], int(row[3]), int(row[4]), _level(row[5:]))
    return found


def _narrowed(asked: Select[*tuple[Any, ...]], where: Where) -> Select[*tuple[Any, ...]]:
    exact = (
        (Quant.merchant_id, where.merchant_id),
        (Quant.warehouse_id, where.warehouse_id),
        (Location.code, where.location or None),
        (Location.zone, where.zone or None),
        (Quant.status, where.status or None),
    )
    for column, value in exact:
        if value is not None:
            asked = asked.where(column == value)
    if where.sku:
        asked = asked.where(Quant.item_id.in_(select(Item.id).where(find.called(where.sku))))
    if where.lot:
        asked = asked.where(Lot.code == where.lot, Lot.id != NO_LOT)
    if where.expires_before is not None:
        asked = asked.where(Lot.expires_on < where.expires_before)
    return asked


def _pile(row: Any) -> Pile:
    quant_id, merchant, sku, lot_id, lot, expires_on, place, zone, kind, lpn_id, lpn, status = row[
        :12
    ]
    return Pile(
        quant_id,
        merchant,
        sku,
        lot if lot_id != NO_LOT else "",
        expires_on,
        place,
        zone,
        kind,
        lpn if lpn_id != LOOSE else "",
        status,
        _level(row[12:]),
    )


def _level(sums: Sequence[Any]) -> Level:
    return Level(*(int(number) for number in sums))
