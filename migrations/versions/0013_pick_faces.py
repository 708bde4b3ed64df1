"""Pick faces, the tasks that refill them, and picks that wait for such a task.

Where an item has a face, people pick it there only: other stock is promised too, but has to be
brought to the face first. A pick that waits names the face, so that nobody is sent in vain.

Revision 0013.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from wms import db

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_OPEN = sa.text("status = 'open'")


def upgrade() -> None:
    _create_pick_face()
    _create_replenishment()
    _let_picks_wait()


def downgrade() -> None:
    with op.batch_alter_table("pick") as pick:
        pick.drop_column("waits_at_id")
    op.drop_table("replenishment")
    op.drop_table("pick_face")


def _let_picks_wait() -> None:
    if op.get_bind().dialect.name == "sqlite":
        # Alembic would rebuild the table for the foreign key; SQLite adds one in place.
        op.execute("ALTER TABLE pick ADD COLUMN waits_at_id INTEGER REFERENCES location (id)")
        return
    op.add_column("pick", sa.Column("waits_at_id", db.BigId, nullable=True))
    op.create_foreign_key("fk_pick_waits_at_id", "pick", "location", ["waits_at_id"], ["id"])


def _create_pick_face() -> None:
    op.create_table(
        "pick_face",
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("item_id", db.BigId, nullable=False),
        sa.Column("location_id", db.BigId, nullable=False),
        sa.Column("min_pieces", sa.Integer(), nullable=False),
        sa.Column("max_pieces", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "0 <= min_pieces AND min_pieces <= max_pieces AND max_pieces > 0",
            name=op.f("ck_pick_face_levels"),
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_pick_face_item_id")),
        sa.ForeignKeyConstraint(
            ["location_id"], ["location.id"], name=op.f("fk_pick_face_location_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pick_face")),
        sa.UniqueConstraint(
            "item_id", "location_id", name=op.f("uq_pick_face_item_id_location_id")
        ),
    )
    op.create_index(op.f("ix_pick_face_location_id"), "pick_face", ["location_id"])


def _create_replenishment() -> None:
    op.create_table("replenishment", *_columns(), *_rules())
    op.create_index("ix_replenishment_status", "replenishment", ["status", "priority", "id"])
    op.create_index(op.f("ix_replenishment_item_id"), "replenishment", ["item_id"])
    op.create_index(op.f("ix_replenishment_worker_id"), "replenishment", ["worker_id"])
    op.create_index(
        "uq_replenishment_open",
        "replenishment",
        ["face_id", "item_id", "lot_id", "source_id", "source_lpn_id"],
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )


def _columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("warehouse_id", db.BigId, nullable=False),
        sa.Column("item_id", db.BigId, nullable=False),
        sa.Column("lot_id", db.BigId, nullable=False),
        sa.Column("face_id", db.BigId, nullable=False),
        sa.Column("source_id", db.BigId, nullable=False),
        sa.Column("source_lpn_id", db.BigId, nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("brought", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("why", sa.String(length=8), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("worker_id", db.BigId, nullable=True),
        sa.Column("made_at", db.UtcDateTime(), nullable=False),
        sa.Column("claimed_at", db.UtcDateTime(), nullable=True),
        sa.Column("done_at", db.UtcDateTime(), nullable=True),
    ]


def _rules() -> list[sa.Constraint]:
    names = {
        "warehouse_id": "warehouse",
        "item_id": "item",
        "lot_id": "lot",
        "face_id": "location",
        "source_id": "location",
        "source_lpn_id": "lpn",
        "worker_id": "worker",
    }
    keys = [
        sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_replenishment_{column}"))
        for column, table in names.items()
    ]
    checks = {
        "status": "status IN ('open', 'claimed', 'done', 'cancelled')",
        "why": "why IN ('demand', 'min')",
        "claimed": "(status = 'claimed') = (worker_id IS NOT NULL)",
        "pieces": "quantity > 0 AND 0 <= brought AND brought <= taken",
        "on_the_way": "status = 'claimed' OR taken = brought",
        "goes_somewhere": "face_id <> source_id",
    }
    return [
        *(
            sa.CheckConstraint(said, name=op.f(f"ck_replenishment_{n}"))
            for n, said in checks.items()
        ),
        *keys,
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replenishment")),
    ]
