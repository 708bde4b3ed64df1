"""What other systems may see of manifests, as JSON-ready data.

A carrier takes several merchants' parcels along: only keys of the site see a manifest. Which one
a parcel left with is shown with the parcel.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, func, select

from wms.layout import choose
from wms.layout.models import Warehouse
from wms.shipping import manifests as queries
from wms.shipping.models import Carrier, Manifest, ManifestParcel

Plain = dict[str, Any]
_MANIFESTS: Select[*tuple[Any, ...]] = (
    select(
        Manifest.id,
        Manifest.reference,
        Warehouse.code.label("warehouse"),
        Carrier.code.label("carrier"),
        Carrier.service,
        Manifest.status,
        Manifest.opened_at,
        Manifest.closed_at,
        select(func.count())
        .where(ManifestParcel.manifest_id == Manifest.id)
        .scalar_subquery()
        .label("parcels"),
    )
    .join(Carrier, Carrier.id == Manifest.carrier_id)
    .join(Warehouse, Warehouse.id == Manifest.warehouse_id)
    .order_by(Manifest.id)
)


def manifests(
    conn: Connection,
    *,
    warehouse: str = "",
    status: str = "",
    carrier: str = "",
    reference: str = "",
    after: int = 0,
    limit: int = 100,
) -> list[Plain]:
    """Return a page of manifests."""
    asked = _MANIFESTS.where(Manifest.id > after).limit(limit)
    if warehouse:
        asked = asked.where(Manifest.warehouse_id == choose.warehouse(conn, warehouse))
    exact = ((Manifest.status, status), (Carrier.code, carrier), (Manifest.reference, reference))
    for column, value in exact:
        if value:
            asked = asked.where(column == value)
    return [_shown(row) for row in conn.execute(asked)]


def manifest(conn: Connection, *, reference: str) -> list[Plain]:
    """Return the manifest that is called so with its parcels, or nothing."""
    return [
        row | {"listed": [_listed(one) for one in queries.parcels(conn, row["id"])]}
        for row in manifests(conn, reference=reference, limit=1)
    ]


def _shown(row: Any) -> Plain:
    plain = dict(row._mapping)
    closed_at = row.closed_at.isoformat() if row.closed_at else None
    return plain | {"opened_at": row.opened_at.isoformat(), "closed_at": closed_at}


def _listed(row: queries.ListedParcel) -> Plain:
    return {
        "order": row.order,
        "parcel_no": row.number,
        "sscc": row.sscc,
        "tracking": row.tracking,
        "status": row.status,
        "weight_grams": row.weight_grams,
        "is_loaded": row.is_loaded,
    }
