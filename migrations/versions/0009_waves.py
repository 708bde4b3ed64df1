"""Waves: orders that are released together, and the walk that was planned for each cluster.

What is planned stands in tables of its own, so a cluster that no wave knows of needs none.

Revision 0009.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from wms import db

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

LEAST = "least_mm >= 0 AND planned_mm >= least_mm"


def upgrade() -> None:
    op.create_table("wave", *_wave_columns(), *_wave_rules())
    op.create_index("ix_wave_status", "wave", ["status", "id"], unique=False)
    _create_wave_order()
    _create_cluster_plan()


def downgrade() -> None:
    op.drop_table("cluster_plan")
    op.drop_table("wave_order")
    op.drop_table("wave")


def _wave_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("warehouse_id", db.BigId, nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("template", sa.String(length=32), nullable=False),
        sa.Column("carrier_code", sa.String(length=32), nullable=False),
        sa.Column("cut_off_at", db.UtcDateTime(), nullable=True),
        sa.Column("planned_mm", sa.BigInteger(), nullable=False),
        sa.Column("least_mm", sa.BigInteger(), nullable=False),
        sa.Column("made_by_id", db.BigId, nullable=True),
        sa.Column("made_at", db.UtcDateTime(), nullable=False),
        sa.Column("released_at", db.UtcDateTime(), nullable=True),
        sa.Column("closed_at", db.UtcDateTime(), nullable=True),
        sa.Column("cancelled_at", db.UtcDateTime(), nullable=True),
    ]


def _wave_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint(
            "status IN ('planned', 'released', 'closed', 'cancelled')",
            name=op.f("ck_wave_status"),
        ),
        sa.CheckConstraint(LEAST, name=op.f("ck_wave_least")),
        sa.ForeignKeyConstraint(
            ["warehouse_id"], ["warehouse.id"], name=op.f("fk_wave_warehouse_id")
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["worker.id"], name=op.f("fk_wave_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wave")),
        sa.UniqueConstraint("reference", name=op.f("uq_wave_reference")),
    ]


def _create_wave_order() -> None:
    op.create_table(
        "wave_order",
        sa.Column("order_id", db.BigId, autoincrement=False, nullable=False),
        sa.Column("wave_id", db.BigId, nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["sales_order.id"], name=op.f("fk_wave_order_order_id")
        ),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_wave_order_wave_id")),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_wave_order")),
    )
    op.create_index(op.f("ix_wave_order_wave_id"), "wave_order", ["wave_id"], unique=False)


def _create_cluster_plan() -> None:
    op.create_table(
        "cluster_plan",
        sa.Column("cluster_id", db.BigId, autoincrement=False, nullable=False),
        sa.Column("wave_id", db.BigId, nullable=True),
        sa.Column("planned_mm", sa.BigInteger(), nullable=False),
        sa.Column("least_mm", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(LEAST, name=op.f("ck_cluster_plan_least")),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["cluster.id"], name=op.f("fk_cluster_plan_cluster_id")
        ),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_cluster_plan_wave_id")),
        sa.PrimaryKeyConstraint("cluster_id", name=op.f("pk_cluster_plan")),
    )
    op.create_index(op.f("ix_cluster_plan_wave_id"), "cluster_plan", ["wave_id"], unique=False)
