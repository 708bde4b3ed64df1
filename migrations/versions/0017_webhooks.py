"""A feed of changes that other systems read on, and webhooks that bring it to them.

Changes are written by the database itself (`migrations/watches.py`). So that a reader that begins
now knows all there is, the orders, parcels and deliveries that are here count as changed by this
migration, each to what it is now.

Revision 0017.
"""

import sqlalchemy as sa
from alembic import op

from migrations import guards
from wms import db

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_change()
    _tell_what_is_here()
    guards.create_changes()
    _create_webhook()
    _create_dead_letter()


def downgrade() -> None:
    guards.drop_changes()
    op.drop_table("dead_letter")
    op.drop_table("webhook")
    op.drop_table("change")


def _create_change() -> None:
    op.create_table(
        "change",
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("type", sa.String(length=32), nullable=False),
        sa.Column("subject_id", db.BigId, nullable=False),
        sa.Column("merchant_id", db.BigId, nullable=True),
        sa.Column("occurred_at", db.UtcDateTime(), nullable=False),
        sa.Column("about", db.PlainJson, nullable=False),
        sa.Column(
            "transaction_id", db.BigId, nullable=False, server_default=db.CurrentTransaction()
        ),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_change_merchant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
    )
    op.create_index("ix_change_feed", "change", ["transaction_id", "id"], unique=False)


def _tell_what_is_here() -> None:
    head = "INSERT INTO change (type, subject_id, merchant_id, occurred_at, about)"
    build = "json_object" if op.get_bind().dialect.name == "sqlite" else "jsonb_build_object"
    op.execute(
        f"{head} SELECT 'item.registered', id, merchant_id, CURRENT_TIMESTAMP, {build}()"
        " FROM item ORDER BY id"
    )
    op.execute(
        f"{head} SELECT 'asn.announced', id, merchant_id, created_at,"
        f" {build}('status', status, 'kind', kind) FROM asn WHERE status <> 'received' ORDER BY id"
    )
    op.execute(
        f"{head} SELECT 'order.' || status, id, merchant_id, coalesce(shipped_at, cancelled_at,"
        f" accepted_at), {build}('status', status, 'reason', reason) FROM sales_order ORDER BY id"
    )
    op.execute(
        f"{head} SELECT 'shipment.' || p.status, p.id, o.merchant_id,"
        f" coalesce(p.shipped_at, p.closed_at, p.opened_at), {build}('status', p.status,"
        " 'order_id', p.order_id, 'lpn_id', p.lpn_id, 'parcel_no', p.number)"
        " FROM parcel p JOIN sales_order o ON o.id = p.order_id"
        " WHERE p.status IN ('closed', 'shipped') ORDER BY p.id"
    )


def _create_webhook() -> None:
    op.create_table(
        "webhook",
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("types", db.PlainJson, nullable=False),
        sa.Column("merchant_id", db.BigId, nullable=True),
        sa.Column("note", sa.String(length=128), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("stopped_why", sa.String(length=16), nullable=False),
        sa.Column("secret", sa.String(length=128), nullable=False),
        sa.Column("old_secret", sa.String(length=128), nullable=False),
        sa.Column("old_secret_until", db.UtcDateTime(), nullable=True),
        sa.Column("cursor", sa.Text(), nullable=False),
        sa.Column("looked_at", db.UtcDateTime(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("dead_in_a_row", sa.Integer(), nullable=False),
        sa.Column("next_at", db.UtcDateTime(), nullable=False),
        sa.Column("lease", sa.Integer(), nullable=False),
        sa.Column("leased_until", db.UtcDateTime(), nullable=True),
        sa.Column("last_status", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=64), nullable=False),
        sa.Column("delivered_at", db.UtcDateTime(), nullable=True),
        sa.Column("made_at", db.UtcDateTime(), nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.CheckConstraint("is_active = (stopped_why = '')", name=op.f("ck_webhook_stopped")),
        sa.CheckConstraint(
            "(old_secret = '') = (old_secret_until IS NULL)", name=op.f("ck_webhook_old_secret")
        ),
        sa.CheckConstraint(
            "failures >= 0 AND dead_in_a_row >= 0", name=op.f("ck_webhook_failures")
        ),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_webhook_merchant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
    )
    op.create_index(op.f("ix_webhook_is_active_next_at"), "webhook", ["is_active", "next_at"])


def _create_dead_letter() -> None:
    op.create_table(
        "dead_letter",
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("webhook_id", db.BigId, nullable=False),
        sa.Column("change_id", db.BigId, nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_status", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=64), nullable=False),
        sa.Column("died_at", db.UtcDateTime(), nullable=False),
        sa.Column("delivered_at", db.UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "status IN ('dead', 'waiting', 'delivered')", name=op.f("ck_dead_letter_status")
        ),
        sa.CheckConstraint(
            "(status = 'delivered') = (delivered_at IS NOT NULL)",
            name=op.f("ck_dead_letter_delivered"),
        ),
        sa.ForeignKeyConstraint(
            ["change_id"], ["change.id"], name=op.f("fk_dead_letter_change_id")
        ),
        sa.ForeignKeyConstraint(
            ["webhook_id"], ["webhook.id"], name=op.f("fk_dead_letter_webhook_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dead_letter")),
        sa.UniqueConstraint(
            "webhook_id", "change_id", name=op.f("uq_dead_letter_webhook_id_change_id")
        ),
    )
    op.create_index(
        op.f("ix_dead_letter_webhook_id_status"), "dead_letter", ["webhook_id", "status"]
    )
