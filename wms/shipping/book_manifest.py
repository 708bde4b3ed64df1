"""Book the paper of a manifest: what the carrier's driver signs."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, select

from wms.layout.models import Warehouse
from wms.shipping import manifests
from wms.terminal import documents
from wms.terminal.machine import Work

KIND = "manifest"

_SITE = select(Warehouse.code, Warehouse.name, Warehouse.timezone).where(
    Warehouse.id == bindparam("warehouse_id")
)


def book_manifest(work: Work, *, manifest_id: int) -> int:
    """Book a manifest for the document printer of the station and return its number."""
    return documents.book(
        work,
        kind=KIND,
        data=paper(work.conn, manifest_id, list(work.config["sender"]["lines"])),
        for_kind="manifest",
        for_id=manifest_id,
        device="document",
    )


def paper(conn: Connection, manifest_id: int, sender_lines: list[str]) -> dict[str, Any]:
    """Return what stands on the paper of a manifest; void ones do not."""
    row = manifests.manifest(conn, manifest_id)
    site = conn.execute(_SITE, {"warehouse_id": row.warehouse_id}).one()
    moment = (row.closed_at or row.opened_at).astimezone(ZoneInfo(site.timezone))
    return {
        "sender_lines": sender_lines,
        "warehouse": site.code,
        "reference": row.reference,
        "carrier": row.carrier_name,
        "service": row.service,
        "is_closed": row.status == "closed",
        "stands_at": moment.strftime("%Y-%m-%d %H:%M"),
        "closed_by": row.closed_by or "",
        "parcels": [
            {
                "order": parcel.order,
                "number": parcel.number,
                "sscc": parcel.sscc,
                "tracking": parcel.carrier_tracking or "",
                "weight_grams": parcel.weight_grams or 0,
            }
            for parcel in manifests.parcels(conn, manifest_id)
            if not parcel.is_off
        ],
    }
