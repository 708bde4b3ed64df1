"""Counts, QC checks, cartons, parcels, carriers.

Revision 0006.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from wms import db

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_carton_type()
    _create_carrier()
    _create_count_task()
    _create_qc_check()
    _create_count_line()
    _create_parcel()
    _create_qc_result()


def downgrade() -> None:
    op.drop_table("qc_result")
    op.drop_table("parcel")
    op.drop_table("count_line")
    op.drop_table("qc_check")
    op.drop_table("count_task")
    op.drop_table("carrier")
    op.drop_table("carton_type")


def _create_carton_type() -> None:
    op.create_table(
        "carton_type",
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("length_mm", sa.Integer(), nullable=False),
        sa.Column("width_mm", sa.Integer(), nullable=False),
        sa.Column("height_mm", sa.Integer(), nullable=False),
        sa.Column("tare_grams", sa.Integer(), nullable=False),
        sa.Column("max_weight_grams", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "length_mm > 0 AND width_mm > 0 AND height_mm > 0", name=op.f("ck_carton_type_size")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carton_type")),
        sa.UniqueConstraint("code", name=op.f("uq_carton_type_code")),
    )


def _create_carrier() -> None:
    op.create_table(
        "carrier",
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("lane_id", db.BigId, nullable=False),
        sa.ForeignKeyConstraint(["lane_id"], ["location.id"], name=op.f("fk_carrier_lane_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carrier")),
        sa.UniqueConstraint("code", name=op.f("uq_carrier_code")),
    )


def _create_count_task() -> None:
    op.create_table("count_task", *_count_task_columns(), *_count_task_rules())
    op.create_index("ix_count_task_status", "count_task", ["status", "id"], unique=False)
    op.create_index(
        "uq_count_task_unfinished",
        "count_task",
        ["location_id"],
        unique=True,
        sqlite_where=sa.text("status <> 'done'"),
        postgresql_where=sa.text("status <> 'done'"),
    )


def _count_task_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("warehouse_id", db.BigId, nullable=False),
        sa.Column("location_id", db.BigId, nullable=False),
        sa.Column("why", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("worker_id", db.BigId, nullable=True),
        sa.Column("made_at", db.UtcDateTime(), nullable=False),
        sa.Column("begun_at", db.UtcDateTime(), nullable=True),
        sa.Column("done_at", db.UtcDateTime(), nullable=True),
    ]


def _count_task_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint(
            "(status = 'claimed') = (worker_id IS NOT NULL)", name=op.f("ck_count_task_claimed")
        ),
        sa.CheckConstraint(
            "status IN ('open', 'claimed', 'done')", name=op.f("ck_count_task_status")
        ),
        sa.ForeignKeyConstraint(
            ["location_id"], ["location.id"], name=op.f("fk_count_task_location_id")
        ),
        sa.ForeignKeyConstraint(
            ["warehouse_id"], ["warehouse.id"], name=op.f("fk_count_task_warehouse_id")
        ),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_count_task_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_count_task")),
    ]


def _create_qc_check() -> None:
    op.create_table(
        "qc_check",
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("order_id", db.BigId, nullable=False),
        sa.Column("why", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("worker_id", db.BigId, nullable=True),
        sa.Column("made_at", db.UtcDateTime(), nullable=False),
        sa.Column("done_at", db.UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "status IN ('due', 'passed', 'failed', 'withdrawn')", name=op.f("ck_qc_check_status")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["sales_order.id"], name=op.f("fk_qc_check_order_id")
        ),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_qc_check_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qc_check")),
        sa.UniqueConstraint("order_id", name=op.f("uq_qc_check_order_id")),
    )
    op.create_index(op.f("ix_qc_check_status"), "qc_check", ["status"], unique=False)


def _create_count_line() -> None:
    op.create_table(
        "count_line",
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("task_id", db.BigId, nullable=False),
        sa.Column("item_id", db.BigId, nullable=False),
        sa.Column("lot_id", db.BigId, nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.CheckConstraint("expected >= 0 AND found >= 0", name=op.f("ck_count_line_counts")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_count_line_item_id")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_count_line_lot_id")),
        sa.ForeignKeyConstraint(["task_id"], ["count_task.id"], name=op.f("fk_count_line_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_count_line")),
        sa.UniqueConstraint(
            "task_id", "item_id", "lot_id", name=op.f("uq_count_line_task_id_item_id_lot_id")
        ),
    )


def _create_parcel() -> None:
    op.create_table("parcel", *_parcel_columns(), *_parcel_rules())
    op.create_index(op.f("ix_parcel_order_id"), "parcel", ["order_id"], unique=False)
    op.create_index(op.f("ix_parcel_status"), "parcel", ["status"], unique=False)


def _parcel_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("order_id", db.BigId, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("lpn_id", db.BigId, nullable=False),
        sa.Column("carton_type_id", db.BigId, nullable=False),
        sa.Column("station_id", db.BigId, nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("weight_grams", sa.Integer(), nullable=True),
        sa.Column("expected_grams", sa.Integer(), nullable=True),
        sa.Column("override_by_id", db.BigId, nullable=True),
        sa.Column("override_reason", sa.String(length=64), nullable=False),
        sa.Column("lane_id", db.BigId, nullable=True),
        sa.Column("opened_at", db.UtcDateTime(), nullable=False),
        sa.Column("closed_at", db.UtcDateTime(), nullable=True),
        sa.Column("shipped_at", db.UtcDateTime(), nullable=True),
    ]


def _parcel_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint(
            "status IN ('open', 'weighed', 'labelled', 'closed', 'shipped', 'void')",
            name=op.f("ck_parcel_status"),
        ),
        sa.ForeignKeyConstraint(
            ["carton_type_id"], ["carton_type.id"], name=op.f("fk_parcel_carton_type_id")
        ),
        sa.ForeignKeyConstraint(["lane_id"], ["location.id"], name=op.f("fk_parcel_lane_id")),
        sa.ForeignKeyConstraint(["lpn_id"], ["lpn.id"], name=op.f("fk_parcel_lpn_id")),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.id"], name=op.f("fk_parcel_order_id")),
        sa.ForeignKeyConstraint(
            ["override_by_id"], ["worker.id"], name=op.f("fk_parcel_override_by_id")
        ),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name=op.f("fk_parcel_station_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parcel")),
        sa.UniqueConstraint("lpn_id", name=op.f("uq_parcel_lpn_id")),
        sa.UniqueConstraint("order_id", "number", name=op.f("uq_parcel_order_id_number")),
    ]


def _create_qc_result() -> None:
    op.create_table(
        "qc_result",
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("check_id", db.BigId, nullable=False),
        sa.Column("item_id", db.BigId, nullable=False),
        sa.Column("lot_id", db.BigId, nullable=False),
        sa.Column("passed", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.CheckConstraint("passed >= 0 AND failed >= 0", name=op.f("ck_qc_result_counts")),
        sa.ForeignKeyConstraint(["check_id"], ["qc_check.id"], name=op.f("fk_qc_result_check_id")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_qc_result_item_id")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_qc_result_lot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qc_result")),
        sa.UniqueConstraint(
            "check_id", "item_id", "lot_id", name=op.f("uq_qc_result_check_id_item_id_lot_id")
        ),
    )
