"""Who works here and where things are: the frame everything else refers to.

Revision 0001.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from migrations import outside
from wms import db

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_merchant()
    _create_warehouse()
    _create_worker()
    _create_api_key()
    _create_location()
    _create_station()
    outside.create()


def downgrade() -> None:
    op.drop_table("station")
    op.drop_table("location")
    op.drop_table("api_key")
    op.drop_table("worker")
    op.drop_table("warehouse")
    op.drop_table("merchant")


def _create_merchant() -> None:
    op.create_table(
        "merchant",
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merchant")),
        sa.UniqueConstraint("code", name=op.f("uq_merchant_code")),
    )


def _create_warehouse() -> None:
    op.create_table(
        "warehouse",
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warehouse")),
        sa.UniqueConstraint("code", name=op.f("uq_warehouse_code")),
    )


def _create_worker() -> None:
    op.create_table("worker", *_worker_columns(), *_worker_rules())


def _worker_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("login", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("badge_digest", sa.String(length=64), nullable=False),
        sa.Column("pin_hash", sa.String(), nullable=True),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("failed_pins", sa.Integer(), nullable=False),
        sa.Column("pin_blocked_until", db.UtcDateTime(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
    ]


def _worker_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint(
            "role IN ('worker', 'supervisor', 'admin')", name=op.f("ck_worker_role")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker")),
        sa.UniqueConstraint("badge_digest", name=op.f("uq_worker_badge_digest")),
        sa.UniqueConstraint("login", name=op.f("uq_worker_login")),
    ]


def _create_api_key() -> None:
    op.create_table(
        "api_key",
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("key_digest", sa.String(length=64), nullable=False),
        sa.Column("merchant_id", db.BigId, nullable=True),
        sa.Column("revoked_at", db.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_api_key_merchant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_key")),
        sa.UniqueConstraint("key_digest", name=op.f("uq_api_key_key_digest")),
        sa.UniqueConstraint("name", name=op.f("uq_api_key_name")),
    )


def _create_location() -> None:
    op.create_table("location", *_location_columns(), *_location_rules())
    op.create_index(op.f("ix_location_kind"), "location", ["kind"], unique=False)


def _location_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("warehouse_id", db.BigId, nullable=True),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("zone", sa.String(length=16), nullable=False),
        sa.Column("aisle", sa.Integer(), nullable=False),
        sa.Column("bay", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("x_mm", sa.Integer(), nullable=False),
        sa.Column("y_mm", sa.Integer(), nullable=False),
        sa.Column("z_mm", sa.Integer(), nullable=False),
        sa.Column("length_mm", sa.Integer(), nullable=False),
        sa.Column("width_mm", sa.Integer(), nullable=False),
        sa.Column("height_mm", sa.Integer(), nullable=False),
        sa.Column("max_weight_grams", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
    ]


def _location_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint("(id <= 0) = (kind = 'outside')", name=op.f("ck_location_outside")),
        sa.CheckConstraint(
            "code NOT LIKE '\\%%' ESCAPE '\\'", name=op.f("ck_location_code_no_command")
        ),
        sa.CheckConstraint(
            "kind IN ('outside', 'dock', 'qc', 'storage', 'pick', 'cart', 'pack', 'lane', 'hold')",
            name=op.f("ck_location_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["warehouse_id"], ["warehouse.id"], name=op.f("fk_location_warehouse_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_location")),
        sa.UniqueConstraint("code", name=op.f("uq_location_code")),
    ]


def _create_station() -> None:
    op.create_table(
        "station",
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("warehouse_id", db.BigId, nullable=False),
        sa.Column("key_digest", sa.String(length=64), nullable=False),
        sa.Column("revoked_at", db.UtcDateTime(), nullable=True),
        sa.CheckConstraint("kind IN ('handheld', 'bench')", name=op.f("ck_station_kind")),
        sa.ForeignKeyConstraint(
            ["warehouse_id"], ["warehouse.id"], name=op.f("fk_station_warehouse_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_station")),
        sa.UniqueConstraint("code", name=op.f("uq_station_code")),
        sa.UniqueConstraint("key_digest", name=op.f("uq_station_key_digest")),
    )
