"""Counts of a bin: what the ledger said when it began, and what was found."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from wms.db import Base, Id, Instant, Ref

STATUSES = ("open", "claimed", "done")


class CountTask(Base):
    """Count one location. One unfinished task a location: asking twice changes nothing.

    `recounts_id` is the count before, whose difference was beyond a worker's limit: it was not
    booked, and its lines keep what it would have changed.
    """

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
    counted_by_id: Mapped[Ref | None] = mapped_column(ForeignKey("worker.id"))
    recounts_id: Mapped[Ref | None] = mapped_column(ForeignKey("count_task.id"))


class CountLine(Base):
    """Loose pieces of one item and lot in the bin.

    `expected` stood in the ledger when the count began (good and held together). `first_at` and
    `last_at` say when pieces of it were found: moves before and after are replayed. `difference`
    is what the count found more (or fewer) than the books said then; None where nobody can know.
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
    first_at: Mapped[Instant | None]
    last_at: Mapped[Instant | None]
    difference: Mapped[int | None]


class CountBarred(Base):
    """Who counted a bin before and must leave its recount to somebody else."""

    __tablename__ = "count_barred"
    task_id: Mapped[Ref] = mapped_column(ForeignKey("count_task.id"), primary_key=True)
    worker_id: Mapped[Ref] = mapped_column(ForeignKey("worker.id"), primary_key=True)
