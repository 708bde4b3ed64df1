"""Put a parcel onto the open manifest of its carrier.

Whoever joins a manifest shares its row's lock, whoever closes it out has it alone: so a parcel is
on a manifest before it is closed out, or on the next one. The manifest is locked before parcels.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from wms import series
from wms.shipping.models import Manifest, ManifestParcel

_OPEN_NOW = (
    select(Manifest.id)
    .where(
        Manifest.warehouse_id == bindparam("warehouse_id"),
        Manifest.carrier_id == bindparam("carrier_id"),
        Manifest.status == "open",
    )
    .with_for_update(read=True)
)
_OPEN = {
    "sqlite": sqlite.insert(Manifest).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(Manifest).on_conflict_do_nothing(),
}
_OF_PARCEL = (
    select(
        ManifestParcel.manifest_id,
        ManifestParcel.loaded_at,
        Manifest.reference,
        Manifest.status,
    )
    .join(Manifest, Manifest.id == ManifestParcel.manifest_id)
    .where(ManifestParcel.parcel_id == bindparam("of_parcel"))
)
_JOIN = insert(ManifestParcel)
_LEAVE = delete(ManifestParcel).where(ManifestParcel.parcel_id == bindparam("of_parcel"))
_LOADED = (
    update(ManifestParcel)
    .where(ManifestParcel.parcel_id == bindparam("of_parcel"))
    .values(
        manifest_id=bindparam("to_manifest"),
        loaded_at=bindparam("at"),
        loaded_by_id=bindparam("by"),
    )
)


def open_now(conn: Connection, *, warehouse_id: int, carrier_id: int, at: datetime) -> int:
    """Return the carrier's open manifest, made if there is none; it stays open until the
    transaction ends."""
    key = {"warehouse_id": warehouse_id, "carrier_id": carrier_id}
    found = conn.execute(_OPEN_NOW, key).scalar()
    while found is None:
        row = key | {"reference": f"M-{series.draw(conn, 'manifest')}", "status": "open"}
        values = row | {"opened_at": at, "closed_at": None, "closed_by_id": None}
        conn.execute(_OPEN[conn.dialect.name], values)
        found = conn.execute(_OPEN_NOW, key).scalar()
    return found


def membership(conn: Connection, parcel_id: int) -> tuple[int, bool, str, str] | None:
    """Return (manifest id, whether it was loaded by scan, reference, status) of a parcel that is
    locked; None when it is on no manifest."""
    row = conn.execute(_OF_PARCEL, {"of_parcel": parcel_id}).first()
    return (row.manifest_id, row.loaded_at is not None, row.reference, row.status) if row else None


def join(conn: Connection, *, manifest_id: int, parcel_id: int) -> None:
    """Put a locked parcel onto an open manifest, unless it is on one already."""
    if membership(conn, parcel_id) is None:
        row = {"parcel_id": parcel_id, "manifest_id": manifest_id}
        conn.execute(_JOIN, row | {"loaded_at": None, "loaded_by_id": None})


def leave(conn: Connection, *, parcel_id: int) -> None:
    """Take a locked parcel, which is at a bench, off the manifest that it was on."""
    conn.execute(_LEAVE, {"of_parcel": parcel_id})


def mark_loaded(
    conn: Connection, *, manifest_id: int, parcel_id: int, worker_id: int | None, at: datetime
) -> None:
    """Note that a locked parcel was seen going onto the truck, on this manifest."""
    join(conn, manifest_id=manifest_id, parcel_id=parcel_id)
    given = {"of_parcel": parcel_id, "to_manifest": manifest_id, "at": at, "by": worker_id}
    conn.execute(_LOADED, given)
