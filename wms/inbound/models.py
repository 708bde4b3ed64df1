"""What is announced to come: ASNs and their lines. What came stands in the ledger."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wms.db import Base, Code, Id, Instant, Ref

STATUSES = ("expected", "receiving", "received")


class Asn(Base):
    """An advance shipping notice: a delivery that a merchant announced."""

    __tablename__ = "asn"
    __table_args__ = (
        UniqueConstraint("source", "external_ref"),
        CheckConstraint(f"status IN {STATUSES}", name="status"),
    )
    id: Mapped[Id]
    warehouse_id: Mapped[Ref] = mapped_column(ForeignKey("warehouse.id"))
    merchant_id: Mapped[Ref] = mapped_column(ForeignKey("merchant.id"))
    reference: Mapped[Code] = mapped_column(unique=True)
    source: Mapped[str] = mapped_column(String(32))
    external_ref: Mapped[str] = mapped_column(String(128))
    status: Mapped[str] = mapped_column(String(16), default="expected", index=True)
    expected_on: Mapped[date | None] = mapped_column(Date)
    created_at: Mapped[Instant]
    closed_at: Mapped[Instant | None]


class AsnLine(Base):
    __tablename__ = "asn_line"
    __table_args__ = (
        UniqueConstraint("asn_id", "line_no"),
        CheckConstraint("expected > 0", name="expected"),
        CheckConstraint("received >= 0", name="received"),
    )
    id: Mapped[Id]
    asn_id: Mapped[Ref] = mapped_column(ForeignKey("asn.id"), index=True)
    line_no: Mapped[int]
    item_id: Mapped[Ref] = mapped_column(ForeignKey("item.id"))
    lot_code: Mapped[str] = mapped_column(String(64), default="")
    expires_on: Mapped[date | None] = mapped_column(Date)
    expected: Mapped[int]
    received: Mapped[int] = mapped_column(default=0)
