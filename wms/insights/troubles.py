"""Questions behind the exceptions: set-based, one statement each, bounded."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, func, or_, select

from wms.inbound.models import Asn
from wms.inbound.unknown import UnknownRow, open_ones
from wms.jobs import Job
from wms.orders.models import Order
from wms.packing.models import Parcel
from wms.people.models import Station, Worker
from wms.picking.board import UNFINISHED
from wms.stock import holds
from wms.stock.holds import HoldRow
from wms.stock.queries import lpn_codes
from wms.terminal.models import Document, Terminal

MOST = 50


def overdue(conn: Connection, warehouse_id: int, at: datetime) -> list[Any]:
    """Return (reference, due) of orders that should have left."""
    asked = select(Order.reference, Order.ship_by.label("due")).where(
        Order.warehouse_id == warehouse_id, Order.status.in_(UNFINISHED), Order.ship_by < at
    )
    return list(conn.execute(asked.order_by(Order.ship_by, Order.id).limit(MOST)))


def short_orders(conn: Connection, warehouse_id: int) -> list[Any]:
    """Return (reference, sku, accepted_at) of orders that wait since something was not found."""
    sku = func.substr(Order.reason, len("short ") + 1).label("sku")
    asked: Select[*tuple[Any, ...]] = select(Order.reference, sku, Order.accepted_at)
    short = asked.where(
        Order.warehouse_id == warehouse_id,
        Order.status == "waiting",
        Order.reason.startswith("short ", autoescape=True),
    )
    return list(conn.execute(short.order_by(Order.id).limit(MOST)))


def old_holds(conn: Connection, warehouse_id: int, before: datetime) -> list[HoldRow]:
    """Return the holds that nobody ended since `before`."""
    return holds.older(conn, warehouse_id, before, at_most=MOST)


def late_asns(conn: Connection, warehouse_id: int, today: date) -> list[Any]:
    """Return (reference) of deliveries that were expected before today and did not come."""
    asked = select(Asn.reference).where(
        Asn.warehouse_id == warehouse_id, Asn.status == "expected", Asn.expected_on < today
    )
    return list(conn.execute(asked.order_by(Asn.expected_on, Asn.id).limit(MOST)))


def unknown_goods(conn: Connection, warehouse_id: int) -> list[UnknownRow]:
    """Return what came with a code that nobody knows."""
    return [row for row in open_ones(conn) if row.warehouse_id == warehouse_id][:MOST]


def odd_weights(conn: Connection, warehouse_id: int, since: datetime) -> list[Any]:
    """Return the parcels that were closed although their weight was odd, or was not known."""
    codes = lpn_codes("parcel")
    asked: Select[*tuple[Any, ...]] = (
        select(
            Order.reference,
            codes.c.code.label("sscc"),
            Parcel.weight_grams,
            Parcel.expected_grams,
            Parcel.unweighed,
            Parcel.override_reason.label("reason"),
            func.coalesce(Worker.name, "").label("by"),
            Parcel.closed_at,
        )
        .join(Order, Order.id == Parcel.order_id)
        .join(codes, codes.c.id == Parcel.lpn_id)
        .outerjoin(Worker, Worker.id == Parcel.override_by_id)
        .where(
            Order.warehouse_id == warehouse_id,
            Parcel.closed_at >= since,
            or_(Parcel.override_by_id.is_not(None), Parcel.unweighed.is_(True)),
        )
        .order_by(Parcel.id)
        .limit(MOST)
    )
    return list(conn.execute(asked))


def stuck_prints(conn: Connection, warehouse_id: int) -> list[Any]:
    """Return (station, n, detail, worker, booked_at) of documents that failed to be printed."""
    asked: Select[*tuple[Any, ...]] = (
        select(
            Station.code.label("station"),
            func.count().label("n"),
            func.max(Document.detail).label("detail"),
            func.coalesce(func.max(Worker.name), "").label("worker"),
            func.min(Document.booked_at).label("booked_at"),
        )
        .join(Station, Station.id == Document.station_id)
        .outerjoin(Terminal, Terminal.station_id == Station.id)
        .outerjoin(Worker, Worker.id == Terminal.worker_id)
        .where(Station.warehouse_id == warehouse_id, Document.state.in_(("failed", "unknown")))
        .group_by(Station.code)
        .order_by(Station.code)
    )
    return list(conn.execute(asked))


def dead_jobs(conn: Connection) -> int:
    """Return how many jobs failed for good."""
    return conn.execute(select(func.count()).where(Job.status == "dead")).scalar_one()
