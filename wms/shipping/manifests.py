"""What may be asked about manifests: which is open, what is on it, what still waits at the lane."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from wms.orders.models import Order
from wms.packing.models import Parcel
from wms.people.models import Worker
from wms.shipping.models import Carrier, CarrierLabel, Manifest, ManifestParcel
from wms.shipping.queries import CarrierRow, carriers
from wms.stock.queries import lpn_codes


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """A manifest; `carrier` is the carrier's code."""

    id: int
    warehouse_id: int
    carrier_id: int
    carrier: str
    carrier_name: str
    service: str
    reference: str
    status: str
    opened_at: datetime
    closed_at: datetime | None
    closed_by: str | None


@dataclass(frozen=True, slots=True)
class ListedParcel:
    """A parcel on a manifest or waiting for one; `tracking` is the carrier's number or the SSCC."""

    parcel_id: int
    order: str
    number: int
    status: str
    weight_grams: int | None
    sscc: str
    carrier_tracking: str | None
    is_loaded: bool
    loaded_by: str | None

    @property
    def tracking(self) -> str:
        return self.carrier_tracking or self.sscc

    @property
    def is_off(self) -> bool:
        """Whether it must not go along: it, or the label that is on it, was voided."""
        return self.status not in ("closed", "shipped")


_MANIFESTS: Select[*tuple[Any, ...]] = (
    select(
        Manifest.id,
        Manifest.warehouse_id,
        Manifest.carrier_id,
        Carrier.code,
        Carrier.name.label("carrier_name"),
        Carrier.service,
        Manifest.reference,
        Manifest.status,
        Manifest.opened_at,
        Manifest.closed_at,
        Worker.name,
    )
    .join(Carrier, Carrier.id == Manifest.carrier_id)
    .outerjoin(Worker, Worker.id == Manifest.closed_by_id)
    .order_by(Manifest.id)
)
_BY_ID = _MANIFESTS.where(Manifest.id == bindparam("manifest_id"))
_BY_REFERENCE = _MANIFESTS.where(Manifest.reference == bindparam("reference"))
_OPEN = _MANIFESTS.where(
    Manifest.warehouse_id == bindparam("warehouse_id"),
    Manifest.carrier_id == bindparam("carrier_id"),
    Manifest.status == "open",
)
_PLATES = lpn_codes("parcel")
_LISTED: Select[*tuple[Any, ...]] = (
    select(
        Parcel.id,
        Order.reference,
        Parcel.number,
        Parcel.status,
        Parcel.weight_grams,
        _PLATES.c.code,
        CarrierLabel.tracking_number,
        ManifestParcel.loaded_at.is_not(None),
        Worker.name,
    )
    .join(Order, Order.id == Parcel.order_id)
    .join(_PLATES, _PLATES.c.id == Parcel.lpn_id)
    .outerjoin(CarrierLabel, CarrierLabel.lpn_id == Parcel.lpn_id)
    .outerjoin(ManifestParcel, ManifestParcel.parcel_id == Parcel.id)
    .outerjoin(Worker, Worker.id == ManifestParcel.loaded_by_id)
    .order_by(Parcel.id)
)
_ON = _LISTED.where(ManifestParcel.manifest_id == bindparam("manifest_id"))
_WAITING = _LISTED.where(
    Order.warehouse_id == bindparam("warehouse_id"),
    Order.carrier_code.in_(bindparam("codes", expanding=True)),
    Parcel.status == "closed",
    Parcel.lane_id.is_not(None),
    ManifestParcel.parcel_id.is_(None),
)
_LEFT = (
    select(Manifest.id)
    .join(ManifestParcel, ManifestParcel.manifest_id == Manifest.id)
    .where(
        Manifest.status == "open",
        Manifest.warehouse_id == bindparam("warehouse_id"),
        ManifestParcel.loaded_by_id == bindparam("worker"),
    )
    .order_by(ManifestParcel.loaded_at.desc())
    .limit(1)
)


def manifest(conn: Connection, manifest_id: int) -> ManifestRow:
    """Return a manifest that is known to exist."""
    return ManifestRow(*conn.execute(_BY_ID, {"manifest_id": manifest_id}).one())


def by_reference(conn: Connection, reference: str) -> ManifestRow | None:
    """Return the manifest that people call `reference`."""
    row = conn.execute(_BY_REFERENCE, {"reference": reference}).first()
    return ManifestRow(*row) if row else None


def open_of(conn: Connection, warehouse_id: int, carrier_id: int) -> ManifestRow | None:
    """Return a carrier's open manifest, if it has one."""
    given = {"warehouse_id": warehouse_id, "carrier_id": carrier_id}
    row = conn.execute(_OPEN, given).first()
    return ManifestRow(*row) if row else None


def all_of(conn: Connection, warehouse_id: int) -> list[ManifestRow]:
    """Return a warehouse's manifests, oldest first."""
    asked = _MANIFESTS.where(Manifest.warehouse_id == warehouse_id)
    return [ManifestRow(*row) for row in conn.execute(asked)]


def parcels(conn: Connection, manifest_id: int) -> list[ListedParcel]:
    """Return the parcels of a manifest, oldest first."""
    return [ListedParcel(*row) for row in conn.execute(_ON, {"manifest_id": manifest_id})]


def waiting(conn: Connection, warehouse_id: int, carrier: CarrierRow) -> list[ListedParcel]:
    """Return a carrier's parcels that stand on its lane and are on no manifest."""
    is_first = carriers(conn)[0].id == carrier.id
    codes = [carrier.code, ""] if is_first else [carrier.code]
    given = {"warehouse_id": warehouse_id, "codes": codes}
    return [ListedParcel(*row) for row in conn.execute(_WAITING, given)]


def left_by(conn: Connection, warehouse_id: int, worker_id: int) -> int | None:
    """Return the open manifest onto which a worker loaded last."""
    return conn.execute(_LEFT, {"warehouse_id": warehouse_id, "worker": worker_id}).scalar()
