"""What is stored of a webhook: where to, what of, how far, and what could not be delivered."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wms.db import Base, Code, Id, Instant, PlainJson, Ref

LETTER_STATUSES = ("dead", "waiting", "delivered")
OFF, GONE, FAILING, RESTORED = "off", "gone", "failing", "restored"
"""Why a webhook is stopped: somebody stopped it, its receiver said 410, several letters died, or
the database was restored, so that nobody knows what was delivered."""


class Webhook(Base):
    """Changes of `types` (none: all), of a merchant or (NULL) of all, are posted to `url`.

    `cursor` is how far they were delivered, or died. Whoever delivers holds the lease of the
    number `lease` until `leased_until`. `failures` counts how often the change that is next was
    tried. The secret is kept as it is, for each delivery is signed with it.
    """

    __tablename__ = "webhook"
    __table_args__ = (
        CheckConstraint("is_active = (stopped_why = '')", name="stopped"),
        CheckConstraint("(old_secret = '') = (old_secret_until IS NULL)", name="old_secret"),
        CheckConstraint("failures >= 0 AND dead_in_a_row >= 0", name="failures"),
        Index("ix_webhook_is_active_next_at", "is_active", "next_at"),
    )
    id: Mapped[Id]
    url: Mapped[str] = mapped_column(String(2000))
    types: Mapped[list[str]] = mapped_column(PlainJson)
    merchant_id: Mapped[Ref | None] = mapped_column(ForeignKey("merchant.id"))
    note: Mapped[str] = mapped_column(String(128))
    is_active: Mapped[bool]
    stopped_why: Mapped[str] = mapped_column(String(16))
    secret: Mapped[str] = mapped_column(String(128))
    old_secret: Mapped[str] = mapped_column(String(128))
    old_secret_until: Mapped[Instant | None]
    cursor: Mapped[str] = mapped_column(Text)
    looked_at: Mapped[Instant]
    failures: Mapped[int]
    dead_in_a_row: Mapped[int]
    next_at: Mapped[Instant]
    lease: Mapped[int]
    leased_until: Mapped[Instant | None]
    last_status: Mapped[int]
    last_error: Mapped[str] = mapped_column(String(64))
    delivered_at: Mapped[Instant | None]
    made_at: Mapped[Instant]
    made_by: Mapped[Code]


class DeadLetter(Base):
    """A change that a webhook's receiver did not take. `waiting` is sent once more."""

    __tablename__ = "dead_letter"
    __table_args__ = (
        UniqueConstraint("webhook_id", "change_id"),
        CheckConstraint(f"status IN {LETTER_STATUSES}", name="status"),
        CheckConstraint("(status = 'delivered') = (delivered_at IS NOT NULL)", name="delivered"),
        Index("ix_dead_letter_webhook_id_status", "webhook_id", "status"),
    )
    id: Mapped[Id]
    webhook_id: Mapped[Ref] = mapped_column(ForeignKey("webhook.id"))
    change_id: Mapped[Ref] = mapped_column(ForeignKey("change.id"))
    status: Mapped[str] = mapped_column(String(16))
    attempts: Mapped[int]
    last_status: Mapped[int]
    last_error: Mapped[str] = mapped_column(String(64))
    died_at: Mapped[Instant]
    delivered_at: Mapped[Instant | None]
