"""Which goods are to be brought to which pick face, and how far that has come."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from wms.db import Base, Id, Instant, Ref

STATUSES = ("open", "claimed", "done", "cancelled")
WHYS = ("demand", "min")

_OPEN = text("status = 'open'")


class Replenishment(Base):
    """Bring `quantity` pieces of a lot from their source to a face.

    Nobody has taken them while `taken` is 0; `taken - brought` pieces are on the way. One open
    task a face and source: more demand makes it larger, until somebody claims it.
    """

    __tablename__ = "replenishment"
    __table_args__ = (
        CheckConstraint(f"status IN {STATUSES}", name="status"),
        CheckConstraint(f"why IN {WHYS}", name="why"),
        CheckConstraint("(status = 'claimed') = (worker_id IS NOT NULL)", name="claimed"),
        CheckConstraint("quantity > 0 AND 0 <= brought AND brought <= taken", name="pieces"),
        CheckConstraint("status = 'claimed' OR taken = brought", name="on_the_way"),
        CheckConstraint("face_id <> source_id", name="goes_somewhere"),
        Index("ix_replenishment_status", "status", "priority", "id"),
        Index(
            "uq_replenishment_open",
            "face_id",
            "item_id",
            "lot_id",
            "source_id",
            "source_lpn_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )
    id: Mapped[Id]
    warehouse_id: Mapped[Ref] = mapped_column(ForeignKey("warehouse.id"))
    item_id: Mapped[Ref] = mapped_column(ForeignKey("item.id"), index=True)
    lot_id: Mapped[Ref] = mapped_column(ForeignKey("lot.id"))
    face_id: Mapped[Ref] = mapped_column(ForeignKey("location.id"))
    source_id: Mapped[Ref] = mapped_column(ForeignKey("location.id"))
    source_lpn_id: Mapped[Ref] = mapped_column(ForeignKey("lpn.id"))
    quantity: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    brought: Mapped[int] = mapped_column(default=0)
    status: Mapped[str] = mapped_column(String(16), default="open")
    why: Mapped[str] = mapped_column(String(8))
    priority: Mapped[int]
    worker_id: Mapped[Ref | None] = mapped_column(ForeignKey("worker.id"), index=True)
    made_at: Mapped[Instant]
    claimed_at: Mapped[Instant | None]
    done_at: Mapped[Instant | None]
