"""Batch picks and the put wall where they are sorted.

A batch picks the pieces of many orders into common totes, so a tote may belong to no order, and
a pick knows how many of its pieces have left those totes. A slot of the wall is one order's at a
time. The wall and its slots are new kinds of locations; where they are taken
back, they become places for goods on the way.

Revision 0014.
"""

import sqlalchemy as sa
from alembic import op

from migrations.rewrite import rewrite
from wms import db

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_KINDS = "'outside', 'dock', 'qc', 'storage', 'pick', 'cart', 'pack', 'lane', 'hold'"
_NEW_KINDS = f"{_KINDS}, 'wall', 'slot'"


def upgrade() -> None:
    _kinds(_KINDS, _NEW_KINDS)
    op.execute(
        "ALTER TABLE cluster ADD COLUMN method VARCHAR(16) DEFAULT 'cluster' NOT NULL"
        " CONSTRAINT ck_cluster_method CHECK (method IN ('cluster', 'batch'))"
    )
    op.execute(
        "ALTER TABLE pick ADD COLUMN sorted INTEGER DEFAULT 0 NOT NULL"
        " CONSTRAINT ck_pick_sorted CHECK (sorted >= 0 AND sorted <= picked)"
    )
    _order_of_tote(is_optional=True)
    number = "BIGINT" if _is_postgresql() else "INTEGER"
    op.execute(
        f"ALTER TABLE order_tote ADD COLUMN worker_id {number}"
        " CONSTRAINT fk_order_tote_worker_id REFERENCES worker (id)"
    )
    op.create_index(op.f("ix_order_tote_worker_id"), "order_tote", ["worker_id"], unique=False)
    _create_wall_slot()


def downgrade() -> None:
    op.drop_table("wall_slot")
    op.drop_index(op.f("ix_order_tote_worker_id"), "order_tote")
    op.drop_column("order_tote", "worker_id")
    op.execute("DELETE FROM order_tote WHERE order_id IS NULL")
    _order_of_tote(is_optional=False)
    op.drop_column("pick", "sorted")
    op.drop_column("cluster", "method")
    op.execute("UPDATE location SET kind = 'cart' WHERE kind IN ('wall', 'slot')")
    _kinds(_NEW_KINDS, _KINDS)


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _kinds(old: str, new: str) -> None:
    """Let a location be of the kinds `new` instead of `old`."""
    if _is_postgresql():
        op.drop_constraint(op.f("ck_location_kind"), "location")
        op.create_check_constraint(op.f("ck_location_kind"), "location", f"kind IN ({new})")
    else:
        rewrite("location", f"kind IN ({old})", f"kind IN ({new})")


def _order_of_tote(*, is_optional: bool) -> None:
    """Tell whether a tote may carry the pieces of no one order."""
    if _is_postgresql():
        op.alter_column("order_tote", "order_id", nullable=is_optional)
    else:
        strict, loose = "order_id INTEGER NOT NULL", "order_id INTEGER"
        old, new = (strict, loose) if is_optional else (loose, strict)
        rewrite("order_tote", old, new)


def _create_wall_slot() -> None:
    op.create_table(
        "wall_slot",
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("location_id", db.BigId, nullable=False),
        sa.Column("order_id", db.BigId, nullable=False),
        sa.Column("cluster_id", db.BigId, nullable=False),
        sa.Column("worker_id", db.BigId, nullable=True),
        sa.Column("opened_at", db.UtcDateTime(), nullable=False),
        sa.Column("emptied_at", db.UtcDateTime(), nullable=True),
        *(
            sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_wall_slot_{column}"))
            for column, target in (
                ("location_id", "location.id"),
                ("order_id", "sales_order.id"),
                ("cluster_id", "cluster.id"),
                ("worker_id", "worker.id"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wall_slot")),
    )
    for column in ("location", "order"):
        op.create_index(
            f"uq_wall_slot_{column}_in_use",
            "wall_slot",
            [f"{column}_id"],
            unique=True,
            sqlite_where=sa.text("emptied_at IS NULL"),
            postgresql_where=sa.text("emptied_at IS NULL"),
        )
    for column in ("cluster_id", "worker_id"):
        op.create_index(op.f(f"ix_wall_slot_{column}"), "wall_slot", [column], unique=False)
