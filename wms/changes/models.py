"""What is stored of a change: which document or item, what became of it, when."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from wms.db import Base, CurrentTransaction, Id, Instant, Plain, Ref


class Change(Base):
    """One change. Append-only, and written by the database itself: `migrations/watches.py` says
    at which rows it looks, so no way to change them can forget it, and none takes a statement
    more.

    `subject_id` is of the kind that `wms.changes.types` names for the type; `merchant_id` is whose
    it was then, NULL for what is the site's own. `transaction_id` is 0 on SQLite.
    """

    __tablename__ = "change"
    __table_args__ = (Index("ix_change_feed", "transaction_id", "id"),)
    id: Mapped[Id]
    type: Mapped[str] = mapped_column(String(32))
    subject_id: Mapped[Ref]
    merchant_id: Mapped[Ref | None] = mapped_column(ForeignKey("merchant.id"))
    occurred_at: Mapped[Instant]
    about: Mapped[Plain]
    transaction_id: Mapped[Ref] = mapped_column(server_default=CurrentTransaction())
