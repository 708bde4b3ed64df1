"""Items and their barcodes, lots and LPNs: what can be named.

Revision 0002.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from migrations import sentinels
from wms import db

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_item()
    _create_item_barcode()
    _create_lot()
    _create_lpn()
    sentinels.create()


def downgrade() -> None:
    op.drop_table("lpn")
    op.drop_table("lot")
    op.drop_table("item_barcode")
    op.drop_table("item")


def _create_item() -> None:
    op.create_table("item", *_item_columns(), *_item_rules())
    op.create_index(op.f("ix_item_sku"), "item", ["sku"], unique=False)


def _item_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("merchant_id", db.BigId, nullable=False),
        sa.Column("sku", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("length_mm", sa.Integer(), nullable=False),
        sa.Column("width_mm", sa.Integer(), nullable=False),
        sa.Column("height_mm", sa.Integer(), nullable=False),
        sa.Column("weight_grams", sa.Integer(), nullable=False),
        sa.Column("tracks_lot", sa.Boolean(), nullable=False),
        sa.Column("tracks_expiry", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("external_ref", sa.String(length=128), nullable=False),
    ]


def _item_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint("sku NOT LIKE '\\%%' ESCAPE '\\'", name=op.f("ck_item_sku_no_command")),
        sa.CheckConstraint(
            "length_mm > 0 AND width_mm > 0 AND height_mm > 0", name=op.f("ck_item_size")
        ),
        sa.CheckConstraint("weight_grams >= 0", name=op.f("ck_item_weight")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_item_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item")),
        sa.UniqueConstraint("merchant_id", "sku", name=op.f("uq_item_merchant_id_sku")),
        sa.UniqueConstraint("source", "external_ref", name=op.f("uq_item_source_external_ref")),
    ]


def _create_item_barcode() -> None:
    op.create_table(
        "item_barcode",
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("item_id", db.BigId, nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.CheckConstraint("pieces > 0", name=op.f("ck_item_barcode_pieces")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_barcode_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_barcode")),
        sa.UniqueConstraint("item_id", "code", name=op.f("uq_item_barcode_item_id_code")),
    )
    op.create_index("ix_item_barcode_code", "item_barcode", ["code"], unique=False)


def _create_lot() -> None:
    op.create_table(
        "lot",
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("item_id", db.BigId, nullable=True),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.CheckConstraint("(id = 0) = (item_id IS NULL)", name=op.f("ck_lot_item")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_lot_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot")),
        sa.UniqueConstraint("item_id", "code", name=op.f("uq_lot_item_id_code")),
    )


def _create_lpn() -> None:
    op.create_table(
        "lpn",
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("location_id", db.BigId, nullable=True),
        sa.Column("bound_for_id", db.BigId, nullable=True),
        sa.CheckConstraint("code NOT LIKE '\\%%' ESCAPE '\\'", name=op.f("ck_lpn_code_no_command")),
        sa.CheckConstraint("kind IN ('none', 'lpn', 'tote', 'parcel')", name=op.f("ck_lpn_kind")),
        sa.ForeignKeyConstraint(
            ["bound_for_id"], ["location.id"], name=op.f("fk_lpn_bound_for_id")
        ),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_lpn_location_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lpn")),
        sa.UniqueConstraint("code", name=op.f("uq_lpn_code")),
    )
    op.create_index("ix_lpn_bound_for_id", "lpn", ["bound_for_id"], unique=False)
    op.create_index("ix_lpn_location_id", "lpn", ["location_id"], unique=False)
