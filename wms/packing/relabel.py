"""Give a parcel whose label is void a new SSCC: two labels that differ never carry one number."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, update

from wms.layout import queries as layout
from wms.packing import queries
from wms.packing.models import Parcel
from wms.packing.queries import ParcelRow
from wms.people.actor import Actor
from wms.stock import ledger, lpn
from wms.stock import queries as stock
from wms.stock.ledger import Move, Place

_LPN = update(Parcel).where(Parcel.id == bindparam("parcel_id")).values(lpn_id=bindparam("plate"))


def renew(
    conn: Connection,
    warehouse_id: int,
    parcel: ParcelRow,
    *,
    company_prefix: str,
    actor: Actor,
    at: datetime,
) -> ParcelRow:
    """Bring a parcel to the bench under a new SSCC and return it; the old one stays void."""
    bench = layout.first(conn, warehouse_id, "pack")
    plate, _ = lpn.make(conn, kind="parcel", location_id=bench.id, company_prefix=company_prefix)
    moves = [
        Move(
            "relabel",
            pieces.goods,
            pieces.on_hand,
            pieces.place,
            Place(bench.id, plate, pieces.status),
            for_kind="parcel",
            for_id=parcel.id,
        )
        for pieces in stock.in_lpn(conn, parcel.lpn_id)
    ]
    ledger.post(conn, warehouse_id, moves, actor=actor, at=at)
    lpn.put(conn, parcel.lpn_id, location_id=None)
    conn.execute(_LPN, {"parcel_id": parcel.id, "plate": plate})
    return queries.parcel(conn, parcel.id)
