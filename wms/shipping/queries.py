"""What may be asked about shipping: who carries an order, where its parcels are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from wms.errors import Refused
from wms.layout.models import Location
from wms.orders import queries as orders
from wms.orders.queries import OrderRow
from wms.packing import queries as packing
from wms.packing.models import Parcel
from wms.packing.queries import ParcelRow
from wms.shipping.models import Carrier
from wms.stock import queries as stock
from wms.text import T


@dataclass(frozen=True, slots=True)
class CarrierRow:
    """A carrier and the lane where its parcels wait."""

    id: int
    code: str
    name: str
    service: str
    lane_id: int
    lane: str


@dataclass(frozen=True, slots=True)
class Shipment:
    """One parcel as the outside sees it; `tracking` is its SSCC."""

    parcel_id: int
    order_id: int
    order: str
    number: int
    tracking: str
    carrier: str
    service: str
    status: str
    weight_grams: int | None
    closed_at: datetime | None
    shipped_at: datetime | None


_CARRIERS: Select[*tuple[Any, ...]] = (
    select(
        Carrier.id,
        Carrier.code,
        Carrier.name,
        Carrier.service,
        Carrier.lane_id,
        Location.code.label("lane"),
    )
    .join(Location, Location.id == Carrier.lane_id)
    .order_by(Carrier.id)
)
_PAGE = (
    select(Parcel.order_id)
    .where(Parcel.id > bindparam("after"), Parcel.status.in_(("closed", "shipped")))
    .order_by(Parcel.id)
    .limit(bindparam("most"))
)


def carriers(conn: Connection) -> list[CarrierRow]:
    """Return all carriers, the one for orders that name none first."""
    return [CarrierRow(*row) for row in conn.execute(_CARRIERS)]


def carrier_of(conn: Connection, order: OrderRow) -> CarrierRow:
    """Return who carries an order's parcels: the carrier it names, else the first one.

    :raises Refused: there is none, or none of that code.
    """
    known = carriers(conn)
    chosen = [c for c in known if order.carrier_code in ("", c.code)]
    if chosen:
        return chosen[0]
    if not known:
        raise Refused(
            "shipping.no_carrier", T("No carrier is set up"), T("Ask a supervisor to add one")
        )
    raise Refused(
        "shipping.unknown_carrier",
        T("{order} wants carrier {code}", order=order.reference, code=order.carrier_code),
        T("It is not set up here. Ask a supervisor"),
        field="carrier_code",
    )


def of_orders(conn: Connection, order_ids: list[int]) -> list[Shipment]:
    """Return the parcels of orders that are closed or shipped, oldest first."""
    rows = [p for p in packing.parcels_of(conn, order_ids) if p.status in ("closed", "shipped")]
    by_order = {order_id: _carrier(conn, order_id) for order_id in {row.order_id for row in rows}}
    return [_shipment(row, by_order[row.order_id]) for row in rows]


def page(conn: Connection, *, after: int = 0, limit: int = 100) -> list[Shipment]:
    """Return up to `limit` shipments with parcel ids above `after`, in the order of their ids."""
    asked = conn.execute(_PAGE, {"after": after, "most": limit}).scalars()
    found = of_orders(conn, list(dict.fromkeys(asked)))
    return [shipment for shipment in found if shipment.parcel_id > after][:limit]


def by_sscc(conn: Connection, sscc: str) -> ParcelRow | None:
    """Return the parcel that carries an SSCC of 18 digits."""
    plate = stock.lpn_by_code(conn, sscc)
    return packing.parcel_of_lpn(conn, plate.id) if plate else None


def _carrier(conn: Connection, order_id: int) -> CarrierRow | None:
    """Return who carries an order, or None where that was taken out of the settings since."""
    try:
        return carrier_of(conn, orders.order(conn, order_id))
    except Refused:
        return None


def _shipment(row: ParcelRow, carrier: CarrierRow | None) -> Shipment:
    return Shipment(
        row.id,
        row.order_id,
        row.order,
        row.number,
        row.sscc,
        carrier.code if carrier else "",
        carrier.service if carrier else "",
        row.status,
        row.weight_grams,
        row.closed_at,
        row.shipped_at,
    )
