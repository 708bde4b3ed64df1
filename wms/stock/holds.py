"""What may be asked about open holds: which there are, in walking order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select, tuple_

from wms.catalog import find
from wms.catalog.models import Item
from wms.layout.models import KEPT, Location
from wms.stock.ledger import Goods, Place
from wms.stock.models import HELD, Hold, Lot, Lpn


@dataclass(frozen=True, slots=True)
class HoldRow:
    """A hold that nobody ended yet, with the names of what it holds and where."""

    id: int
    warehouse_id: int
    location_id: int
    location: str
    location_kind: str
    sequence: int
    lpn_id: int
    lpn: str
    item_id: int
    sku: str
    lot_id: int
    lot: str
    merchant_id: int
    quantity: int
    reason: str
    held_at: datetime

    @property
    def goods(self) -> Goods:
        return Goods(self.item_id, self.lot_id, self.merchant_id)

    @property
    def place(self) -> Place:
        return Place(self.location_id, self.lpn_id, HELD)

    @property
    def is_kept(self) -> bool:
        """Tell whether it lies where goods are kept and taken from."""
        return self.location_kind in KEPT


_ORDER = (Location.sequence, Hold.location_id, Hold.id)
_OPEN: Select[*tuple[Any, ...]] = (
    select(
        Hold.id,
        Location.warehouse_id,
        Hold.location_id,
        Location.code,
        Location.kind,
        Location.sequence,
        Hold.lpn_id,
        Lpn.code,
        Hold.item_id,
        Item.sku,
        Hold.lot_id,
        Lot.code,
        Hold.merchant_id,
        Hold.quantity,
        Hold.reason,
        Hold.held_at,
    )
    .join(Location, Location.id == Hold.location_id)
    .join(Lpn, Lpn.id == Hold.lpn_id)
    .join(Item, Item.id == Hold.item_id)
    .join(Lot, Lot.id == Hold.lot_id)
    .where(Hold.freed_at.is_(None))
    .order_by(*_ORDER)
)
_AT = _OPEN.where(Hold.location_id == bindparam("location_id"))
_ONE = _OPEN.where(Hold.id == bindparam("hold_id"))
_IN = _OPEN.where(Location.warehouse_id == bindparam("warehouse_id")).limit(1)
_LISTED = _OPEN.where(
    Location.warehouse_id == bindparam("warehouse_id"), Hold.held_at <= bindparam("before")
).limit(bindparam("most"))
_AFTER = _IN.where(
    tuple_(*_ORDER) > tuple_(*(bindparam(name) for name in ("sequence", "location_id", "hold_id")))
)
_COUNT = (
    select(func.count())
    .select_from(Hold)
    .join(Location, Location.id == Hold.location_id)
    .where(Location.warehouse_id == bindparam("warehouse_id"), Hold.freed_at.is_(None))
)


def at_location(conn: Connection, location_id: int) -> list[HoldRow]:
    """Return the open holds at a location, oldest first."""
    return [HoldRow(*row) for row in conn.execute(_AT, {"location_id": location_id})]


def one(conn: Connection, hold_id: int) -> HoldRow | None:
    """Return a hold while it is open."""
    row = conn.execute(_ONE, {"hold_id": hold_id}).first()
    return HoldRow(*row) if row else None


def page(
    conn: Connection,
    *,
    merchant_id: int | None = None,
    warehouse_id: int | None = None,
    sku: str = "",
    location: str = "",
    reason: str = "",
    after: int = 0,
    limit: int = 100,
) -> list[HoldRow]:
    """Return a page of open holds in the order of ids; all merchants' when None."""
    asked = _OPEN.order_by(None).order_by(Hold.id).where(Hold.id > after).limit(limit)
    exact = (
        (Hold.merchant_id, merchant_id),
        (Location.warehouse_id, warehouse_id),
        (Location.code, location or None),
        (Hold.reason, reason or None),
    )
    for column, value in exact:
        if value is not None:
            asked = asked.where(column == value)
    if sku:
        asked = asked.where(find.called(sku))
    return [HoldRow(*row) for row in conn.execute(asked)]


def was_made(conn: Connection, hold_id: int) -> bool:
    """Tell whether there is or was such a hold."""
    return conn.execute(select(Hold.id).where(Hold.id == hold_id)).first() is not None


def first(conn: Connection, warehouse_id: int) -> HoldRow | None:
    """Return the first open hold of a warehouse in walking order."""
    row = conn.execute(_IN, {"warehouse_id": warehouse_id}).first()
    return HoldRow(*row) if row else None


def older(conn: Connection, warehouse_id: int, before: datetime, *, at_most: int) -> list[HoldRow]:
    """Return open holds of a warehouse that are at least as old as `before`, in walking order."""
    given = {"warehouse_id": warehouse_id, "before": before, "most": at_most}
    return [HoldRow(*row) for row in conn.execute(_LISTED, given)]


def after(conn: Connection, hold: HoldRow) -> HoldRow | None:
    """Return the open hold that follows `hold` in walking order; the first follows the last."""
    here = {"sequence": hold.sequence, "location_id": hold.location_id, "hold_id": hold.id}
    row = conn.execute(_AFTER, here | {"warehouse_id": hold.warehouse_id}).first()
    return HoldRow(*row) if row else first(conn, hold.warehouse_id)


def waiting(conn: Connection, warehouse_id: int) -> int:
    """Return how many holds of a warehouse are open."""
    return conn.execute(_COUNT, {"warehouse_id": warehouse_id}).scalar_one()
