"""What leaves: parcels on the lanes, on manifests and gone, as the office follows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, func, select

from wms.orders.models import Order
from wms.packing.models import Parcel
from wms.shipping import manifests, queries
from wms.shipping.manifests import ListedParcel, ManifestRow
from wms.shipping.models import Carrier, CarrierLabel, Manifest, ManifestParcel
from wms.shipping.queries import CarrierRow
from wms.stock.queries import lpn_codes


@dataclass(frozen=True, slots=True)
class Lane:
    """A carrier: the parcels that stand on its lane and are on no manifest, its open manifest and
    the parcels on that."""

    carrier: CarrierRow
    standing: tuple[ListedParcel, ...]
    manifest: ManifestRow | None
    listed: tuple[ListedParcel, ...]

    @property
    def going(self) -> int:
        """How many parcels of the manifest may go along."""
        return sum(not parcel.is_off for parcel in self.listed)

    @property
    def loaded(self) -> int:
        """How many of them a loader scanned."""
        return sum(parcel.is_loaded for parcel in self.listed if not parcel.is_off)

    @property
    def weight_grams(self) -> int:
        return sum(parcel.weight_grams or 0 for parcel in self.listed if not parcel.is_off)


@dataclass(frozen=True, slots=True)
class Closed:
    """A manifest that its carrier has taken along."""

    reference: str
    carrier: str
    parcels: int
    weight_grams: int
    closed_at: datetime


@dataclass(frozen=True, slots=True)
class Tracked:
    """A parcel with its number for tracking: the carrier's own, else its SSCC."""

    order: str
    number: int
    sscc: str
    tracking: str
    carrier: str
    status: str
    manifest: str
    weight_grams: int | None
    closed_at: datetime | None
    shipped_at: datetime | None


_PLATES = lpn_codes("parcel")
_GOING = and_(Parcel.id == ManifestParcel.parcel_id, Parcel.status.in_(queries.DONE))
_CLOSED: Select[*tuple[Any, ...]] = (
    select(
        Manifest.reference,
        Carrier.code,
        func.count(Parcel.id),
        func.coalesce(func.sum(Parcel.weight_grams), 0),
        Manifest.closed_at,
    )
    .join(Carrier, Carrier.id == Manifest.carrier_id)
    .outerjoin(ManifestParcel, ManifestParcel.manifest_id == Manifest.id)
    .outerjoin(Parcel, _GOING)
    .where(Manifest.status == "closed")
    .group_by(Manifest.id, Carrier.code)
    .order_by(Manifest.closed_at.desc(), Manifest.id.desc())
)
_TRACKED: Select[*tuple[Any, ...]] = (
    select(
        Order.reference,
        Parcel.number,
        _PLATES.c.code,
        func.coalesce(CarrierLabel.tracking_number, _PLATES.c.code),
        Order.carrier_code,
        Parcel.status,
        func.coalesce(Manifest.reference, ""),
        Parcel.weight_grams,
        Parcel.closed_at,
        Parcel.shipped_at,
    )
    .join(Order, Order.id == Parcel.order_id)
    .join(_PLATES, _PLATES.c.id == Parcel.lpn_id)
    .outerjoin(CarrierLabel, CarrierLabel.lpn_id == Parcel.lpn_id)
    .outerjoin(ManifestParcel, ManifestParcel.parcel_id == Parcel.id)
    .outerjoin(Manifest, Manifest.id == ManifestParcel.manifest_id)
    .where(Parcel.status != "void")
    .order_by(Parcel.id.desc())
)


def lanes(conn: Connection, warehouse_id: int) -> list[Lane]:
    """Return all carriers with what waits for each."""
    return [_lane(conn, warehouse_id, carrier) for carrier in queries.carriers(conn)]


def closed(conn: Connection, warehouse_id: int, *, skip: int = 0, most: int = 50) -> list[Closed]:
    """Return the manifests that are closed, the newest first."""
    asked = _CLOSED.where(Manifest.warehouse_id == warehouse_id).offset(skip).limit(most)
    return [Closed(row[0], row[1], row[2], int(row[3]), row[4]) for row in conn.execute(asked)]


def parcels(
    conn: Connection, warehouse_id: int, *, text: str = "", skip: int = 0, most: int = 50
) -> list[Tracked]:
    """Return parcels, the newest first; those whose order, SSCC or tracking number holds `text`."""
    asked = _TRACKED.where(Order.warehouse_id == warehouse_id)
    if text:
        columns = (Order.reference, Order.external_ref, _PLATES.c.code)
        held = [column.icontains(text, autoescape=True) for column in columns]
        tracked = CarrierLabel.tracking_number.icontains(text, autoescape=True)
        asked = asked.where(held[0] | held[1] | held[2] | tracked)
    return [Tracked(*row) for row in conn.execute(asked.offset(skip).limit(most))]


def _lane(conn: Connection, warehouse_id: int, carrier: CarrierRow) -> Lane:
    standing = manifests.waiting(conn, warehouse_id, carrier)
    manifest = manifests.open_of(conn, warehouse_id, carrier.id)
    listed = manifests.parcels(conn, manifest.id) if manifest else []
    return Lane(carrier, tuple(standing), manifest, tuple(listed))
