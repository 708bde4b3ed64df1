"""Void the parcels of an order that is not sent: their documents count no more."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select, update

from wms.packing.models import Parcel
from wms.packing.queries import UNFINISHED
from wms.stock import lpn
from wms.stock import queries as stock
from wms.terminal import documents

_UNSHIPPED = (
    select(Parcel.id, Parcel.lpn_id)
    .where(Parcel.order_id == bindparam("order_id"), Parcel.status.in_(UNFINISHED))
    .order_by(Parcel.id)
    .with_for_update()
)
_VOID = update(Parcel).where(Parcel.id == bindparam("parcel_id")).values(status="void")


def lock(conn: Connection, order_id: int) -> None:
    """Lock the parcels of an order that have not left, until the transaction ends."""
    conn.execute(_UNSHIPPED, {"order_id": order_id})


def void(conn: Connection, order_id: int) -> int:
    """Void the parcels of an order that have not left and return how many; their goods stay where
    they are."""
    parcels = conn.execute(_UNSHIPPED, {"order_id": order_id}).all()
    for parcel in parcels:
        conn.execute(_VOID, {"parcel_id": parcel.id})
        documents.void(conn, for_kind="parcel", for_id=parcel.id)
        if not stock.in_lpn(conn, parcel.lpn_id):
            lpn.put(conn, parcel.lpn_id, location_id=None)
    return len(parcels)
