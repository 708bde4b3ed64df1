"""Figures of orders: how many left, in time or late, and how long each step took."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, String, case, cast, func, select

from wms.insights.kpis import SINCE, UNTIL, WAREHOUSE, Figure, Span
from wms.insights.kpis_rules import Steps, steps_of
from wms.orders.models import Order, OrderLine
from wms.packing.models import Parcel
from wms.picking.models import Cluster, ClusterOrder, Pick, Wave, WaveOrder
from wms.stock import promises_made
from wms.text import T

MOST = 5000
"""Orders that cycle times are reckoned from: the newest of the time."""

DUE = func.coalesce(Order.ship_by, Wave.cut_off_at)
"""When an order had to leave: by its own time, else by the cut-off of its wave."""

_FACTS = (("order", T("Order")), ("carrier", T("Carrier")), ("due", T("Due")), ("left", T("Left")))


def _orders(at: Any, part: Any, *where: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(
            at.label("at"),
            cast(Order.id, String(20)).label("key"),
            part.label("part"),
            Order.reference,
            Order.carrier_code,
            DUE.label("due"),
            Order.shipped_at.label("left"),
        )
        .outerjoin(WaveOrder, WaveOrder.order_id == Order.id)
        .outerjoin(Wave, Wave.id == WaveOrder.wave_id)
        .where(Order.warehouse_id == WAREHOUSE, at >= SINCE, at < UNTIL, *where)
    )


SHIPPED = Figure(
    "orders",
    T("Orders shipped"),
    T("Orders whose last parcel left"),
    _orders(Order.shipped_at, Order.carrier_code),
    T("Carrier"),
    _FACTS,
)
_DUE_NOW = Order.status != "cancelled"
DUE_ORDERS = Figure(
    "due",
    T("Orders due"),
    T("Orders that had to leave in this time, by their own due time or their wave's cut-off"),
    _orders(DUE, Order.carrier_code, _DUE_NOW),
    T("Carrier"),
    _FACTS,
)
ON_TIME = Figure(
    "on-time",
    T("On time"),
    T("Of the orders due, those that had left by then"),
    _orders(DUE, Order.carrier_code, _DUE_NOW, Order.shipped_at <= DUE),
    T("Carrier"),
    _FACTS,
)
LATE = Figure(
    "late",
    T("Late"),
    T("Of the orders due, those that left later or have not left"),
    _orders(
        DUE,
        case((Order.shipped_at.is_(None), "not left"), else_="left late"),
        _DUE_NOW,
        (Order.shipped_at.is_(None)) | (Order.shipped_at > DUE),
    ),
    T("State"),
    _FACTS,
)


@dataclass(frozen=True, slots=True)
class Cycle:
    """How long the steps of orders took; of `orders`, the newest `MOST` of those that
    were shipped."""

    steps: Sequence[Steps]
    orders: int


_IDS: Select[*tuple[Any, ...]] = (
    select(Order.id, Order.reference, Order.accepted_at, Order.shipped_at)
    .where(Order.warehouse_id == WAREHOUSE, Order.shipped_at >= SINCE, Order.shipped_at < UNTIL)
    .order_by(Order.shipped_at.desc(), Order.id.desc())
    .limit(MOST)
)
_MINE = _IDS.with_only_columns(Order.id)
_PROMISED = (
    select(OrderLine.order_id, func.min(promises_made.PROMISED.c.made_at))
    .join(promises_made.PROMISED, promises_made.PROMISED.c.for_id == OrderLine.id)
    .where(OrderLine.order_id.in_(_MINE))
    .group_by(OrderLine.order_id)
)
_RELEASED = (
    select(ClusterOrder.order_id, func.min(Cluster.created_at))
    .join(Cluster, Cluster.id == ClusterOrder.cluster_id)
    .where(ClusterOrder.order_id.in_(_MINE))
    .group_by(ClusterOrder.order_id)
)
_PICKED = (
    select(Pick.order_id, func.max(Pick.ended_at))
    .where(Pick.order_id.in_(_MINE), Pick.status.in_(("picked", "short")))
    .group_by(Pick.order_id)
)
_PACKED = (
    select(Parcel.order_id, func.max(Parcel.closed_at))
    .where(Parcel.order_id.in_(_MINE), Parcel.status != "void")
    .group_by(Parcel.order_id)
)


def stages(conn: Connection, span: Span) -> list[tuple[str, Mapping[str, datetime]]]:
    """Return (order, when it reached each stage) of orders shipped in a time, the newest first."""
    moments: list[dict[int, datetime]] = [
        {row[0]: row[1] for row in conn.execute(asked, span.values) if row[1] is not None}
        for asked in (_PROMISED, _RELEASED, _PICKED, _PACKED)
    ]
    found: list[tuple[str, Mapping[str, datetime]]] = []
    for number, reference, accepted, shipped in conn.execute(_IDS, span.values):
        reached: dict[str, datetime] = {"accepted": accepted, "shipped": shipped}
        for name, those in zip(("allocated", "released", "picked", "packed"), moments, strict=True):
            if number in those:
                reached[name] = those[number]
        found.append((reference, reached))
    return found


def cycle(conn: Connection, span: Span) -> Cycle:
    """Return the median and the ninth decile of each step of the orders shipped in a time."""
    found = stages(conn, span)
    return Cycle(steps_of([reached for _, reached in found]), len(found))
