"""What other systems may see of deliveries, orders and shipments, as JSON-ready data."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from wms.channels import show_notes
from wms.channels.narrowed import narrowed
from wms.inbound import queries as inbound
from wms.inbound.models import Asn
from wms.inbound.queries import AsnRow
from wms.orders import queries as orders
from wms.orders import reasons
from wms.orders.models import Order
from wms.orders.queries import OrderRow
from wms.packing.models import Parcel
from wms.people.queries import merchant_codes
from wms.shipping import queries as shipping
from wms.shipping.queries import Shipment

Plain = dict[str, Any]


def asns(
    conn: Connection,
    merchant_id: int | None,
    *,
    status: str = "",
    reference: str = "",
    after: int = 0,
    limit: int = 100,
) -> list[Plain]:
    """Return a page of deliveries with their lines; `reference` is ours or the sender's."""
    asked = narrowed(
        select(Asn.id),
        Asn,
        owner=Asn.merchant_id,
        merchant_id=merchant_id,
        status=status,
        reference=reference,
        after=after,
        limit=limit,
    )
    codes = merchant_codes(conn)
    numbers = conn.execute(asked).scalars().all()
    return [_asn(conn, inbound.asn(conn, number), codes) for number in numbers]


def order_list(
    conn: Connection,
    merchant_id: int | None,
    *,
    status: str = "",
    reference: str = "",
    after: int = 0,
    limit: int = 100,
) -> list[Plain]:
    """Return a page of orders with lines and parcels; `reference` is ours or the sender's."""
    asked = narrowed(
        select(Order.id),
        Order,
        owner=Order.merchant_id,
        merchant_id=merchant_id,
        status=status,
        reference=reference,
        after=after,
        limit=limit,
    )
    numbers = list(conn.execute(asked).scalars())
    lines, parcels = orders.lines(conn, numbers), shipping.of_orders(conn, numbers)
    notes = orders.notes_of(conn, numbers)
    flags = orders.flags(conn, numbers)
    codes = merchant_codes(conn)
    return [
        _order(orders.order(conn, number), codes)
        | {"flags": flags[number]}
        | {"lines": [_line(line) for line in lines if line.order_id == number]}
        | {"parcels": [shipment(p) for p in parcels if p.order_id == number]}
        | {"notes": [show_notes.note(row) for row in notes if row.order_id == number]}
        for number in numbers
    ]


def shipments(
    conn: Connection,
    merchant_id: int | None,
    *,
    sscc: str = "",
    status: str = "",
    statuses: Collection[str] = shipping.DONE,
    after: int = 0,
    limit: int = 100,
) -> list[Plain]:
    """Return a page of parcels with one of `statuses`, or `status` alone; `sscc` asks for one of
    them."""
    statuses = (status,) if status else statuses
    asked = (
        select(Parcel.id, Parcel.order_id)
        .join(Order, Order.id == Parcel.order_id)
        .where(Parcel.id > after, Parcel.status.in_(statuses))
        .order_by(Parcel.id)
        .limit(limit)
    )
    if merchant_id is not None:
        asked = asked.where(Order.merchant_id == merchant_id)
    if sscc:
        found = shipping.by_sscc(conn, sscc)
        asked = asked.where(Parcel.id == (found.id if found else 0))
    wanted = {row.id: row.order_id for row in conn.execute(asked)}
    all_of = shipping.of_orders(conn, list(dict.fromkeys(wanted.values())), statuses)
    return [shipment(p) for p in all_of if p.parcel_id in wanted]


def _asn(conn: Connection, row: AsnRow, codes: dict[int, str]) -> Plain:
    return {
        "id": row.id,
        "reference": row.reference,
        "external_ref": row.external_ref,
        "merchant": codes[row.merchant_id],
        "status": row.status,
        "expected_on": _iso(row.expected_on),
        "created_at": _iso(row.created_at),
        "closed_at": _iso(row.closed_at),
        "lines": [
            {
                "line_no": line.line_no,
                "sku": line.sku,
                "lot": line.lot_code,
                "expires_on": _iso(line.expires_on),
                "expected": line.expected,
                "received": line.received,
            }
            for line in inbound.lines(conn, row.id)
        ],
    }


def _order(row: OrderRow, codes: dict[int, str]) -> Plain:
    return {
        "id": row.id,
        "reference": row.reference,
        "external_ref": row.external_ref,
        "merchant": codes.get(row.merchant_id or 0, ""),
        "status": row.status,
        "reason": row.reason,
        "reason_words": str(reasons.words(row.reason)),
        "remedy": str(reasons.remedy(row.status, row.reason)),
        "priority": row.priority,
        "carrier": row.carrier_code,
        "ship_by": _iso(row.ship_by),
        "recipient": row.recipient,
        "accepted_at": _iso(row.accepted_at),
        "shipped_at": _iso(row.shipped_at),
    }


def _line(line: orders.LineRow) -> Plain:
    counters = ("line_no", "sku", "ordered", "picked", "packed", "shipped", "short")
    return {name: getattr(line, name) for name in counters}


def shipment(row: Shipment) -> Plain:
    """Return one parcel."""
    return {
        "id": row.parcel_id,
        "order": row.order,
        "parcel_no": row.number,
        "sscc": row.sscc,
        "tracking": row.tracking,
        "manifest": row.manifest,
        "carrier": row.carrier,
        "service": row.service,
        "status": row.status,
        "weight_grams": row.weight_grams,
        "unweighed": row.unweighed,
        "closed_at": _iso(row.closed_at),
        "shipped_at": _iso(row.shipped_at),
    }


def _iso(value: date | datetime | None) -> str | None:
    return value.isoformat() if value else None
