"""Files that are imported in the background, batch by batch, and what was wrong in them.

The documents of a file wait as text until a worker takes them; they go when they are taken, so
that no address stays longer than it is needed. Lines that name no SKU are looked up by what the
item is called in its own system.

Revision 0019.
"""

import sqlalchemy as sa
from alembic import op

from wms import db

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_item_external_ref", "item", ["external_ref"], unique=False)
    _run()
    _document()
    _remark()


def downgrade() -> None:
    for table in ("import_remark", "import_document"):
        op.drop_index(op.f(f"ix_{table}_run_id"), table)
        op.drop_table(table)
    op.drop_index("ix_import_run_merchant_id", "import_run")
    op.drop_table("import_run")
    op.drop_index("ix_item_external_ref", "item")


def _run() -> None:
    op.create_table(
        "import_run",
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("format", sa.String(16), nullable=False),
        sa.Column("file_name", sa.String(200), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("client", sa.String(64), nullable=False),
        sa.Column("source", sa.String(32), nullable=False),
        sa.Column("merchant_id", db.BigId, nullable=True),
        sa.Column("may_change", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(8), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("read", "accepted", "unchanged", "refused", "flagged")
        ),
        sa.Column("made_at", db.UtcDateTime(), nullable=False),
        sa.Column("started_at", db.UtcDateTime(), nullable=True),
        sa.Column("finished_at", db.UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "status IN ('waiting', 'running', 'done')", name=op.f("ck_import_run_status")
        ),
        sa.CheckConstraint(
            "(status = 'done') = (finished_at IS NOT NULL)", name=op.f("ck_import_run_finished")
        ),
        sa.CheckConstraint(
            "accepted >= 0 AND unchanged >= 0 AND refused >= 0", name=op.f("ck_import_run_counts")
        ),
        sa.CheckConstraint(
            "accepted + unchanged + refused <= read", name=op.f("ck_import_run_read")
        ),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_import_run_merchant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
    )
    op.create_index("ix_import_run_merchant_id", "import_run", ["merchant_id", "id"], unique=False)


def _document() -> None:
    op.create_table(
        "import_document",
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("run_id", db.BigId, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["import_run.id"], name=op.f("fk_import_document_run_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_document")),
    )
    op.create_index("ix_import_document_run_id", "import_document", ["run_id", "id"], unique=False)


def _remark() -> None:
    op.create_table(
        "import_remark",
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("run_id", db.BigId, nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("remedy", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('refused', 'flagged')", name=op.f("ck_import_remark_kind")),
        sa.ForeignKeyConstraint(
            ["run_id"], ["import_run.id"], name=op.f("fk_import_remark_run_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_remark")),
    )
    op.create_index("ix_import_remark_run_id", "import_remark", ["run_id", "id"], unique=False)
