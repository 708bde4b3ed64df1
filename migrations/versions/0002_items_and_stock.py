"""Items, and the ledger with its quants, reservations, LPNs, lots and holds.

Revision 0002.
"""

import sqlalchemy as sa
from alembic import op

from migrations import guards, sentinels
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
    _create_hold()
    _create_quant()
    _create_stock_move()
    _create_reservation()
    guards.create()
    sentinels.create()


def downgrade() -> None:
    guards.drop()
    op.drop_table("reservation")
    op.drop_table("stock_move")
    op.drop_table("quant")
    op.drop_table("hold")
    op.drop_table("lpn")
    op.drop_table("lot")
    op.drop_table("item_barcode")
    op.drop_table("item")


def _create_item() -> None:
    op.create_table(
        "item",
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
        sa.CheckConstraint("sku NOT LIKE '\\%%' ESCAPE '\\'", name=op.f("ck_item_sku_no_command")),
        sa.CheckConstraint(
            "length_mm > 0 AND width_mm > 0 AND height_mm > 0", name=op.f("ck_item_size")
        ),
        sa.CheckConstraint("weight_grams >= 0", name=op.f("ck_item_weight")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_item_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item")),
        sa.UniqueConstraint("merchant_id", "sku", name=op.f("uq_item_merchant_id_sku")),
        sa.UniqueConstraint("source", "external_ref", name=op.f("uq_item_source_external_ref")),
    )
    op.create_index(op.f("ix_item_sku"), "item", ["sku"], unique=False)


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


def _create_hold() -> None:
    op.create_table(
        "hold",
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("location_id", db.BigId, nullable=False),
        sa.Column("lpn_id", db.BigId, nullable=False),
        sa.Column("item_id", db.BigId, nullable=False),
        sa.Column("lot_id", db.BigId, nullable=False),
        sa.Column("merchant_id", db.BigId, nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=False),
        sa.Column("held_at", db.UtcDateTime(), nullable=False),
        sa.Column("held_by_id", db.BigId, nullable=True),
        sa.Column("freed_at", db.UtcDateTime(), nullable=True),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_hold_quantity")),
        sa.ForeignKeyConstraint(["held_by_id"], ["worker.id"], name=op.f("fk_hold_held_by_id")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_hold_item_id")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_hold_location_id")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_hold_lot_id")),
        sa.ForeignKeyConstraint(["lpn_id"], ["lpn.id"], name=op.f("fk_hold_lpn_id")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_hold_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
    )
    op.create_index(op.f("ix_hold_location_id"), "hold", ["location_id"], unique=False)


def _create_quant() -> None:
    op.create_table(
        "quant",
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("warehouse_id", db.BigId, nullable=False),
        sa.Column("location_id", db.BigId, nullable=False),
        sa.Column("lpn_id", db.BigId, nullable=False),
        sa.Column("item_id", db.BigId, nullable=False),
        sa.Column("lot_id", db.BigId, nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("merchant_id", db.BigId, nullable=False),
        sa.Column("on_hand", sa.Integer(), nullable=False),
        sa.Column("reserved", sa.Integer(), nullable=False),
        sa.CheckConstraint("status IN ('good', 'held')", name=op.f("ck_quant_status")),
        sa.CheckConstraint("location_id > 0", name=op.f("ck_quant_inside")),
        sa.CheckConstraint("on_hand >= 0", name=op.f("ck_quant_on_hand")),
        sa.CheckConstraint("reserved >= 0 AND reserved <= on_hand", name=op.f("ck_quant_reserved")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_quant_item_id")),
        sa.ForeignKeyConstraint(
            ["location_id"], ["location.id"], name=op.f("fk_quant_location_id")
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_quant_lot_id")),
        sa.ForeignKeyConstraint(["lpn_id"], ["lpn.id"], name=op.f("fk_quant_lpn_id")),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_quant_merchant_id")
        ),
        sa.ForeignKeyConstraint(
            ["warehouse_id"], ["warehouse.id"], name=op.f("fk_quant_warehouse_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quant")),
        sa.UniqueConstraint(
            "warehouse_id",
            "location_id",
            "lpn_id",
            "item_id",
            "lot_id",
            "status",
            "merchant_id",
            name="uq_quant_key",
        ),
    )
    op.create_index("ix_quant_item_id", "quant", ["item_id"], unique=False)
    op.create_index("ix_quant_location_id", "quant", ["location_id"], unique=False)
    op.create_index("ix_quant_lpn_id", "quant", ["lpn_id"], unique=False)


def _create_stock_move() -> None:
    op.create_table(
        "stock_move",
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("warehouse_id", db.BigId, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("item_id", db.BigId, nullable=False),
        sa.Column("lot_id", db.BigId, nullable=False),
        sa.Column("merchant_id", db.BigId, nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("source_location_id", db.BigId, nullable=False),
        sa.Column("source_lpn_id", db.BigId, nullable=False),
        sa.Column("source_status", sa.String(length=8), nullable=False),
        sa.Column("target_location_id", db.BigId, nullable=False),
        sa.Column("target_lpn_id", db.BigId, nullable=False),
        sa.Column("target_status", sa.String(length=8), nullable=False),
        sa.Column("recorded_at", db.UtcDateTime(), nullable=False),
        sa.Column("worker_id", db.BigId, nullable=True),
        sa.Column("station_id", db.BigId, nullable=True),
        sa.Column("event_id", sa.String(length=64), nullable=True),
        sa.Column("for_kind", sa.String(length=16), nullable=False),
        sa.Column("for_id", db.BigId, nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=False),
        sa.Column("corrects_id", db.BigId, nullable=True),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_stock_move_quantity")),
        sa.CheckConstraint(
            "source_location_id <> target_location_id OR source_lpn_id <> target_lpn_id OR source_status <> target_status",
            name=op.f("ck_stock_move_goes_somewhere"),
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["stock_move.id"], name=op.f("fk_stock_move_corrects_id")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_stock_move_item_id")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_stock_move_lot_id")),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_stock_move_merchant_id")
        ),
        sa.ForeignKeyConstraint(
            ["source_location_id"], ["location.id"], name=op.f("fk_stock_move_source_location_id")
        ),
        sa.ForeignKeyConstraint(
            ["source_lpn_id"], ["lpn.id"], name=op.f("fk_stock_move_source_lpn_id")
        ),
        sa.ForeignKeyConstraint(
            ["station_id"], ["station.id"], name=op.f("fk_stock_move_station_id")
        ),
        sa.ForeignKeyConstraint(
            ["target_location_id"], ["location.id"], name=op.f("fk_stock_move_target_location_id")
        ),
        sa.ForeignKeyConstraint(
            ["target_lpn_id"], ["lpn.id"], name=op.f("fk_stock_move_target_lpn_id")
        ),
        sa.ForeignKeyConstraint(
            ["warehouse_id"], ["warehouse.id"], name=op.f("fk_stock_move_warehouse_id")
        ),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_stock_move_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_move")),
    )
    op.create_index("ix_stock_move_event_id", "stock_move", ["event_id"], unique=False)
    op.create_index("ix_stock_move_for", "stock_move", ["for_kind", "for_id"], unique=False)
    op.create_index("ix_stock_move_item_id", "stock_move", ["item_id"], unique=False)
    op.create_index(
        "ix_stock_move_source_location_id", "stock_move", ["source_location_id"], unique=False
    )
    op.create_index(
        "ix_stock_move_target_location_id", "stock_move", ["target_location_id"], unique=False
    )


def _create_reservation() -> None:
    op.create_table(
        "reservation",
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("quant_id", db.BigId, nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("for_kind", sa.String(length=16), nullable=False),
        sa.Column("for_id", db.BigId, nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("made_at", db.UtcDateTime(), nullable=False),
        sa.Column("ended_at", db.UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "(status = 'pending') = (ended_at IS NULL)", name=op.f("ck_reservation_ends_once")
        ),
        sa.CheckConstraint(
            "status IN ('pending', 'consumed', 'released', 'expired')",
            name=op.f("ck_reservation_status"),
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_reservation_quantity")),
        sa.ForeignKeyConstraint(["quant_id"], ["quant.id"], name=op.f("fk_reservation_quant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reservation")),
    )
    op.create_index("ix_reservation_for", "reservation", ["for_kind", "for_id"], unique=False)
    op.create_index(
        "ix_reservation_pending",
        "reservation",
        ["quant_id"],
        unique=False,
        sqlite_where=sa.text("status = 'pending'"),
        postgresql_where=sa.text("status = 'pending'"),
    )
