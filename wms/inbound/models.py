"""What is announced to come, and what came otherwise. What came stands in the ledger."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wms.db import Base, Code, Id, Instant, Ref
from wms.inbound.arrival import DAMAGED, MAX_SUPPLIER_REF, OVER

STATUSES = ("expected", "receiving", "received")
KINDS = ("announced", "blind")
DISCREPANCIES = (OVER, DAMAGED)
UNKNOWN_STATUSES = ("open", "resolved", "dropped")


class Asn(Base):
    """An advance shipping notice: a delivery that a merchant announced, or one of the kind
    `blind` that just came; `supplier_ref` is what stood on its papers."""

    __tablename__ = "asn"
    __table_args__ = (
        UniqueConstraint("source", "external_ref"),
        CheckConstraint(f"status IN {STATUSES}", name="status"),
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
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
    kind: Mapped[str] = mapped_column(String(16), default="announced")
    supplier_ref: Mapped[str] = mapped_column(String(MAX_SUPPLIER_REF), default="", index=True)


class AsnLine(Base):
    """`over_received` of the `received` pieces came beyond what may come, `damaged` ones broken.

    Of a blind delivery a line expects what has come.
    """

    __tablename__ = "asn_line"
    __table_args__ = (
        UniqueConstraint("asn_id", "line_no"),
        CheckConstraint("expected > 0", name="expected"),
        CheckConstraint("received >= 0", name="received"),
        CheckConstraint("over_received >= 0", name="over_received"),
        CheckConstraint("damaged >= 0", name="damaged"),
    )
    id: Mapped[Id]
    asn_id: Mapped[Ref] = mapped_column(ForeignKey("asn.id"), index=True)
    line_no: Mapped[int]
    item_id: Mapped[Ref] = mapped_column(ForeignKey("item.id"))
    lot_code: Mapped[str] = mapped_column(String(64), default="")
    expires_on: Mapped[date | None] = mapped_column(Date)
    expected: Mapped[int]
    received: Mapped[int] = mapped_column(default=0)
    over_received: Mapped[int] = mapped_column(default=0)
    damaged: Mapped[int] = mapped_column(default=0)


class AsnDiscrepancy(Base):
    """Pieces of a line that came over or damaged, and onto which LPN they were booked.

    `let_in_by_id` is the supervisor who let pieces over in, for `reason`; without one, they were
    set aside on hold.
    """

    __tablename__ = "asn_discrepancy"
    __table_args__ = (
        CheckConstraint(f"kind IN {DISCREPANCIES}", name="kind"),
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("let_in_by_id IS NULL OR (kind = 'OVER' AND reason <> '')", name="let_in"),
    )
    id: Mapped[Id]
    asn_line_id: Mapped[Ref] = mapped_column(ForeignKey("asn_line.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    quantity: Mapped[int]
    lpn_id: Mapped[Ref] = mapped_column(ForeignKey("lpn.id"))
    noted_at: Mapped[Instant]
    noted_by_id: Mapped[Ref | None] = mapped_column(ForeignKey("worker.id"))
    let_in_by_id: Mapped[Ref | None] = mapped_column(ForeignKey("worker.id"))
    reason: Mapped[str] = mapped_column(String(64), default="")


class UnknownItem(Base):
    """Pieces with a code that nobody knows, standing on an LPN of their own.

    They are in no quant, for they are no item yet: the office says which item they are
    (`resolved`), or that they are none of ours (`dropped`). `scanned` is what the scanner read,
    `code` what of it names the item.
    """

    __tablename__ = "unknown_item"
    __table_args__ = (
        UniqueConstraint("lpn_id"),
        CheckConstraint(f"status IN {UNKNOWN_STATUSES}", name="status"),
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("(status = 'resolved') = (item_id IS NOT NULL)", name="resolved"),
        CheckConstraint("(status = 'open') = (ended_at IS NULL)", name="ended"),
        Index("ix_unknown_item_status", "status", "id"),
    )
    id: Mapped[Id]
    warehouse_id: Mapped[Ref] = mapped_column(ForeignKey("warehouse.id"))
    asn_id: Mapped[Ref | None] = mapped_column(ForeignKey("asn.id"))
    scanned: Mapped[str] = mapped_column(String(256))
    symbology: Mapped[str] = mapped_column(String(8), default="")
    code: Mapped[Code]
    quantity: Mapped[int]
    lpn_id: Mapped[Ref] = mapped_column(ForeignKey("lpn.id"))
    status: Mapped[str] = mapped_column(String(16), default="open")
    item_id: Mapped[Ref | None] = mapped_column(ForeignKey("item.id"))
    reason: Mapped[str] = mapped_column(String(64), default="")
    found_at: Mapped[Instant]
    found_by_id: Mapped[Ref | None] = mapped_column(ForeignKey("worker.id"))
    ended_at: Mapped[Instant | None]
