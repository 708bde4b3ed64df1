"""Terminals and their events, documents to print, jobs, idempotency keys, number series.

Revision 0007.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from migrations import guards
from wms import db

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_idempotency_key()
    _create_job()
    _create_number_series()
    _create_document()
    _create_station_event()
    _create_terminal()
    guards.create_events()


def downgrade() -> None:
    guards.drop_events()
    op.drop_table("terminal")
    op.drop_table("station_event")
    op.drop_table("document")
    op.drop_table("number_series")
    op.drop_table("job")
    op.drop_table("idempotency_key")


def _create_idempotency_key() -> None:
    op.create_table(
        "idempotency_key",
        sa.Column("client", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("answer", db.PlainJson, nullable=False),
        sa.Column("made_at", db.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("client", "key", name=op.f("pk_idempotency_key")),
    )


def _create_job() -> None:
    op.create_table(
        "job",
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=128), nullable=True),
        sa.Column("payload", db.PlainJson, nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("run_at", db.UtcDateTime(), nullable=False),
        sa.Column("leased_until", db.UtcDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=500), nullable=False),
        sa.Column("put_at", db.UtcDateTime(), nullable=False),
        sa.Column("done_at", db.UtcDateTime(), nullable=True),
        sa.CheckConstraint("status IN ('waiting', 'done', 'dead')", name=op.f("ck_job_status")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    op.create_index("ix_job_due", "job", ["status", "run_at"], unique=False)
    op.create_index(op.f("ix_job_key"), "job", ["key"], unique=False)


def _create_number_series() -> None:
    op.create_table(
        "number_series",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_number_series")),
    )


def _create_document() -> None:
    op.create_table("document", *_document_columns(), *_document_rules())
    op.create_index("ix_document_for", "document", ["for_kind", "for_id"], unique=False)
    op.create_index("ix_document_station_id", "document", ["station_id", "state"], unique=False)


def _document_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("station_id", db.BigId, nullable=False),
        sa.Column("device", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("data", db.PlainJson, nullable=False),
        sa.Column("copy_no", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=False),
        sa.Column("for_kind", sa.String(length=16), nullable=False),
        sa.Column("for_id", db.BigId, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("detail", sa.String(length=200), nullable=False),
        sa.Column("booked_at", db.UtcDateTime(), nullable=False),
    ]


def _document_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint("device IN ('label', 'document')", name=op.f("ck_document_device")),
        sa.CheckConstraint(
            "state IN ('booked', 'sending', 'sent', 'confirmed', 'unknown', 'failed', 'seen', 'void')",
            name=op.f("ck_document_state"),
        ),
        sa.ForeignKeyConstraint(
            ["station_id"], ["station.id"], name=op.f("fk_document_station_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    ]


def _create_station_event() -> None:
    op.create_table("station_event", *_station_event_columns(), *_station_event_rules())
    op.create_index(
        "ix_station_event_station_id", "station_event", ["station_id", "recorded_at"], unique=False
    )


def _station_event_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("station_id", db.BigId, nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("worker_id", db.BigId, nullable=True),
        sa.Column("after", sa.String(length=64), nullable=False),
        sa.Column("screen_no", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("input", db.PlainJson, nullable=False),
        sa.Column("occurred_at", db.UtcDateTime(), nullable=False),
        sa.Column("recorded_at", db.UtcDateTime(), nullable=False),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("answer", db.PlainJson, nullable=False),
    ]


def _station_event_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint(
            "outcome IN ('applied', 'refused', 'stale')", name=op.f("ck_station_event_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["station_id"], ["station.id"], name=op.f("fk_station_event_station_id")
        ),
        sa.PrimaryKeyConstraint("station_id", "id", name=op.f("pk_station_event")),
    ]


def _create_terminal() -> None:
    op.create_table(
        "terminal",
        sa.Column("station_id", db.BigId, nullable=False),
        sa.Column("worker_id", db.BigId, nullable=True),
        sa.Column("state", db.PlainJson, nullable=False),
        sa.Column("screen", db.PlainJson, nullable=False),
        sa.Column("screen_no", sa.Integer(), nullable=False),
        sa.Column("steady_from", sa.Integer(), nullable=False),
        sa.Column("last_event", sa.String(length=64), nullable=False),
        sa.Column("updated_at", db.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["station_id"], ["station.id"], name=op.f("fk_terminal_station_id")
        ),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_terminal_worker_id")),
        sa.PrimaryKeyConstraint("station_id", name=op.f("pk_terminal")),
    )
    op.create_index(op.f("ix_terminal_worker_id"), "terminal", ["worker_id"], unique=False)
