"""The ledger with its quants, reservations and holds, and what guards them.

Revision 0003.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from migrations import guards
from wms import db

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_hold()
    _create_quant()
    _create_stock_move()
    _create_reservation()
    guards.create()


def downgrade() -> None:
    guards.drop()
    op.drop_table("reservation")
    op.drop_table("stock_move")
    op.drop_table("quant")
    op.drop_table("hold")


def _create_hold() -> None:
    op.create_table("hold", *_hold_columns(), *_hold_rules())
    op.create_index(op.f("ix_hold_location_id"), "hold", ["location_id"], unique=False)


def _hold_columns() -> list[sa.Column[Any]]:
    return [
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
    ]


def _hold_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint("quantity > 0", name=op.f("ck_hold_quantity")),
        sa.ForeignKeyConstraint(["held_by_id"], ["worker.id"], name=op.f("fk_hold_held_by_id")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_hold_item_id")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_hold_location_id")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_hold_lot_id")),
        sa.ForeignKeyConstraint(["lpn_id"], ["lpn.id"], name=op.f("fk_hold_lpn_id")),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_hold_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
    ]


def _create_quant() -> None:
    op.create_table("quant", *_quant_columns(), *_quant_rules())
    op.create_index("ix_quant_item_id", "quant", ["item_id"], unique=False)
    op.create_index("ix_quant_location_id", "quant", ["location_id"], unique=False)
    op.create_index("ix_quant_lpn_id", "quant", ["lpn_id"], unique=False)


def _quant_columns() -> list[sa.Column[Any]]:
    return [
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
    ]


def _quant_rules() -> list[sa.Constraint]:
    return [
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
    ]


def _create_stock_move() -> None:
    op.create_table("stock_move", *_stock_move_columns(), *_stock_move_rules())
    op.create_index("ix_stock_move_event_id", "stock_move", ["event_id"], unique=False)
    op.create_index("ix_stock_move_for", "stock_move", ["for_kind", "for_id"], unique=False)
    op.create_index("ix_stock_move_item_id", "stock_move", ["item_id"], unique=False)
    op.create_index(
        "ix_stock_move_source_location_id", "stock_move", ["source_location_id"], unique=False
    )
    op.create_index(
        "ix_stock_move_target_location_id", "stock_move", ["target_location_id"], unique=False
    )


def _stock_move_columns() -> list[sa.Column[Any]]:
    return [
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
    ]


def _stock_move_rules() -> list[sa.Constraint]:
    return [
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
    ]


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
