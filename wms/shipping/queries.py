"""What may be asked about shipping: who carries an order, where its parcels are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
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
from wms.shipping.models import Carrier, CarrierLabel, Manifest, ManifestParcel
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
    """One parcel as the outside sees it; `tracking` is the carrier's number where its own label
    was uploaded, else the SSCC; `manifest` is "" until it is on one; the weight of one that is
    `unweighed` was reckoned."""

    parcel_id: int
    order_id: int
    order: str
    number: int
    sscc: str
    tracking: str
    manifest: str
    carrier: str
    service: str
    status: str
    weight_grams: int | None
    closed_at: datetime | None
    shipped_at: datetime | None
    unweighed: bool = False


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
DONE = ("closed", "shipped")
"""What a parcel must be to be a shipment."""

_TRACKED = (
    select(CarrierLabel.lpn_id)
    .where(CarrierLabel.tracking_number == bindparam("number"))
    .order_by(CarrierLabel.lpn_id)
)
_TRACKING = (
    select(Parcel.id, CarrierLabel.tracking_number)
    .join(CarrierLabel, CarrierLabel.lpn_id == Parcel.lpn_id)
    .where(Parcel.id.in_(bindparam("parcel_ids", expanding=True)))
)
_ON_MANIFEST = (
    select(ManifestParcel.parcel_id, Manifest.reference)
    .join(Manifest, Manifest.id == ManifestParcel.manifest_id)
    .where(ManifestParcel.parcel_id.in_(bindparam("parcel_ids", expanding=True)))
)
_PAGE = (
    select(Parcel.order_id)
    .where(Parcel.id > bindparam("after"), Parcel.status.in_(DONE))
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


def carrier(conn: Connection, carrier_id: int) -> CarrierRow:
    """Return a carrier that is known to exist."""
    return next(row for row in carriers(conn) if row.id == carrier_id)


def on_lane(conn: Connection, lane_id: int) -> list[CarrierRow]:
    """Return the carriers whose parcels wait at a lane."""
    return [row for row in carriers(conn) if row.lane_id == lane_id]


def of_orders(
    conn: Connection, order_ids: list[int], statuses: Collection[str] = DONE
) -> list[Shipment]:
    """Return the parcels of orders that are closed or shipped, or as `statuses` say, oldest
    first."""
    rows = [p for p in packing.parcels_of(conn, order_ids) if p.status in statuses]
    asked = {row.order_id for row in rows}
    by_order = {number: carrier_if_known(conn, orders.order(conn, number)) for number in asked}
    ids = [row.id for row in rows]
    tracking, on = tracking_of(conn, ids), _manifests_of(conn, ids)
    return [_shipment(row, by_order[row.order_id], tracking, on) for row in rows]


def page(conn: Connection, *, after: int = 0, limit: int = 100) -> list[Shipment]:
    """Return up to `limit` shipments with parcel ids above `after`, in the order of their ids."""
    asked = conn.execute(_PAGE, {"after": after, "most": limit}).scalars()
    found = of_orders(conn, list(dict.fromkeys(asked)))
    return [shipment for shipment in found if shipment.parcel_id > after][:limit]


def by_tracking(conn: Connection, number: str) -> list[int]:
    """Return the LPNs of the parcels whose carrier's label says or said `number`: several where
    carriers share one."""
    return list(conn.execute(_TRACKED, {"number": number}).scalars())


def tracking_of(conn: Connection, parcel_ids: Sequence[int]) -> dict[int, str]:
    """Return the carriers' own tracking numbers of parcels that have one."""
    rows = conn.execute(_TRACKING, {"parcel_ids": list(parcel_ids)})
    return {row.id: row.tracking_number for row in rows}


def by_sscc(conn: Connection, sscc: str) -> ParcelRow | None:
    """Return the parcel that carries an SSCC of 18 digits."""
    plate = stock.lpn_by_code(conn, sscc)
    return packing.parcel_of_lpn(conn, plate.id) if plate else None


def carrier_if_known(conn: Connection, order: OrderRow) -> CarrierRow | None:
    """Return who carries an order, or None where that was taken out of the settings since."""
    try:
        return carrier_of(conn, order)
    except Refused:
        return None


def _manifests_of(conn: Connection, parcel_ids: Sequence[int]) -> dict[int, str]:
    rows = conn.execute(_ON_MANIFEST, {"parcel_ids": list(parcel_ids)})
    return {row.parcel_id: row.reference for row in rows}


def _shipment(
    row: ParcelRow, carrier: CarrierRow | None, tracking: dict[int, str], on: dict[int, str]
) -> Shipment:
    return Shipment(
        row.id,
        row.order_id,
        row.order,
        row.number,
        row.sscc,
        tracking.get(row.id, row.sscc),
        on.get(row.id, ""),
        carrier.code if carrier else "",
        carrier.service if carrier else "",
        row.status,
        row.weight_grams,
        row.closed_at,
        row.shipped_at,
        row.unweighed,
    )
