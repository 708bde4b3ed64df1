"""Load a parcel onto the truck of its carrier, by scan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from wms.orders import queries as orders
from wms.orders.models import Order
from wms.packing import queries as packing
from wms.packing.models import Parcel
from wms.people.actor import Actor
from wms.shipping import join, rules
from wms.shipping.queries import carrier_of
from wms.shipping.rules import Offered

_LOCK = (
    select(Parcel.id)
    .join(Order, Order.id == Parcel.order_id)
    .where(Parcel.id == bindparam("parcel_id"))
    .with_for_update()
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A parcel that is on the truck now, and the manifest that it is on."""

    manifest_id: int
    order: str
    number: int


def load(
    conn: Connection,
    warehouse_id: int,
    *,
    parcel_id: int,
    carrier_id: int,
    actor: Actor,
    at: datetime,
) -> Loaded:
    """Put a parcel onto the open manifest of the carrier whose truck is loaded.

    :raises Refused: it is another carrier's, not closed, loaded already or gone; it or its label
        is void.
    """
    manifest_id = join.open_now(conn, warehouse_id=warehouse_id, carrier_id=carrier_id, at=at)
    conn.execute(_LOCK, {"parcel_id": parcel_id})
    parcel = _offered(conn, parcel_id)
    why = rules.refusal(parcel, carrier_id)
    if why is not None:
        raise why
    join.mark_loaded(
        conn, manifest_id=manifest_id, parcel_id=parcel_id, worker_id=actor.worker_id, at=at
    )
    return Loaded(manifest_id, parcel.order, parcel.number)


def _offered(conn: Connection, parcel_id: int) -> Offered:
    row = packing.parcel(conn, parcel_id)
    order = orders.order(conn, row.order_id)
    carrier = carrier_of(conn, order)
    known = join.membership(conn, parcel_id)
    return Offered(
        order=row.order,
        number=row.number,
        status=row.status,
        bench=row.station,
        carrier_id=carrier.id,
        carrier=carrier.name,
        lane=carrier.lane,
        is_handed_over=row.lane_id is not None,
        manifest=known[2] if known else "",
        is_closed_out=known is not None and known[3] == "closed",
        is_loaded=known is not None and known[1],
        is_cancelled=order.status == "cancelled",
        has_void_label=packing.void_label(conn, row.lpn_id) is not None,
    )
