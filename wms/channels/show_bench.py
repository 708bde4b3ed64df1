"""What a bench shows beside its screen: the order, its parcel, what was printed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from wms.orders import queries as orders
from wms.packing import carton, queries
from wms.packing.queries import ParcelRow
from wms.people.queries import merchant_codes
from wms.terminal import documents
from wms.terminal.about import about
from wms.terminal.machine import Post

Plain = dict[str, Any]
MOST_DOCUMENTS = 12


def bench(conn: Connection, post: Post, *, fill_percent: int) -> Plain:
    """Return what the screen of a station is about, and its last documents."""
    state, language = about(conn, post.id)
    parcel_id, order_id = _number(state.get("parcel_id")), _number(state.get("order_id"))
    parcel = queries.parcel(conn, parcel_id) if parcel_id else None
    order_id = parcel.order_id if parcel else order_id
    return {
        "station": post.code,
        "kind": post.kind,
        "language": language,
        "order": _order(conn, order_id, parcel, fill_percent) if order_id else None,
        "parcel": _parcel(parcel) if parcel else None,
        "waiting": queries.waiting(conn, post.warehouse_id),
        "documents": [
            _document(row, parcel_id) for row in documents.recent(conn, post.id, MOST_DOCUMENTS)
        ],
    }


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _order(conn: Connection, order_id: int, parcel: ParcelRow | None, fill_percent: int) -> Plain:
    order = orders.order(conn, order_id)
    open_id = parcel.id if parcel and parcel.status == "open" else 0
    _, proposal = carton.propose(
        conn, order_id=order_id, parcel_id=open_id, fill_percent=fill_percent
    )
    proposed = None
    if proposal is not None:
        names = ("code", "length_mm", "width_mm", "height_mm")
        proposed = {name: getattr(proposal.carton, name) for name in names}
        proposed["pieces"] = proposal.pieces
    return {
        "reference": order.reference,
        "merchant": merchant_codes(conn).get(order.merchant_id or 0, ""),
        "carrier": order.carrier_code,
        "ship_by": order.ship_by.isoformat() if order.ship_by else None,
        "totes": [row.code for row in queries.totes(conn, order_id)],
        "lines": [
            {name: getattr(line, name) for name in ("sku", "name", "picked", "packed", "short")}
            for line in orders.lines(conn, [order_id])
        ],
        "notes": [note.about for note in orders.notes(conn, order_id) if note.about],
        "proposed": proposed,
    }


def _parcel(parcel: ParcelRow) -> Plain:
    names = ("number", "carton", "status", "sscc", "expected_grams", "weight_grams", "unweighed")
    return {name: getattr(parcel, name) for name in names}


def _document(row: Any, parcel_id: int) -> Plain:
    names = ("id", "device", "kind", "copy_no", "reason", "state", "detail")
    plain = {name: getattr(row, name) for name in names}
    is_of_parcel = bool(parcel_id) and (row.for_kind, row.for_id) == ("parcel", parcel_id)
    return plain | {"booked_at": row.booked_at.isoformat(), "is_of_parcel": is_of_parcel}
