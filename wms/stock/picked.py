"""Picks in the ledger with who made them: a table for the questions of other areas."""

from __future__ import annotations

from sqlalchemy import String, cast, func, select

from wms.catalog.models import Item
from wms.layout.models import Location
from wms.people.models import Station, Worker
from wms.stock.models import StockMove

PICKED = (
    select(
        StockMove.warehouse_id,
        StockMove.recorded_at.label("at"),
        cast(StockMove.id, String(20)).label("key"),
        func.coalesce(Worker.name, "").label("part"),
        Item.sku,
        Location.code.label("place"),
        StockMove.quantity.label("pieces"),
        func.coalesce(Station.code, "").label("station"),
        func.coalesce(StockMove.event_id, "").label("event"),
    )
    .join(Item, Item.id == StockMove.item_id)
    .join(Location, Location.id == StockMove.source_location_id)
    .outerjoin(Worker, Worker.id == StockMove.worker_id)
    .outerjoin(Station, Station.id == StockMove.station_id)
    .where(StockMove.kind == "pick")
    .subquery("picked")
)
"""(warehouse_id, at, key, part: who, sku, place, pieces, station, event)."""

MISSED = (
    select(
        StockMove.warehouse_id,
        StockMove.recorded_at.label("at"),
        cast(StockMove.id, String(20)).label("key"),
        Item.sku.label("part"),
        StockMove.for_kind,
        StockMove.for_id,
        Item.sku.label("sku"),
        StockMove.quantity.label("pieces"),
        func.coalesce(Station.code, "").label("station"),
        func.coalesce(StockMove.event_id, "").label("event"),
    )
    .join(Item, Item.id == StockMove.item_id)
    .outerjoin(Station, Station.id == StockMove.station_id)
    .where(StockMove.kind == "count", StockMove.for_kind.in_(("order", "cluster")))
    .subquery("missed")
)
"""Pieces that a bench or a put wall missed, or had too many of: (warehouse_id, at, key, part: the
SKU, for_kind, for_id, sku, pieces, station, event)."""
