"""What may be asked about labels that carriers drew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, select

from wms.packing.models import Parcel
from wms.shipping.models import CarrierLabel
from wms.shipping.queries import CarrierRow

KIND = "carrier"
"""Kind of the documents that print them."""


@dataclass(frozen=True, slots=True)
class LabelRow:
    """A carrier's label of a parcel, without its content."""

    parcel_id: int
    carrier_id: int
    tracking_number: str
    media: str


_OF_PARCEL = (CarrierLabel.lpn_id == Parcel.lpn_id) & (Parcel.id == bindparam("parcel_id"))
_ROW = select(
    Parcel.id,
    CarrierLabel.carrier_id,
    CarrierLabel.tracking_number,
    CarrierLabel.media,
).where(_OF_PARCEL)
_CONTENT = select(CarrierLabel.media, CarrierLabel.content).where(_OF_PARCEL)


def of_parcel(conn: Connection, parcel_id: int) -> LabelRow | None:
    """Return the label that was uploaded for a parcel."""
    row = conn.execute(_ROW, {"parcel_id": parcel_id}).first()
    return LabelRow(*row) if row else None


def content(conn: Connection, parcel_id: int) -> tuple[str, bytes] | None:
    """Return (media, bytes) of the label that was uploaded for a parcel."""
    row = conn.execute(_CONTENT, {"parcel_id": parcel_id}).first()
    return (row.media, bytes(row.content)) if row else None


def is_awaited(config: Mapping[str, Any], carrier: CarrierRow) -> bool:
    """Tell whether a carrier's parcels get the label that the carrier draws."""
    return carrier.code in config["shipping"]["upload_label"]
