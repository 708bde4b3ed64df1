"""What other systems may see of waves, as JSON-ready data.

A wave mixes merchants, and its walks name people: only keys of the site see any.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select

from wms.layout import choose
from wms.layout.models import Warehouse
from wms.orders.models import Order
from wms.picking import waves as queries
from wms.picking.models import ClusterPlan, Pick, Wave, WaveOrder
from wms.picking.plan_wave import Draft
from wms.planning.bound import gap_percent
from wms.text import Words

Plain = dict[str, Any]
MOST_LEFT_OUT = 100


def _picks(*more: Any) -> Any:
    asked = select(func.count()).select_from(Pick)
    asked = asked.join(ClusterPlan, ClusterPlan.cluster_id == Pick.cluster_id)
    return asked.where(ClusterPlan.wave_id == Wave.id, *more).scalar_subquery()


_OPEN = ("open", "skipped")
_WAVES: Select[*tuple[Any, ...]] = (
    select(
        Wave.__table__,
        Warehouse.code.label("warehouse"),
        select(func.count()).where(WaveOrder.wave_id == Wave.id).scalar_subquery().label("orders"),
        select(func.count())
        .where(ClusterPlan.wave_id == Wave.id)
        .scalar_subquery()
        .label("clusters"),
        _picks().label("lines"),
        _picks(Pick.status.in_(_OPEN)).label("lines_open"),
    )
    .join(Warehouse, Warehouse.id == Wave.warehouse_id)
    .order_by(Wave.id)
)
_MEMBERS = (
    select(Order.reference, Order.external_ref, Order.status)
    .join(WaveOrder, WaveOrder.order_id == Order.id)
    .order_by(Order.id)
)


def waves(
    conn: Connection,
    *,
    warehouse: str = "",
    status: str = "",
    reference: str = "",
    after: int = 0,
    limit: int = 100,
) -> list[Plain]:
    """Return a page of waves and how far each is."""
    asked = _WAVES.where(Wave.id > after).limit(limit)
    if warehouse:
        asked = asked.where(Wave.warehouse_id == choose.warehouse(conn, warehouse))
    if status:
        asked = asked.where(Wave.status == status)
    if reference:
        asked = asked.where(Wave.reference == reference)
    return [_wave(row) for row in conn.execute(asked)]


def wave(conn: Connection, *, reference: str) -> list[Plain]:
    """Return the wave that is called so with its walks and orders, or nothing."""
    return [
        row
        | {
            "walks": [_cluster(one) for one in queries.clusters(conn, row["id"])],
            "members": [
                dict(one._mapping)
                for one in conn.execute(_MEMBERS.where(WaveOrder.wave_id == row["id"]))
            ],
        }
        for row in waves(conn, reference=reference, limit=1)
    ]


def draft(draft: Draft) -> Plain:
    """Return a wave as it would be: its walks, and who stays behind, why."""
    walks = _walks(draft)
    plan = draft.plan
    return {
        "template": draft.wanted.template,
        "cut_off_at": _iso(draft.wanted.cut_off_at),
        "orders": len(draft.orders),
        "lines": sum(walk["lines"] for walk in walks),
        "totes": sum(walk["totes"] for walk in walks),
        "planned_mm": plan.planned_mm,
        "least_mm": plan.least_mm,
        "gap_percent": gap_percent(plan.planned_mm, plan.least_mm),
        "walks": walks,
        "left_out": left_out(
            [(order.reference, why) for order, why in draft.left_out[:MOST_LEFT_OUT]]
        ),
        "left_out_total": len(draft.left_out),
    }


def left_out(rows: Sequence[tuple[str, Words]]) -> list[Plain]:
    """Return orders that do not come along, each with the reason."""
    return [{"order": order, "why": str(why)} for order, why in rows]


def _walks(draft: Draft) -> list[Plain]:
    known = {order.id: order for order in draft.orders}
    members = [[draft.plan.orders[n] for n in walk.orders] for walk in draft.plan.batches]
    return [
        {
            "orders": [known[order.id].reference for order in orders],
            "lines": sum(known[order.id].lines for order in orders),
            "totes": sum(order.totes for order in orders),
            "weight_grams": sum(order.weight_grams for order in orders),
            "planned_mm": walk.tour.length_mm,
        }
        for walk, orders in zip(draft.plan.batches, members, strict=True)
    ]


def _wave(row: Any) -> Plain:
    return {
        "id": row.id,
        "reference": row.reference,
        "warehouse": row.warehouse,
        "status": row.status,
        "template": row.template,
        "carrier": row.carrier_code,
        "cut_off_at": _iso(row.cut_off_at),
        "made_at": _iso(row.made_at),
        "released_at": _iso(row.released_at),
        "closed_at": _iso(row.closed_at),
        "cancelled_at": _iso(row.cancelled_at),
        "orders": row.orders,
        "clusters": row.clusters,
        "lines": row.lines,
        "lines_done": row.lines - row.lines_open,
        "lines_open": row.lines_open,
        "planned_mm": row.planned_mm,
        "least_mm": row.least_mm,
        "gap_percent": gap_percent(row.planned_mm, row.least_mm),
    }


def _cluster(row: queries.ClusterRow) -> Plain:
    return {
        "reference": row.reference,
        "status": row.status,
        "worker": row.worker,
        "orders": row.orders,
        "lines": row.lines,
        "lines_done": row.lines - row.open,
        "lines_open": row.open,
        "planned_mm": row.planned_mm,
        "least_mm": row.least_mm,
    }


def _iso(value: datetime | None) -> str | None:
    return value.isoformat() if value else None
