"""Manifests: which parcels a carrier took together; labels that a carrier drew; what came back.

A carrier has one open manifest a warehouse, and a parcel is on one manifest at most. What came
back of a parcel is counted against what left in it, by a constraint: the same unit cannot come
back twice, whoever books it where.

Revision 0008.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from wms import db

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_manifest()
    _create_manifest_parcel()
    _create_carrier_label()
    _create_rma()
    _create_rma_line()
    _create_came_back()
    _create_return_line()


def downgrade() -> None:
    op.drop_table("return_line")
    op.drop_table("came_back")
    op.drop_table("rma_line")
    op.drop_table("rma")
    op.drop_table("carrier_label")
    op.drop_table("manifest_parcel")
    op.drop_table("manifest")


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def _create_manifest() -> None:
    op.create_table(
        "manifest",
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("warehouse_id", db.BigId, nullable=False),
        sa.Column("carrier_id", db.BigId, nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("opened_at", db.UtcDateTime(), nullable=False),
        sa.Column("closed_at", db.UtcDateTime(), nullable=True),
        sa.Column("closed_by_id", db.BigId, nullable=True),
        sa.CheckConstraint("status IN ('open', 'closed')", name=op.f("ck_manifest_status")),
        sa.CheckConstraint(
            "(status = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_manifest_closed")
        ),
        _to("manifest", "warehouse_id", "warehouse"),
        _to("manifest", "carrier_id", "carrier"),
        _to("manifest", "closed_by_id", "worker"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_manifest")),
        sa.UniqueConstraint("reference", name=op.f("uq_manifest_reference")),
    )
    op.create_index(
        "uq_manifest_open",
        "manifest",
        ["warehouse_id", "carrier_id"],
        unique=True,
        sqlite_where=sa.text("status = 'open'"),
        postgresql_where=sa.text("status = 'open'"),
    )


def _create_manifest_parcel() -> None:
    op.create_table(
        "manifest_parcel",
        sa.Column("parcel_id", db.BigId, nullable=False),
        sa.Column("manifest_id", db.BigId, nullable=False),
        sa.Column("loaded_at", db.UtcDateTime(), nullable=True),
        sa.Column("loaded_by_id", db.BigId, nullable=True),
        _to("manifest_parcel", "parcel_id", "parcel"),
        _to("manifest_parcel", "manifest_id", "manifest"),
        _to("manifest_parcel", "loaded_by_id", "worker"),
        sa.PrimaryKeyConstraint("parcel_id", name=op.f("pk_manifest_parcel")),
    )
    op.create_index(op.f("ix_manifest_parcel_manifest_id"), "manifest_parcel", ["manifest_id"])


def _create_carrier_label() -> None:
    op.create_table(
        "carrier_label",
        sa.Column("parcel_id", db.BigId, nullable=False),
        sa.Column("carrier_id", db.BigId, nullable=False),
        sa.Column("tracking_number", sa.String(length=64), nullable=False),
        sa.Column("media", sa.String(length=8), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("uploaded_at", db.UtcDateTime(), nullable=False),
        sa.Column("uploaded_by", sa.String(length=64), nullable=False),
        sa.CheckConstraint("media IN ('pdf', 'png', 'zpl')", name=op.f("ck_carrier_label_media")),
        _to("carrier_label", "parcel_id", "parcel"),
        _to("carrier_label", "carrier_id", "carrier"),
        sa.PrimaryKeyConstraint("parcel_id", name=op.f("pk_carrier_label")),
        sa.UniqueConstraint(
            "tracking_number",
            "carrier_id",
            name=op.f("uq_carrier_label_tracking_number_carrier_id"),
        ),
    )


def _create_rma() -> None:
    op.create_table("rma", *_rma_columns(), *_rma_rules())
    op.create_index(op.f("ix_rma_order_id"), "rma", ["order_id"])
    op.create_index(op.f("ix_rma_status"), "rma", ["status"])


def _rma_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("warehouse_id", db.BigId, nullable=False),
        sa.Column("order_id", db.BigId, nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("external_ref", sa.String(length=128), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=False),
        sa.Column("announced_at", db.UtcDateTime(), nullable=False),
        sa.Column("closed_at", db.UtcDateTime(), nullable=True),
    ]


def _rma_rules() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint(
            "status IN ('announced', 'arriving', 'received')", name=op.f("ck_rma_status")
        ),
        sa.CheckConstraint(
            "(status = 'received') = (closed_at IS NOT NULL)", name=op.f("ck_rma_closed")
        ),
        _to("rma", "warehouse_id", "warehouse"),
        _to("rma", "order_id", "sales_order"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rma")),
        sa.UniqueConstraint("reference", name=op.f("uq_rma_reference")),
        sa.UniqueConstraint("source", "external_ref", name=op.f("uq_rma_source_external_ref")),
    ]


def _create_rma_line() -> None:
    op.create_table(
        "rma_line",
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("rma_id", db.BigId, nullable=False),
        sa.Column("line_no", sa.Integer(), nullable=False),
        sa.Column("item_id", db.BigId, nullable=False),
        sa.Column("announced", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.CheckConstraint("announced > 0", name=op.f("ck_rma_line_announced")),
        sa.CheckConstraint(
            "received >= 0 AND received <= announced", name=op.f("ck_rma_line_received")
        ),
        _to("rma_line", "rma_id", "rma"),
        _to("rma_line", "item_id", "item"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rma_line")),
        sa.UniqueConstraint("rma_id", "line_no", name=op.f("uq_rma_line_rma_id_line_no")),
    )


def _create_came_back() -> None:
    key = ("parcel_id", "item_id", "lot_id", "merchant_id")
    op.create_table(
        "came_back",
        sa.Column("id", db.BigId, nullable=False),
        *(sa.Column(name, db.BigId, nullable=False) for name in key),
        sa.Column("shipped", sa.Integer(), nullable=False),
        sa.Column("returned", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "returned >= 0 AND returned <= shipped", name=op.f("ck_came_back_not_twice")
        ),
        _to("came_back", "parcel_id", "parcel"),
        _to("came_back", "item_id", "item"),
        _to("came_back", "lot_id", "lot"),
        _to("came_back", "merchant_id", "merchant"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_came_back")),
        sa.UniqueConstraint(*key, name="uq_came_back_key"),
    )


def _create_return_line() -> None:
    op.create_table("return_line", *_return_line_columns(), *_return_line_rules())
    op.create_index(op.f("ix_return_line_rma_id"), "return_line", ["rma_id"])


def _return_line_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("rma_id", db.BigId, nullable=False),
        sa.Column("parcel_id", db.BigId, nullable=True),
        sa.Column("item_id", db.BigId, nullable=False),
        sa.Column("lot_id", db.BigId, nullable=False),
        sa.Column("merchant_id", db.BigId, nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("condition", sa.String(length=16), nullable=False),
        sa.Column("disposition", sa.String(length=16), nullable=False),
        sa.Column("lpn_id", db.BigId, nullable=False),
        sa.Column("returned_at", db.UtcDateTime(), nullable=False),
        sa.Column("worker_id", db.BigId, nullable=True),
        sa.Column("station_id", db.BigId, nullable=True),
    ]


def _return_line_rules() -> list[sa.Constraint]:
    targets = {
        "rma_id": "rma",
        "parcel_id": "parcel",
        "item_id": "item",
        "lot_id": "lot",
        "merchant_id": "merchant",
        "lpn_id": "lpn",
        "worker_id": "worker",
        "station_id": "station",
    }
    return [
        sa.CheckConstraint("quantity > 0", name=op.f("ck_return_line_quantity")),
        sa.CheckConstraint(
            "condition IN ('good', 'opened', 'damaged', 'wrong', 'not_ours')",
            name=op.f("ck_return_line_condition"),
        ),
        sa.CheckConstraint(
            "disposition IN ('restock', 'hold', 'scrap')", name=op.f("ck_return_line_disposition")
        ),
        sa.CheckConstraint(
            "(condition = 'not_ours') = (parcel_id IS NULL)", name=op.f("ck_return_line_ours")
        ),
        *(_to("return_line", column, target) for column, target in targets.items()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_line")),
    ]
