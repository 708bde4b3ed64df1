"""Who carries parcels away, from which lane, on which manifest, with whose label."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from wms.db import Base, Code, Id, Instant, Ref

MANIFEST_STATUSES = ("open", "closed")
MEDIA = ("pdf", "png", "zpl")


class Carrier(Base):
    """A carrier and the lane where its parcels wait."""

    __tablename__ = "carrier"
    id: Mapped[Id]
    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[str]
    service: Mapped[str]
    lane_id: Mapped[Ref] = mapped_column(ForeignKey("location.id"))


class Manifest(Base):
    """What a carrier takes along at once; one a carrier and warehouse is open."""

    __tablename__ = "manifest"
    __table_args__ = (
        CheckConstraint(f"status IN {MANIFEST_STATUSES}", name="status"),
        CheckConstraint("(status = 'closed') = (closed_at IS NOT NULL)", name="closed"),
        Index(
            "uq_manifest_open",
            "warehouse_id",
            "carrier_id",
            unique=True,
            sqlite_where=sql("status = 'open'"),
            postgresql_where=sql("status = 'open'"),
        ),
    )
    id: Mapped[Id]
    warehouse_id: Mapped[Ref] = mapped_column(ForeignKey("warehouse.id"))
    carrier_id: Mapped[Ref] = mapped_column(ForeignKey("carrier.id"))
    reference: Mapped[Code] = mapped_column(unique=True)
    status: Mapped[str] = mapped_column(String(8), default="open")
    opened_at: Mapped[Instant]
    closed_at: Mapped[Instant | None]
    closed_by_id: Mapped[Ref | None] = mapped_column(ForeignKey("worker.id"))


class ManifestParcel(Base):
    """A parcel on its manifest; `loaded_at` is set when a loader scanned it."""

    __tablename__ = "manifest_parcel"
    parcel_id: Mapped[Ref] = mapped_column(ForeignKey("parcel.id"), primary_key=True)
    manifest_id: Mapped[Ref] = mapped_column(ForeignKey("manifest.id"), index=True)
    loaded_at: Mapped[Instant | None]
    loaded_by_id: Mapped[Ref | None] = mapped_column(ForeignKey("worker.id"))


class CarrierLabel(Base):
    """The label that a carrier drew for a parcel, as it was sent, and its tracking number.

    It counts as long as the parcel has the SSCC that it was drawn for.
    """

    __tablename__ = "carrier_label"
    __table_args__ = (
        UniqueConstraint("tracking_number", "carrier_id"),
        CheckConstraint(f"media IN {MEDIA}", name="media"),
    )
    lpn_id: Mapped[Ref] = mapped_column(ForeignKey("lpn.id"), primary_key=True)
    carrier_id: Mapped[Ref] = mapped_column(ForeignKey("carrier.id"))
    tracking_number: Mapped[Code]
    media: Mapped[str] = mapped_column(String(8))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    uploaded_at: Mapped[Instant]
    uploaded_by: Mapped[Code]
