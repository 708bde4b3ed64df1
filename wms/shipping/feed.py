"""Read what left the building in pages after a cursor: no parcel is missed or told twice."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select

from wms.packing.models import Parcel
from wms.shipping import queries
from wms.shipping.queries import Shipment
from wms.stock import feed
from wms.stock.feed import START, Cursor

MOST = 100

_ORDERS = select(Parcel.order_id).where(Parcel.id.in_(bindparam("parcels", expanding=True)))


def shipments(
    conn: Connection, after: Cursor = START, *, most: int = MOST
) -> list[tuple[Cursor, Shipment]]:
    """Return the parcels that left after the cursor, each with the cursor to go on from.

    :raises Refused: `feed.ahead`, the cursor is of another database.
    """
    left = feed.departures(conn, after, of_kind="parcel", most=most)
    order_ids = conn.execute(_ORDERS, {"parcels": [row.for_id for row in left]}).scalars()
    known = {s.parcel_id: s for s in queries.of_orders(conn, sorted(set(order_ids)))}
    return [(row.cursor, known[row.for_id]) for row in left]
