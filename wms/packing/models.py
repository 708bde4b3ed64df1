"""Empty cartons, and parcels that are packed in them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wms.db import Base, Code, Id, Instant, Ref

STATUSES = ("open", "weighed", "labelled", "closed", "shipped", "void")


class CartonType(Base):
    """An empty carton: inner sizes, its own weight, the most it may carry."""

    __tablename__ = "carton_type"
    __table_args__ = (
        CheckConstraint("length_mm > 0 AND width_mm > 0 AND height_mm > 0", name="size"),
    )
    id: Mapped[Id]
    code: Mapped[Code] = mapped_column(unique=True)
    length_mm: Mapped[int]
    width_mm: Mapped[int]
    height_mm: Mapped[int]
    tare_grams: Mapped[int]
    max_weight_grams: Mapped[int]


class Parcel(Base):
    """A packed carton; its LPN's SSCC is the tracking reference. Goods are its LPN's quants.

    `number` counts an order's parcels from 1; one that was voided at the bench gives its number
    up and has one below 0. `unweighed` tells that the weight was reckoned from the items.
    """

    __tablename__ = "parcel"
    __table_args__ = (
        UniqueConstraint("order_id", "number"),
        CheckConstraint(f"status IN {STATUSES}", name="status"),
    )
    id: Mapped[Id]
    order_id: Mapped[Ref] = mapped_column(ForeignKey("sales_order.id"), index=True)
    number: Mapped[int]
    lpn_id: Mapped[Ref] = mapped_column(ForeignKey("lpn.id"), unique=True)
    carton_type_id: Mapped[Ref] = mapped_column(ForeignKey("carton_type.id"))
    station_id: Mapped[Ref] = mapped_column(ForeignKey("station.id"))
    status: Mapped[str] = mapped_column(String(16), default="open", index=True)
    weight_grams: Mapped[int | None]
    expected_grams: Mapped[int | None]
    override_by_id: Mapped[Ref | None] = mapped_column(ForeignKey("worker.id"))
    override_reason: Mapped[str] = mapped_column(String(64), default="")
    lane_id: Mapped[Ref | None] = mapped_column(ForeignKey("location.id"))
    opened_at: Mapped[Instant]
    closed_at: Mapped[Instant | None]
    shipped_at: Mapped[Instant | None]
    unweighed: Mapped[bool] = mapped_column(default=False)


class VoidLabel(Base):
    """A label that counts no more: its SSCC, of which parcel it was, why, who said so.

    While it is still the parcel's own LPN, a new label with a new SSCC is to be printed.
    """

    __tablename__ = "void_label"
    id: Mapped[Id]
    lpn_id: Mapped[Ref] = mapped_column(ForeignKey("lpn.id"), unique=True)
    parcel_id: Mapped[Ref] = mapped_column(ForeignKey("parcel.id"), index=True)
    reason: Mapped[str] = mapped_column(String(16))
    voided_at: Mapped[Instant]
    voided_by_id: Mapped[Ref | None] = mapped_column(ForeignKey("worker.id"))
