"""Close a parcel whose label was scanned back; totes that are empty are free again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from wms.orders.models import Order
from wms.packing import queries, ready
from wms.packing.models import Parcel
from wms.people.actor import Actor
from wms.picking import totes
from wms.stock import lpn
from wms.stock import queries as stock
from wms.terminal import documents

LABELS = ("shipping", "carrier")
"""Kinds of documents whose scan proves that a parcel is labelled: our label or its carrier's."""

_CLOSE = (
    update(Parcel)
    .where(Parcel.id == bindparam("parcel_id"))
    .values(status="closed", closed_at=bindparam("at"))
)
_OPEN = (
    select(Parcel.id)
    .where(
        Parcel.order_id == bindparam("order_id"), Parcel.status.in_(("open", "weighed", "labelled"))
    )
    .limit(1)
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
    conn.execute(_CLOSE, {"parcel_id": parcel_id, "at": at})
    documents.end(conn, for_kind="parcel", for_id=parcel_id, state="seen", kinds=LABELS)
    leave(conn, parcel.order_id)
    return settle(conn, parcel.order_id)


def settle(conn: Connection, order_id: int) -> bool:
    """Call an order packed when all of it is, in closed parcels; tell whether all is packed."""
    whole = queries.is_whole(conn, order_id)
    if whole and not conn.execute(_OPEN, {"order_id": order_id}).first():
        conn.execute(_PACKED, {"number": order_id})
    return whole


def leave(conn: Connection, order_id: int) -> None:
    """Free the totes of an order that are empty; void parcels that are empty are nowhere."""
    totes.free_empty(conn, order_id)
    for plate in queries.totes(conn, order_id):
        if plate.kind == "parcel" and not stock.in_lpn(conn, plate.id):
            lpn.put(conn, plate.id, location_id=None)
