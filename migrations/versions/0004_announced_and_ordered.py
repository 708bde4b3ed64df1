"""What is announced and what is ordered.

Revision 0004.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from wms import db

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_asn()
    _create_sales_order()
    _create_asn_line()
    _create_order_line()


def downgrade() -> None:
    op.drop_table("order_line")
    op.drop_table("asn_line")
    op.drop_table("sales_order")
    op.drop_table("asn")


def _create_asn() -> None:
    op.create_table("asn", *_asn_columns(), *_asn_rules())
    op.create_index(op.f("ix_asn_status"), "asn", ["status"], unique=False)


def _asn_columns() -> list[sa.Column[Any]]:
    return [
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
    ]


def _asn_rules() -> list[sa.Constraint]:
    return [
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
    ]


def _create_sales_order() -> None:
    op.create_table("sales_order", *_sales_order_columns(), *_sales_order_rules())
    op.create_index("ix_sales_order_status", "sales_order", ["status", "id"], unique=False)


def _sales_order_columns() -> list[sa.Column[Any]]:
    return [
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
        sa.Column("cancelled_at", db.UtcDateTime(), nullable=True),
        sa.Column("cancelled_by_id", db.BigId, nullable=True),
    ]


def _sales_order_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint(
            "status IN ('accepted', 'waiting', 'allocated', 'released', 'picked', 'packed', 'shipped', 'cancelled')",
            name=op.f("ck_sales_order_status"),
        ),
        sa.ForeignKeyConstraint(
            ["cancelled_by_id"], ["worker.id"], name=op.f("fk_sales_order_cancelled_by_id")
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
    ]


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


def _create_order_line() -> None:
    op.create_table("order_line", *_order_line_columns(), *_order_line_rules())
    op.create_index(op.f("ix_order_line_item_id"), "order_line", ["item_id"], unique=False)
    op.create_index(op.f("ix_order_line_order_id"), "order_line", ["order_id"], unique=False)


def _order_line_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("order_id", db.BigId, nullable=False),
        sa.Column("line_no", sa.Integer(), nullable=False),
        sa.Column("item_id", db.BigId, nullable=False),
        sa.Column("ordered", sa.Integer(), nullable=False),
        sa.Column("picked", sa.Integer(), nullable=False),
        sa.Column("packed", sa.Integer(), nullable=False),
        sa.Column("shipped", sa.Integer(), nullable=False),
        sa.Column("short", sa.Integer(), nullable=False),
    ]


def _order_line_rules() -> list[sa.Constraint]:
    return [
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
    ]
