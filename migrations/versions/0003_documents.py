"""What is announced, ordered and planned: ASNs, orders, clusters, picks.

Revision 0003.
"""

import sqlalchemy as sa
from alembic import op

from wms import db

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_asn()
    _create_cluster()
    _create_sales_order()
    _create_asn_line()
    _create_cluster_order()
    _create_order_line()
    _create_order_tote()
    _create_pick()


def downgrade() -> None:
    op.drop_table("pick")
    op.drop_table("order_tote")
    op.drop_table("order_line")
    op.drop_table("cluster_order")
    op.drop_table("asn_line")
    op.drop_table("sales_order")
    op.drop_table("cluster")
    op.drop_table("asn")


def _create_asn() -> None:
    op.create_table(
        "asn",
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("warehouse_id", db.BigId, nullable=False),
        sa.Column("merchant_id", db.BigId, nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("external_ref", sa.String(length=128), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("created_at", db.UtcDateTime(), nullable=False),
        sa.Column("closed_at", db.UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "status IN ('expected', 'receiving', 'received')", name=op.f("ck_asn_status")
        ),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_asn_merchant_id")),
        sa.ForeignKeyConstraint(
            ["warehouse_id"], ["warehouse.id"], name=op.f("fk_asn_warehouse_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asn")),
        sa.UniqueConstraint("reference", name=op.f("uq_asn_reference")),
        sa.UniqueConstraint("source", "external_ref", name=op.f("uq_asn_source_external_ref")),
    )
    op.create_index(op.f("ix_asn_status"), "asn", ["status"], unique=False)


def _create_cluster() -> None:
    op.create_table(
        "cluster",
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("warehouse_id", db.BigId, nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("worker_id", db.BigId, nullable=True),
        sa.Column("created_at", db.UtcDateTime(), nullable=False),
        sa.Column("claimed_at", db.UtcDateTime(), nullable=True),
        sa.Column("done_at", db.UtcDateTime(), nullable=True),
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
    )
    op.create_index("ix_cluster_status", "cluster", ["status", "priority", "id"], unique=False)
    op.create_index(op.f("ix_cluster_worker_id"), "cluster", ["worker_id"], unique=False)


def _create_sales_order() -> None:
    op.create_table(
        "sales_order",
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("warehouse_id", db.BigId, nullable=False),
        sa.Column("merchant_id", db.BigId, nullable=True),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("external_ref", sa.String(length=128), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("carrier_code", sa.String(length=32), nullable=False),
        sa.Column("ship_by", db.UtcDateTime(), nullable=True),
        sa.Column("recipient", db.PlainJson, nullable=False),
        sa.Column("accepted_at", db.UtcDateTime(), nullable=False),
        sa.Column("shipped_at", db.UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "status IN ('accepted', 'waiting', 'allocated', 'released', 'picked', 'packed', 'shipped', 'cancelled')",
            name=op.f("ck_sales_order_status"),
        ),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_sales_order_merchant_id")
        ),
        sa.ForeignKeyConstraint(
            ["warehouse_id"], ["warehouse.id"], name=op.f("fk_sales_order_warehouse_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sales_order")),
        sa.UniqueConstraint("reference", name=op.f("uq_sales_order_reference")),
        sa.UniqueConstraint(
            "source", "external_ref", name=op.f("uq_sales_order_source_external_ref")
        ),
    )
    op.create_index("ix_sales_order_status", "sales_order", ["status", "id"], unique=False)


def _create_asn_line() -> None:
    op.create_table(
        "asn_line",
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("asn_id", db.BigId, nullable=False),
        sa.Column("line_no", sa.Integer(), nullable=False),
        sa.Column("item_id", db.BigId, nullable=False),
        sa.Column("lot_code", sa.String(length=64), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.CheckConstraint("expected > 0", name=op.f("ck_asn_line_expected")),
        sa.CheckConstraint("received >= 0", name=op.f("ck_asn_line_received")),
        sa.ForeignKeyConstraint(["asn_id"], ["asn.id"], name=op.f("fk_asn_line_asn_id")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_asn_line_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asn_line")),
        sa.UniqueConstraint("asn_id", "line_no", name=op.f("uq_asn_line_asn_id_line_no")),
    )
    op.create_index(op.f("ix_asn_line_asn_id"), "asn_line", ["asn_id"], unique=False)


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


def _create_order_line() -> None:
    op.create_table(
        "order_line",
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("order_id", db.BigId, nullable=False),
        sa.Column("line_no", sa.Integer(), nullable=False),
        sa.Column("item_id", db.BigId, nullable=False),
        sa.Column("ordered", sa.Integer(), nullable=False),
        sa.Column("picked", sa.Integer(), nullable=False),
        sa.Column("packed", sa.Integer(), nullable=False),
        sa.Column("shipped", sa.Integer(), nullable=False),
        sa.Column("short", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "0 <= shipped AND shipped <= packed AND packed <= picked",
            name=op.f("ck_order_line_forward"),
        ),
        sa.CheckConstraint("ordered > 0", name=op.f("ck_order_line_ordered")),
        sa.CheckConstraint("picked + short <= ordered", name=op.f("ck_order_line_picked")),
        sa.CheckConstraint("short >= 0", name=op.f("ck_order_line_short")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_order_line_item_id")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["sales_order.id"], name=op.f("fk_order_line_order_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_line")),
        sa.UniqueConstraint("order_id", "line_no", name=op.f("uq_order_line_order_id_line_no")),
    )
    op.create_index(op.f("ix_order_line_item_id"), "order_line", ["item_id"], unique=False)
    op.create_index(op.f("ix_order_line_order_id"), "order_line", ["order_id"], unique=False)


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
    op.create_table(
        "pick",
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
    )
    op.create_index("ix_pick_cluster_id", "pick", ["cluster_id", "sequence", "id"], unique=False)
    op.create_index(op.f("ix_pick_location_id"), "pick", ["location_id"], unique=False)
    op.create_index(op.f("ix_pick_order_id"), "pick", ["order_id"], unique=False)
    op.create_index(op.f("ix_pick_order_line_id"), "pick", ["order_line_id"], unique=False)
