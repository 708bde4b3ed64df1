"""Answers that were given to named API requests: the same name gets the same answer."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from wms.db import Base, Instant, Plain


class IdempotencyKey(Base):
    """`request_digest` tells a repeat from another request under a used name."""

    __tablename__ = "idempotency_key"
    client: Mapped[str] = mapped_column(String(64), primary_key=True)
    key: Mapped[str] = mapped_column(String(128), primary_key=True)
    request_digest: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    answer: Mapped[Plain]
    made_at: Mapped[Instant]
