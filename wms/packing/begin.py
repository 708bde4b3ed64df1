"""Begin a parcel: a tote comes to the bench, a carton is taken."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import count

from sqlalchemy import Connection, bindparam, insert, select, update

from wms.errors import Refused
from wms.layout import queries as layout
from wms.orders.queries import OrderRow
from wms.packing import queries, ready
from wms.packing.models import Parcel
from wms.people.actor import Actor
from wms.stock import lpn
from wms.stock.queries import LpnRow
from wms.text import T

_INSERT = insert(Parcel).returning(Parcel.id)
_NUMBERS = select(Parcel.number).where(Parcel.order_id == bindparam("order_id"))
_STATION = (
    update(Parcel)
    .where(Parcel.id == bindparam("parcel_id"))
    .values(station_id=bindparam("new_station"))
)


def arrive(
    conn: Connection, warehouse_id: int, *, tote: LpnRow, actor: Actor, at: datetime
) -> OrderRow:
    """Bring a tote to the bench and return its order.

    :raises Refused: the tote carries no order that may be packed now.
    """
    order = ready.order_in_tote(conn, tote)
    benches = [place.id for place in layout.of_kind(conn, warehouse_id, "pack")]
    if tote.location_id not in benches:
        bench = layout.first(conn, warehouse_id, "pack")
        lpn.move(
            conn,
            warehouse_id,
            tote.id,
            target_id=bench.id,
            kind="to_bench",
            actor=actor,
            at=at,
            for_kind="order",
            for_id=order.id,
        )
    return order


def begin(
    conn: Connection,
    warehouse_id: int,
    *,
    order_id: int,
    station_id: int,
    carton_id: int,
    company_prefix: str,
    at: datetime,
) -> int:
    """Open the next parcel of an order with an SSCC of its own and return its id.

    :raises Refused: the order may not be packed, is packed whole, or has a parcel under way.
    """
    order = ready.order_ready(conn, order_id, T("the tote"))
    _nothing_under_way(conn, order)
    bench = layout.first(conn, warehouse_id, "pack")
    plate, _ = lpn.make(conn, kind="parcel", location_id=bench.id, company_prefix=company_prefix)
    number = _free_number(conn.execute(_NUMBERS, {"order_id": order_id}).scalars())
    row = {"order_id": order_id, "number": number, "lpn_id": plate, "status": "open"}
    row |= {"carton_type_id": carton_id, "station_id": station_id, "opened_at": at}
    return conn.execute(_INSERT, row).scalar_one()


def _free_number(numbers: Iterable[int]) -> int:
    """Return the first number from 1 that no parcel has: that of a void one is given again."""
    taken = set(numbers)
    return next(n for n in count(1) if n not in taken)


def take_over(conn: Connection, *, parcel_id: int, station_id: int) -> None:
    """Go on with a parcel at another station than the one that began it."""
    conn.execute(_STATION, {"parcel_id": parcel_id, "new_station": station_id})


def _nothing_under_way(conn: Connection, order: OrderRow) -> None:
    under_way = queries.unfinished_of(conn, order.id)
    if under_way is not None:
        raise Refused(
            "packing.under_way",
            T("Parcel {n} of {order} is not done", n=under_way.number, order=order.reference),
            T("Finish it at {station} first", station=under_way.station),
        )
    packed, picked = queries.progress(conn, order.id)
    if packed >= picked:
        raise Refused(
            "packing.nothing_left",
            T("All of {order} is packed", order=order.reference),
            T("Scan another tote"),
        )
