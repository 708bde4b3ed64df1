"""Checks of picked orders before they are packed, and what they found."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wms.db import Base, Id, Instant, Ref

STATUSES = ("due", "passed", "failed", "withdrawn")


class QcCheck(Base):
    """One order's check: `due` until somebody finishes it, or the order is cancelled (`withdrawn`).

    `why` names the rule that asked.
    """

    __tablename__ = "qc_check"
    __table_args__ = (CheckConstraint(f"status IN {STATUSES}", name="status"),)
    id: Mapped[Id]
    order_id: Mapped[Ref] = mapped_column(ForeignKey("sales_order.id"), unique=True)
    why: Mapped[str] = mapped_column(String(32))
    status: Mapped[str] = mapped_column(String(16), default="due", index=True)
    worker_id: Mapped[Ref | None] = mapped_column(ForeignKey("worker.id"))
    made_at: Mapped[Instant]
    done_at: Mapped[Instant | None]


class QcResult(Base):
    """Pieces of one item and lot that were looked at in a check."""

    __tablename__ = "qc_result"
    __table_args__ = (
        UniqueConstraint("check_id", "item_id", "lot_id"),
        CheckConstraint("passed >= 0 AND failed >= 0", name="counts"),
    )
    id: Mapped[Id]
    check_id: Mapped[Ref] = mapped_column(ForeignKey("qc_check.id"))
    item_id: Mapped[Ref] = mapped_column(ForeignKey("item.id"))
    lot_id: Mapped[Ref] = mapped_column(ForeignKey("lot.id"))
    passed: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(String(32), default="")
