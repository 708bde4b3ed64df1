"""Read the ledger with the names of all that moved, page by page, for those who keep a copy.

The order is that of the feed: a page ends at the horizon, so that nothing is ever missed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, select, tuple_
from sqlalchemy.orm import aliased

from wms.catalog.models import Item
from wms.layout.models import Location, Warehouse
from wms.people.models import Merchant, Station, Worker
from wms.stock.feed import SETTLED, START, Cursor
from wms.stock.models import Lot, Lpn, StockMove


@dataclass(frozen=True, slots=True)
class Told:
    """A move with the names of its places; locations with ids of 0 and below are outside."""

    cursor: Cursor
    id: int
    recorded_at: datetime
    kind: str
    warehouse: str
    timezone: str
    merchant_id: int
    merchant: str
    item_id: int
    sku: str
    lot: str
    expires_on: date | None
    quantity: int
    source_id: int
    source: str
    source_lpn: str
    source_status: str
    target_id: int
    target: str
    target_lpn: str
    target_status: str
    reason: str
    for_kind: str
    for_id: int
    worker: str
    station: str
    event_id: str
    corrects_id: int | None


_M = StockMove
_FROM, _TO = aliased(Location), aliased(Location)
_FROM_LPN, _TO_LPN = aliased(Lpn), aliased(Lpn)
_TOLD: Select[*tuple[Any, ...]] = (
    select(
        _M.transaction_id,
        _M.id,
        _M.recorded_at,
        _M.kind,
        Warehouse.code,
        Warehouse.timezone,
        _M.merchant_id,
        Merchant.code,
        _M.item_id,
        Item.sku,
        Lot.code,
        Lot.expires_on,
        _M.quantity,
        _M.source_location_id,
        _FROM.code,
        _FROM_LPN.code,
        _M.source_status,
        _M.target_location_id,
        _TO.code,
        _TO_LPN.code,
        _M.target_status,
        _M.reason,
        _M.for_kind,
        _M.for_id,
        Worker.login,
        Station.code,
        _M.event_id,
        _M.corrects_id,
        _M.lot_id,
        _M.source_lpn_id,
        _M.target_lpn_id,
    )
    .join(Warehouse, Warehouse.id == _M.warehouse_id)
    .join(Merchant, Merchant.id == _M.merchant_id)
    .join(Item, Item.id == _M.item_id)
    .join(Lot, Lot.id == _M.lot_id)
    .join(_FROM, _FROM.id == _M.source_location_id)
    .join(_TO, _TO.id == _M.target_location_id)
    .join(_FROM_LPN, _FROM_LPN.id == _M.source_lpn_id)
    .join(_TO_LPN, _TO_LPN.id == _M.target_lpn_id)
    .outerjoin(Worker, Worker.id == _M.worker_id)
    .outerjoin(Station, Station.id == _M.station_id)
    .order_by(_M.transaction_id, _M.id)
)


def page(
    conn: Connection,
    after: Cursor = START,
    *,
    merchant_id: int | None = None,
    since: datetime | None = None,
    most: int = 500,
) -> list[Told]:
    """Return up to `most` moves after a cursor, of one merchant if it is given."""
    place = tuple_(_M.transaction_id, _M.id)
    asked = _TOLD.where(place > tuple_(after.transaction_id, after.move_id)).limit(most)
    if conn.dialect.name == "postgresql":
        asked = asked.where(SETTLED)
    if merchant_id is not None:
        asked = asked.where(_M.merchant_id == merchant_id)
    if since is not None:
        asked = asked.where(_M.recorded_at >= since)
    return [_told(row) for row in conn.execute(asked)]


def _told(row: Any) -> Told:
    """Name nothing where there is no lot, no LPN or nobody."""
    transaction_id, *cells, lot_id, source_lpn_id, target_lpn_id = row
    told = Told(Cursor(transaction_id, cells[0]), *cells)
    names = {
        "lot": told.lot if lot_id else "",
        "source_lpn": told.source_lpn if source_lpn_id else "",
        "target_lpn": told.target_lpn if target_lpn_id else "",
        "worker": told.worker or "",
        "station": told.station or "",
        "event_id": told.event_id or "",
    }
    plain = {name: getattr(told, name) for name in Told.__dataclass_fields__}
    return Told(**(plain | names))
