"""Counts of a bin: what the ledger said when it began, and what was found."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from wms.db import Base, Id, Instant, Ref

STATUSES = ("open", "claimed", "done")


class CountTask(Base):
    """Count one location. One unfinished task a location: asking twice changes nothing."""

    __tablename__ = "count_task"
    __table_args__ = (
        CheckConstraint(f"status IN {STATUSES}", name="status"),
        CheckConstraint("(status = 'claimed') = (worker_id IS NOT NULL)", name="claimed"),
        Index("ix_count_task_status", "status", "id"),
        Index(
            "uq_count_task_unfinished",
            "location_id",
            unique=True,
            sqlite_where=text("status <> 'done'"),
            postgresql_where=text("status <> 'done'"),
        ),
    )
    id: Mapped[Id]
    warehouse_id: Mapped[Ref] = mapped_column(ForeignKey("warehouse.id"))
    location_id: Mapped[Ref] = mapped_column(ForeignKey("location.id"))
    why: Mapped[str] = mapped_column(String(32))
    status: Mapped[str] = mapped_column(String(16), default="open")
    worker_id: Mapped[Ref | None] = mapped_column(ForeignKey("worker.id"))
    made_at: Mapped[Instant]
    begun_at: Mapped[Instant | None]
    done_at: Mapped[Instant | None]


class CountLine(Base):
    """Loose pieces of one item and lot in the bin.

    `expected` stood in the ledger when the count began (good and held together); moves made
    meanwhile stay valid, because only the difference `found - expected` is posted.
    """

    __tablename__ = "count_line"
    __table_args__ = (
        UniqueConstraint("task_id", "item_id", "lot_id"),
        CheckConstraint("expected >= 0 AND found >= 0", name="counts"),
    )
    id: Mapped[Id]
    task_id: Mapped[Ref] = mapped_column(ForeignKey("count_task.id"))
    item_id: Mapped[Ref] = mapped_column(ForeignKey("item.id"))
    lot_id: Mapped[Ref] = mapped_column(ForeignKey("lot.id"))
    expected: Mapped[int] = mapped_column(default=0)
    found: Mapped[int] = mapped_column(default=0)
