"""What happened to an order, from its arrival to its return, as JSON-ready data.

It is read from what is stored of the order anyway; nobody who worked on it is named.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from wms.catalog.models import Item
from wms.channels import show_notes
from wms.orders import queries as orders
from wms.orders import reasons
from wms.orders.allocate import FOR
from wms.orders.models import Order
from wms.packing import queries as packing
from wms.packing.models import Parcel
from wms.picking.models import Cluster, ClusterOrder, ClusterPlan, Pick, Wave, WaveOrder
from wms.quality.models import QcCheck
from wms.returns.models import Rma
from wms.shipping import queries as shipping
from wms.shipping.models import Carrier, CarrierLabel
from wms.stock import promises

Plain = dict[str, Any]
Event = tuple[datetime | None, str, str, Plain]
"""When, kind, words, and what it is about."""

KINDS = (
    *("accepted", "noted", "allocated", "planned", "released", "short", "picked", "checked"),
    *("packed", "tracking", "shipped", "cancelled", "return_announced", "return_received"),
)
"""In the order in which they are told where several happened in the same instant."""


def events(conn: Connection, order_id: int) -> list[Plain]:
    """Return what happened to an order, oldest first."""
    found = [
        event
        for part in (_order, _stock, _picking, _checks, _parcels, _tracking, _returns, _notes)
        for event in part(conn, order_id)
    ]
    happened = [(at, kind, words, about) for at, kind, words, about in found if at is not None]
    happened.sort(key=lambda event: (event[0], KINDS.index(event[1])))
    return [
        {"at": at.isoformat(), "kind": kind, "words": words, "about": about}
        for at, kind, words, about in happened
    ]


def _order(conn: Connection, order_id: int) -> Iterator[Event]:
    asked = select(Order.accepted_at, Order.cancelled_at, Order.reason).where(Order.id == order_id)
    row = conn.execute(asked).one()
    yield row.accepted_at, "accepted", "The order was accepted", {}
    yield row.cancelled_at, "cancelled", str(reasons.words(row.reason)) or "Cancelled", {}


def _stock(conn: Connection, order_id: int) -> Iterator[Event]:
    line_ids = [line.id for line in orders.lines(conn, [order_id])]
    at = promises.first_made(conn, FOR, line_ids)
    yield at, "allocated", "Stock was promised to it", {}
    asked = select(Wave.made_at, Wave.reference).join(WaveOrder, WaveOrder.wave_id == Wave.id)
    for row in conn.execute(asked.where(WaveOrder.order_id == order_id)):
        yield row.made_at, "planned", f"It is in wave {row.reference}", {"wave": row.reference}


def _picking(conn: Connection, order_id: int) -> Iterator[Event]:
    released = (
        select(Cluster.created_at, Cluster.reference, func.coalesce(Wave.reference, "").label("w"))
        .join(ClusterOrder, ClusterOrder.cluster_id == Cluster.id)
        .outerjoin(ClusterPlan, ClusterPlan.cluster_id == Cluster.id)
        .outerjoin(Wave, Wave.id == ClusterPlan.wave_id)
        .where(ClusterOrder.order_id == order_id)
    )
    for row in conn.execute(released):
        about = {"cluster": row.reference} | ({"wave": row.w} if row.w else {})
        yield row.created_at, "released", f"Picking was released on {row.reference}", about
    ended = (
        select(Cluster.reference, func.max(Pick.ended_at).label("at"), func.sum(Pick.picked))
        .join(Cluster, Cluster.id == Pick.cluster_id)
        .where(Pick.order_id == order_id, Pick.picked > 0)
        .group_by(Cluster.reference)
    )
    for reference, at, pieces in conn.execute(ended):
        about = {"cluster": reference, "pieces": int(pieces)}
        yield at, "picked", f"{int(pieces)} pieces were picked on {reference}", about
    short = (
        select(Pick.ended_at, Item.sku, Pick.quantity - Pick.picked)
        .join(Item, Item.id == Pick.item_id)
        .where(Pick.order_id == order_id, Pick.status == "short")
    )
    for at, sku, pieces in conn.execute(short):
        about = {"sku": sku, "pieces": pieces}
        yield at, "short", f"{pieces} pieces of {sku} were not in their bin", about


def _checks(conn: Connection, order_id: int) -> Iterator[Event]:
    asked = select(QcCheck.done_at, QcCheck.status).where(QcCheck.order_id == order_id)
    for row in conn.execute(asked.where(QcCheck.status.in_(("passed", "failed")))):
        yield row.done_at, "checked", f"Its check has {row.status}", {"result": row.status}


def _parcels(conn: Connection, order_id: int) -> Iterator[Event]:
    parcels = [p for p in packing.parcels_of(conn, [order_id]) if p.status != "void"]
    numbers = shipping.tracking_of(conn, [p.id for p in parcels])
    for parcel in parcels:
        about: Plain = {"parcel_no": parcel.number, "sscc": parcel.sscc}
        packed = f"Parcel {parcel.number} was packed" + (
            ", and not weighed" if parcel.unweighed else ""
        )
        yield parcel.closed_at, "packed", packed, about
        about |= {"tracking": numbers.get(parcel.id, parcel.sscc)}
        yield parcel.shipped_at, "shipped", f"Parcel {parcel.number} has left", about


def _tracking(conn: Connection, order_id: int) -> Iterator[Event]:
    asked = (
        select(CarrierLabel.uploaded_at, CarrierLabel.tracking_number, Carrier.code, Parcel.number)
        .join(Parcel, Parcel.lpn_id == CarrierLabel.lpn_id)
        .join(Carrier, Carrier.id == CarrierLabel.carrier_id)
        .where(Parcel.order_id == order_id, Parcel.status != "void")
        .order_by(Parcel.id)
    )
    for at, tracking, carrier, number in conn.execute(asked):
        about = {"parcel_no": number, "carrier": carrier, "tracking": tracking}
        yield at, "tracking", f"Parcel {number} goes with {carrier} as {tracking}", about


def _returns(conn: Connection, order_id: int) -> Iterator[Event]:
    asked = select(Rma.reference, Rma.announced_at, Rma.closed_at).where(Rma.order_id == order_id)
    for reference, announced_at, closed_at in conn.execute(asked.order_by(Rma.id)):
        about = {"return": reference}
        yield announced_at, "return_announced", f"Return {reference} was announced", about
        yield closed_at, "return_received", f"Return {reference} has come back", about


def _notes(conn: Connection, order_id: int) -> Iterator[Event]:
    for row in orders.notes_of(conn, [order_id]):
        yield row.noted_at, "noted", show_notes.words(row.kind, row.about), {"note": row.kind}
