"""People sign in at the office pages with a password, and who guesses is slowed down.

A session is a row, so that it ends at once when somebody leaves or signs out elsewhere. Misses are
counted by login and by address, whether the login exists or not: the answer tells nobody which.

Revision 0018.
"""

import sqlalchemy as sa
from alembic import op

from wms import db

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "office_session",
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("worker_id", db.BigId, nullable=False),
        sa.Column("opened_at", db.UtcDateTime(), nullable=False),
        sa.Column("expires_at", db.UtcDateTime(), nullable=False),
        sa.Column("said", db.PlainJson, nullable=True),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_office_session_worker_id")
        ),
        sa.PrimaryKeyConstraint("token_digest", name=op.f("pk_office_session")),
    )
    op.create_index(
        op.f("ix_office_session_worker_id"), "office_session", ["worker_id"], unique=False
    )
    op.create_table(
        "sign_in_miss",
        sa.Column("who", sa.String(length=80), nullable=False),
        sa.Column("missed", sa.Integer(), nullable=False),
        sa.Column("blocked_until", db.UtcDateTime(), nullable=True),
        sa.Column("missed_at", db.UtcDateTime(), nullable=False),
        sa.CheckConstraint("missed >= 0", name=op.f("ck_sign_in_miss_missed")),
        sa.PrimaryKeyConstraint("who", name=op.f("pk_sign_in_miss")),
    )
    op.create_table(
        "saved_view",
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("worker_id", db.BigId, nullable=False),
        sa.Column("page", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("query", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_saved_view_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint(
            "worker_id", "page", "name", name=op.f("uq_saved_view_worker_id_page_name")
        ),
    )


def downgrade() -> None:
    op.drop_table("saved_view")
    op.drop_table("sign_in_miss")
    op.drop_table("office_session")
