"""Figures of picking: lines, shorts, by zone, by hour, by person."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, String, cast, select

from wms.catalog.models import Item
from wms.insights.kpis import SINCE, UNTIL, WAREHOUSE, Figure
from wms.layout.models import Location
from wms.orders.models import Order
from wms.picking.models import Cluster, Pick
from wms.stock.picked import PICKED
from wms.text import T

_FACTS = (
    ("order", T("Order")),
    ("sku", T("Item")),
    ("place", T("Place")),
    ("pieces", T("Pieces")),
    ("cluster", T("Cluster")),
)


def _picks(part: Any, pieces: Any, *where: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Pick.ended_at.label("at"),
            cast(Pick.id, String(20)).label("key"),
            part.label("part"),
            Order.reference,
            Item.sku,
            Location.code,
            pieces.label("pieces"),
            Cluster.reference.label("cluster"),
        )
        .join(Cluster, Cluster.id == Pick.cluster_id)
        .join(Order, Order.id == Pick.order_id)
        .join(Item, Item.id == Pick.item_id)
        .join(Location, Location.id == Pick.location_id)
        .where(
            Cluster.warehouse_id == WAREHOUSE, Pick.ended_at >= SINCE, Pick.ended_at < UNTIL, *where
        )
    )


LINES = Figure(
    "lines",
    T("Lines picked"),
    T("Pick lines that ended with pieces taken: one order's item and lot from one place"),
    _picks(Location.zone, Pick.picked, Pick.picked > 0),
    T("Zone"),
    _FACTS,
)
SHORTS = Figure(
    "shorts",
    T("Shorts"),
    T("Pick lines of which fewer pieces were found than the books had"),
    _picks(Item.sku, Pick.quantity - Pick.picked, Pick.status == "short"),
    T("Item"),
    _FACTS,
)
PEOPLE = Figure(
    "people",
    T("Picks by person"),
    T("Picks confirmed at a station, by who was signed in there; a line may take several"),
    select(PICKED)
    .where(PICKED.c.warehouse_id == WAREHOUSE, PICKED.c.at >= SINCE, PICKED.c.at < UNTIL)
    .with_only_columns(*(column for column in PICKED.c if column.key != "warehouse_id")),
    T("Person"),
    (
        ("sku", T("Item")),
        ("place", T("Place")),
        ("pieces", T("Pieces")),
        ("station", T("Station")),
        ("event", T("Event")),
    ),
    of_people=True,
)
