"""Close a parcel whose label was scanned back; totes that are empty are free again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, update

from wms.orders.models import Order
from wms.packing import queries, ready
from wms.packing.models import Parcel
from wms.people.actor import Actor
from wms.picking import totes
from wms.terminal import documents

LABELS = ("shipping", "carrier")
"""Kinds of documents whose scan proves that a parcel is labelled: our label or its carrier's."""

_CLOSE = (
    update(Parcel)
    .where(Parcel.id == bindparam("parcel_id"))
    .values(status="closed", closed_at=bindparam("at"))
)
_PACKED = (
    update(Order)
    .where(Order.id == bindparam("number"), Order.status == "picked")
    .values(status="packed")
)


def close(conn: Connection, *, parcel_id: int, actor: Actor, at: datetime) -> bool:
    """Close a labelled parcel, its label seen; tell whether its order is packed whole.

    :raises Refused: the parcel has no label yet, or is not at this station.
    """
    parcel = ready.parcel_ready(conn, parcel_id, actor, "labelled")
    packed, picked = queries.progress(conn, parcel.order_id)
    conn.execute(_CLOSE, {"parcel_id": parcel_id, "at": at})
    documents.end(conn, for_kind="parcel", for_id=parcel_id, state="seen", kinds=LABELS)
    totes.free_empty(conn, parcel.order_id)
    if packed == picked:
        conn.execute(_PACKED, {"number": parcel.order_id})
    return packed == picked
