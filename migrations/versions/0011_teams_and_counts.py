"""Teams with limits, codes that pair a station once, counts that another person does again.

A count beyond a worker's limit is not booked: its lines keep their differences, and a new count
names it (`recounts_id`) together with everybody who may not do it again. A line knows when its
pieces were scanned, so that moves before and after can be told from those in between.

Revision 0011.
"""

import sqlalchemy as sa
from alembic import op

from wms import db

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_team()
    _create_station_pairing()
    with op.batch_alter_table("count_task") as table:
        table.add_column(sa.Column("recounts_id", db.BigId, nullable=True))
        table.add_column(sa.Column("counted_by_id", db.BigId, nullable=True))
        table.create_foreign_key(
            op.f("fk_count_task_recounts_id"), "count_task", ["recounts_id"], ["id"]
        )
        table.create_foreign_key(
            op.f("fk_count_task_counted_by_id"), "worker", ["counted_by_id"], ["id"]
        )
    with op.batch_alter_table("count_line") as table:
        table.add_column(sa.Column("first_at", db.UtcDateTime(), nullable=True))
        table.add_column(sa.Column("last_at", db.UtcDateTime(), nullable=True))
        table.add_column(sa.Column("difference", sa.Integer(), nullable=True))
    op.create_table(
        "count_barred",
        sa.Column("task_id", db.BigId, nullable=False),
        sa.Column("worker_id", db.BigId, nullable=False),
        sa.ForeignKeyConstraint(
            ["task_id"], ["count_task.id"], name=op.f("fk_count_barred_task_id")
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_count_barred_worker_id")
        ),
        sa.PrimaryKeyConstraint("task_id", "worker_id", name=op.f("pk_count_barred")),
    )


def downgrade() -> None:
    op.drop_table("count_barred")
    with op.batch_alter_table("count_line") as table:
        for name in ("difference", "last_at", "first_at"):
            table.drop_column(name)
    with op.batch_alter_table("count_task") as table:
        table.drop_constraint(op.f("fk_count_task_counted_by_id"), type_="foreignkey")
        table.drop_constraint(op.f("fk_count_task_recounts_id"), type_="foreignkey")
        table.drop_column("counted_by_id")
        table.drop_column("recounts_id")
    op.drop_table("station_pairing")
    op.drop_table("team_limit")
    op.drop_table("team_member")
    op.drop_table("team")


def _create_team() -> None:
    op.create_table(
        "team",
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("code", name=op.f("uq_team_code")),
    )
    op.create_table(
        "team_member",
        sa.Column("team_id", db.BigId, nullable=False),
        sa.Column("worker_id", db.BigId, nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_member_team_id")),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["worker.id"], name=op.f("fk_team_member_worker_id")
        ),
        sa.PrimaryKeyConstraint("team_id", "worker_id", name=op.f("pk_team_member")),
    )
    op.create_index(op.f("ix_team_member_worker_id"), "team_member", ["worker_id"], unique=False)
    op.create_table(
        "team_limit",
        sa.Column("team_id", db.BigId, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("value", sa.String(length=16), nullable=False),
        sa.CheckConstraint("kind IN ('zone', 'work')", name=op.f("ck_team_limit_kind")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_limit_team_id")),
        sa.PrimaryKeyConstraint("team_id", "kind", "value", name=op.f("pk_team_limit")),
    )


def _create_station_pairing() -> None:
    op.create_table(
        "station_pairing",
        sa.Column("station_id", db.BigId, nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column("expires_at", db.UtcDateTime(), nullable=False),
        sa.Column("missed", sa.Integer(), nullable=False),
        sa.Column("used_at", db.UtcDateTime(), nullable=True),
        sa.CheckConstraint("missed >= 0", name=op.f("ck_station_pairing_missed")),
        sa.ForeignKeyConstraint(
            ["station_id"], ["station.id"], name=op.f("fk_station_pairing_station_id")
        ),
        sa.PrimaryKeyConstraint("station_id", name=op.f("pk_station_pairing")),
    )
