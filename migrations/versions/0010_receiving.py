"""What does not come as announced: blind deliveries, pieces over, damaged ones, unknown codes.

A delivery that nobody announced is an ASN of the kind `blind`, so that all that follows is the
same. A line counts the pieces that a supervisor let in or that were set aside beyond what was
announced (`over_received`), and the damaged ones; each of them stands in `asn_discrepancy` with
who decided and why. What nobody knows is no item, so it waits in `unknown_item`, outside the ledger.

Revision 0010.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from wms import db

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_COLUMNS = (
    ("asn", "kind", "VARCHAR(16) DEFAULT 'announced' NOT NULL", "kind IN ('announced', 'blind')"),
    ("asn", "supplier_ref", "VARCHAR(128) DEFAULT '' NOT NULL", ""),
    ("asn_line", "over_received", "INTEGER DEFAULT 0 NOT NULL", "over_received >= 0"),
    ("asn_line", "damaged", "INTEGER DEFAULT 0 NOT NULL", "damaged >= 0"),
)


def upgrade() -> None:
    for table, name, form, rule in _COLUMNS:
        # Plain SQL, for Alembic would rebuild the table on SQLite to add a column with a rule.
        check = f" CONSTRAINT ck_{table}_{name} CHECK ({rule})" if rule else ""
        op.execute(f"ALTER TABLE {table} ADD COLUMN {name} {form}{check}")
    op.create_index(op.f("ix_asn_supplier_ref"), "asn", ["supplier_ref"], unique=False)
    _create_asn_discrepancy()
    _create_unknown_item()


def downgrade() -> None:
    op.drop_table("unknown_item")
    op.drop_table("asn_discrepancy")
    op.drop_index(op.f("ix_asn_supplier_ref"), table_name="asn")
    for table, name, _, _ in reversed(_COLUMNS):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {name}")


def _create_asn_discrepancy() -> None:
    op.create_table("asn_discrepancy", *_discrepancy_columns(), *_discrepancy_rules())
    name = op.f("ix_asn_discrepancy_asn_line_id")
    op.create_index(name, "asn_discrepancy", ["asn_line_id"], unique=False)


def _discrepancy_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("asn_line_id", db.BigId, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("lpn_id", db.BigId, nullable=False),
        sa.Column("noted_at", db.UtcDateTime(), nullable=False),
        sa.Column("noted_by_id", db.BigId, nullable=True),
        sa.Column("let_in_by_id", db.BigId, nullable=True),
        sa.Column("reason", sa.String(length=64), nullable=False),
    ]


def _discrepancy_rules() -> list[sa.Constraint]:
    name = "asn_discrepancy"
    return [
        sa.CheckConstraint("kind IN ('OVER', 'DAMAGED')", name=op.f(f"ck_{name}_kind")),
        sa.CheckConstraint("quantity > 0", name=op.f(f"ck_{name}_quantity")),
        sa.CheckConstraint(
            "let_in_by_id IS NULL OR (kind = 'OVER' AND reason <> '')",
            name=op.f(f"ck_{name}_let_in"),
        ),
        sa.ForeignKeyConstraint(
            ["asn_line_id"], ["asn_line.id"], name=op.f(f"fk_{name}_asn_line_id")
        ),
        sa.ForeignKeyConstraint(["lpn_id"], ["lpn.id"], name=op.f(f"fk_{name}_lpn_id")),
        sa.ForeignKeyConstraint(
            ["noted_by_id"], ["worker.id"], name=op.f(f"fk_{name}_noted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["let_in_by_id"], ["worker.id"], name=op.f(f"fk_{name}_let_in_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    ]


def _create_unknown_item() -> None:
    op.create_table("unknown_item", *_unknown_columns(), *_unknown_rules())
    op.create_index("ix_unknown_item_status", "unknown_item", ["status", "id"], unique=False)


def _unknown_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("warehouse_id", db.BigId, nullable=False),
        sa.Column("asn_id", db.BigId, nullable=True),
        sa.Column("scanned", sa.String(length=256), nullable=False),
        sa.Column("symbology", sa.String(length=8), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("lpn_id", db.BigId, nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("item_id", db.BigId, nullable=True),
        sa.Column("reason", sa.String(length=64), nullable=False),
        sa.Column("found_at", db.UtcDateTime(), nullable=False),
        sa.Column("found_by_id", db.BigId, nullable=True),
        sa.Column("ended_at", db.UtcDateTime(), nullable=True),
    ]


def _unknown_rules() -> list[sa.Constraint]:
    name = "unknown_item"
    return [
        sa.CheckConstraint(
            "status IN ('open', 'resolved', 'dropped')", name=op.f(f"ck_{name}_status")
        ),
        sa.CheckConstraint("quantity > 0", name=op.f(f"ck_{name}_quantity")),
        sa.CheckConstraint(
            "(status = 'resolved') = (item_id IS NOT NULL)", name=op.f(f"ck_{name}_resolved")
        ),
        sa.CheckConstraint("(status = 'open') = (ended_at IS NULL)", name=op.f(f"ck_{name}_ended")),
        sa.ForeignKeyConstraint(["asn_id"], ["asn.id"], name=op.f(f"fk_{name}_asn_id")),
        sa.ForeignKeyConstraint(
            ["found_by_id"], ["worker.id"], name=op.f(f"fk_{name}_found_by_id")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f(f"fk_{name}_item_id")),
        sa.ForeignKeyConstraint(["lpn_id"], ["lpn.id"], name=op.f(f"fk_{name}_lpn_id")),
        sa.ForeignKeyConstraint(
            ["warehouse_id"], ["warehouse.id"], name=op.f(f"fk_{name}_warehouse_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("lpn_id", name=op.f(f"uq_{name}_lpn_id")),
    ]
