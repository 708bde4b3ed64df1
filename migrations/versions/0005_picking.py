"""Clusters of orders on a cart, their totes, their picks.

Revision 0005.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from wms import db

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_cluster()
    _create_cluster_order()
    _create_order_tote()
    _create_pick()


def downgrade() -> None:
    op.drop_table("pick")
    op.drop_table("order_tote")
    op.drop_table("cluster_order")
    op.drop_table("cluster")


def _create_cluster() -> None:
    op.create_table("cluster", *_cluster_columns(), *_cluster_rules())
    op.create_index("ix_cluster_status", "cluster", ["status", "priority", "id"], unique=False)
    op.create_index(op.f("ix_cluster_worker_id"), "cluster", ["worker_id"], unique=False)


def _cluster_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("warehouse_id", db.BigId, nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("worker_id", db.BigId, nullable=True),
        sa.Column("created_at", db.UtcDateTime(), nullable=False),
        sa.Column("claimed_at", db.UtcDateTime(), nullable=True),
        sa.Column("done_at", db.UtcDateTime(), nullable=True),
    ]


def _cluster_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint(
            "(status = 'claimed') = (worker_id IS NOT NULL)", name=op.f("ck_cluster_claimed")
        ),
        sa.CheckConstraint("status IN ('open', 'claimed', 'done')", name=op.f("ck_cluster_status")),
        sa.ForeignKeyConstraint(
            ["warehouse_id"], ["warehouse.id"], name=op.f("fk_cluster_warehouse_id")
        ),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_cluster_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cluster")),
        sa.UniqueConstraint("reference", name=op.f("uq_cluster_reference")),
    ]


def _create_cluster_order() -> None:
    op.create_table(
        "cluster_order",
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("cluster_id", db.BigId, nullable=False),
        sa.Column("order_id", db.BigId, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["cluster.id"], name=op.f("fk_cluster_order_cluster_id")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["sales_order.id"], name=op.f("fk_cluster_order_order_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cluster_order")),
        sa.UniqueConstraint(
            "cluster_id", "position", name=op.f("uq_cluster_order_cluster_id_position")
        ),
    )
    op.create_index(op.f("ix_cluster_order_order_id"), "cluster_order", ["order_id"], unique=False)


def _create_order_tote() -> None:
    op.create_table(
        "order_tote",
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("lpn_id", db.BigId, nullable=False),
        sa.Column("order_id", db.BigId, nullable=False),
        sa.Column("cluster_id", db.BigId, nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.CheckConstraint(
            "status IN ('filling', 'full', 'dropped', 'empty')", name=op.f("ck_order_tote_status")
        ),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["cluster.id"], name=op.f("fk_order_tote_cluster_id")
        ),
        sa.ForeignKeyConstraint(["lpn_id"], ["lpn.id"], name=op.f("fk_order_tote_lpn_id")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["sales_order.id"], name=op.f("fk_order_tote_order_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_tote")),
    )
    op.create_index(op.f("ix_order_tote_cluster_id"), "order_tote", ["cluster_id"], unique=False)
    op.create_index(op.f("ix_order_tote_order_id"), "order_tote", ["order_id"], unique=False)
    op.create_index(
        "uq_order_tote_in_use",
        "order_tote",
        ["lpn_id"],
        unique=True,
        sqlite_where=sa.text("status <> 'empty'"),
        postgresql_where=sa.text("status <> 'empty'"),
    )


def _create_pick() -> None:
    op.create_table("pick", *_pick_columns(), *_pick_rules())
    op.create_index("ix_pick_cluster_id", "pick", ["cluster_id", "sequence", "id"], unique=False)
    op.create_index(op.f("ix_pick_location_id"), "pick", ["location_id"], unique=False)
    op.create_index(op.f("ix_pick_order_id"), "pick", ["order_id"], unique=False)
    op.create_index(op.f("ix_pick_order_line_id"), "pick", ["order_line_id"], unique=False)


def _pick_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("cluster_id", db.BigId, nullable=False),
        sa.Column("order_id", db.BigId, nullable=False),
        sa.Column("order_line_id", db.BigId, nullable=False),
        sa.Column("reservation_id", db.BigId, nullable=False),
        sa.Column("location_id", db.BigId, nullable=False),
        sa.Column("item_id", db.BigId, nullable=False),
        sa.Column("lot_id", db.BigId, nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("picked", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("ended_at", db.UtcDateTime(), nullable=True),
    ]


def _pick_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint(
            "status IN ('open', 'picked', 'short', 'skipped', 'cancelled')",
            name=op.f("ck_pick_status"),
        ),
        sa.CheckConstraint(
            "quantity > 0 AND picked >= 0 AND picked <= quantity", name=op.f("ck_pick_quantity")
        ),
        sa.ForeignKeyConstraint(["cluster_id"], ["cluster.id"], name=op.f("fk_pick_cluster_id")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_pick_item_id")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_pick_location_id")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_pick_lot_id")),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.id"], name=op.f("fk_pick_order_id")),
        sa.ForeignKeyConstraint(
            ["order_line_id"], ["order_line.id"], name=op.f("fk_pick_order_line_id")
        ),
        sa.ForeignKeyConstraint(
            ["reservation_id"], ["reservation.id"], name=op.f("fk_pick_reservation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pick")),
        sa.UniqueConstraint("reservation_id", name=op.f("uq_pick_reservation_id")),
    ]
