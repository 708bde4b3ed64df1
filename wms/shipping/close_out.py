"""Close a manifest out: the carrier has what is on it; what comes later goes onto the next one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select, update

from wms.errors import Refused
from wms.packing import queries as packing
from wms.packing.models import Parcel
from wms.people.actor import Actor
from wms.shipping import join, manifests, ship
from wms.shipping.manifests import ListedParcel, ManifestRow
from wms.shipping.models import Manifest, ManifestParcel
from wms.text import T

_LOCK = (
    select(Manifest.id)
    .where(Manifest.id == bindparam("manifest_id"))
    .with_for_update(key_share=True)
)
_LOCK_PARCELS = (
    select(Parcel.id)
    .join(ManifestParcel, ManifestParcel.parcel_id == Parcel.id)
    .where(ManifestParcel.manifest_id == bindparam("manifest_id"))
    .order_by(Parcel.id)
    .with_for_update(of=Parcel)
)
_CLOSE = (
    update(Manifest)
    .where(Manifest.id == bindparam("of_manifest"))
    .values(status="closed", closed_at=bindparam("at"), closed_by_id=bindparam("by"))
)
_LISTED = ManifestParcel.parcel_id.in_(bindparam("parcel_ids", expanding=True))
_TAKE_OFF = delete(ManifestParcel).where(_LISTED)
_NEXT = update(ManifestParcel).where(_LISTED).values(manifest_id=bindparam("to_manifest"))


@dataclass(frozen=True, slots=True)
class ClosedOut:
    """A manifest that is closed: how many parcels it has, how many wait for the next one."""

    manifest_id: int
    reference: str
    parcels: int
    left: int


def close_out(
    conn: Connection, *, manifest_id: int, only_loaded: bool, actor: Actor, at: datetime
) -> ClosedOut:
    """Close a manifest; parcels of it that are still here depart.

    With `only_loaded`, parcels that no loader scanned wait on the carrier's next manifest. Parcels
    that are void, or whose label is, are on none.

    :raises Refused: it is closed already, or nothing would be on it.
    """
    manifest, listed = _locked(conn, manifest_id)
    void = [p for p in listed if p.is_off]
    left = [p for p in listed if only_loaded and not p.is_loaded and not p.is_off]
    off = {p.parcel_id for p in (*void, *left)}
    taken = [p for p in listed if p.parcel_id not in off]
    if not taken:
        raise _nothing(manifest)
    conn.execute(_CLOSE, {"of_manifest": manifest_id, "at": at, "by": actor.worker_id})
    _put_off(conn, manifest, void, left, at)
    here = {p.parcel_id for p in taken if p.status == "closed"}
    going = [packing.parcel(conn, number) for number in sorted(here)]
    ship.depart(conn, manifest.warehouse_id, going, actor=actor, at=at)
    return ClosedOut(manifest_id, manifest.reference, len(taken), len(left))


def _locked(conn: Connection, manifest_id: int) -> tuple[ManifestRow, list[ListedParcel]]:
    conn.execute(_LOCK, {"manifest_id": manifest_id})
    conn.execute(_LOCK_PARCELS, {"manifest_id": manifest_id})
    manifest = manifests.manifest(conn, manifest_id)
    if manifest.status == "closed":
        words = T("{manifest} is closed already", manifest=manifest.reference)
        raise Refused("manifest.closed", words, T("Scan BACK. Late parcels go onto the next one"))
    return manifest, manifests.parcels(conn, manifest_id)


def _put_off(
    conn: Connection,
    manifest: ManifestRow,
    void: Sequence[ListedParcel],
    left: Sequence[ListedParcel],
    at: datetime,
) -> None:
    if void:
        conn.execute(_TAKE_OFF, {"parcel_ids": [p.parcel_id for p in void]})
    if left:
        key = {"warehouse_id": manifest.warehouse_id, "carrier_id": manifest.carrier_id}
        following = join.open_now(conn, **key, at=at)
        moved = {"parcel_ids": [p.parcel_id for p in left], "to_manifest": following}
        conn.execute(_NEXT, moved)


def _nothing(manifest: ManifestRow) -> Refused:
    words = T("Nothing is loaded on {manifest}", manifest=manifest.reference)
    return Refused("manifest.empty", words, T("Scan the parcels that go along first"))
