"""What a station shows, what it said, and what it shall print."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from wms.db import Base, Id, Instant, Plain, Ref

OUTCOMES = ("applied", "refused", "stale")
DOCUMENT_STATES = ("booked", "sending", "sent", "confirmed", "unknown", "failed", "seen", "void")


class Terminal(Base):
    """One station's place in its dialogue. `steady_from` is the oldest screen that an event may
    answer: since then every change was this station's own and accepted."""

    __tablename__ = "terminal"
    station_id: Mapped[Ref] = mapped_column(ForeignKey("station.id"), primary_key=True)
    worker_id: Mapped[Ref | None] = mapped_column(ForeignKey("worker.id"), index=True)
    state: Mapped[Plain]
    screen: Mapped[Plain]
    screen_no: Mapped[int]
    steady_from: Mapped[int]
    last_event: Mapped[str] = mapped_column(String(64), default="")
    updated_at: Mapped[Instant]


class StationEvent(Base):
    """An event as it came, and the answer that it got: the same for ever. Append-only."""

    __tablename__ = "station_event"
    __table_args__ = (
        CheckConstraint(f"outcome IN {OUTCOMES}", name="outcome"),
        Index("ix_station_event_station_id", "station_id", "recorded_at"),
    )
    station_id: Mapped[Ref] = mapped_column(ForeignKey("station.id"), primary_key=True)
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    worker_id: Mapped[Ref | None]
    after: Mapped[str] = mapped_column(String(64))
    screen_no: Mapped[int]
    state: Mapped[str] = mapped_column(String(64))
    input: Mapped[Plain]
    occurred_at: Mapped[Instant]
    recorded_at: Mapped[Instant]
    outcome: Mapped[str] = mapped_column(String(8))
    code: Mapped[str] = mapped_column(String(64), default="")
    answer: Mapped[Plain]


class Document(Base):
    """A numbered document for a station's printer: plain data, drawn when it is fetched.

    It is booked in the transaction that wanted it, printed after, and `seen` when its code was
    scanned back. A reprint is a new row with the next `copy_no`.
    """

    __tablename__ = "document"
    __table_args__ = (
        CheckConstraint(f"state IN {DOCUMENT_STATES}", name="state"),
        CheckConstraint("device IN ('label', 'document')", name="device"),
        Index("ix_document_for", "for_kind", "for_id"),
        Index("ix_document_station_id", "station_id", "state"),
    )
    id: Mapped[Id]
    station_id: Mapped[Ref] = mapped_column(ForeignKey("station.id"))
    device: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(16))
    data: Mapped[Plain]
    copy_no: Mapped[int] = mapped_column(default=1)
    reason: Mapped[str] = mapped_column(String(64), default="")
    for_kind: Mapped[str] = mapped_column(String(16), default="")
    for_id: Mapped[Ref] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(16), default="booked")
    detail: Mapped[str] = mapped_column(String(200), default="")
    booked_at: Mapped[Instant]
    worker_id: Mapped[Ref | None] = mapped_column(ForeignKey("worker.id"))
