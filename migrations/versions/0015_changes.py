"""Orders that are changed, labels that are void, weights that nobody measured.

A line that was taken off an order keeps its row, for picks name it: `ordered` may be 0 from now
on. SQLite cannot alter a check, and to rebuild a table that others refer to it would have to drop
it; so the text of the table is edited as SQLite's manual describes.

A carrier's label belongs to the SSCC that it was drawn for, so that it is void when that is.

Source: https://www.sqlite.org/lang_altertable.html, section 7.

Revision 0015.
"""

import sqlalchemy as sa
from alembic import op

from wms import db

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_STRICT, _LOOSE = "CHECK (ordered > 0)", "CHECK (ordered >= 0)"
_SURPLUS = sa.text("surplus > 0")
_SHORT = sa.text("short > 0")


def upgrade() -> None:
    _check_ordered(_STRICT, _LOOSE)
    _add("order_line", "surplus INTEGER DEFAULT 0 NOT NULL", "surplus", "CHECK (surplus >= 0)")
    _add("parcel", "unweighed BOOLEAN DEFAULT false NOT NULL")
    number = "INTEGER" if _is_sqlite() else "BIGINT"
    op.execute(
        f"ALTER TABLE document ADD COLUMN worker_id {number}"
        " CONSTRAINT fk_document_worker_id REFERENCES worker (id)"
    )
    for name, column, where in (
        ("ix_order_line_surplus", "order_id", _SURPLUS),
        ("ix_order_line_short", "item_id", _SHORT),
    ):
        op.create_index(
            name, "order_line", [column], sqlite_where=where, postgresql_where=where, unique=False
        )
    _create_order_note()
    _create_void_label()
    _key_carrier_labels("lpn", "parcel.lpn_id")


def downgrade() -> None:
    _key_carrier_labels("parcel", "parcel.id")
    op.drop_table("void_label")
    op.drop_table("order_note")
    op.drop_index("ix_order_line_short", "order_line")
    op.drop_index("ix_order_line_surplus", "order_line")
    if _is_sqlite():
        op.execute("UPDATE document SET worker_id = NULL")
    for table, column in (("document", "worker_id"), ("parcel", "unweighed")):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    op.execute("ALTER TABLE order_line DROP COLUMN surplus")
    op.execute("UPDATE order_line SET ordered = 1, short = 1 WHERE ordered = 0")
    _check_ordered(_LOOSE, _STRICT)


def _is_sqlite() -> bool:
    return bool(op.get_bind().dialect.name == "sqlite")


def _add(table: str, column: str, name: str = "", check: str = "") -> None:
    rule = f" CONSTRAINT ck_{table}_{name} {check}" if check else ""
    op.execute(f"ALTER TABLE {table} ADD COLUMN {column}{rule}")


def _check_ordered(old: str, new: str) -> None:
    """Change the rule of `order_line.ordered` where it stands."""
    if not _is_sqlite():
        op.execute("ALTER TABLE order_line DROP CONSTRAINT ck_order_line_ordered")
        op.execute(f"ALTER TABLE order_line ADD CONSTRAINT ck_order_line_ordered {new}")
        return
    conn = op.get_bind()
    version = conn.exec_driver_sql("PRAGMA schema_version").scalar_one()
    conn.exec_driver_sql("PRAGMA writable_schema = ON")
    conn.exec_driver_sql(
        "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE name = 'order_line'", (old, new)
    )
    conn.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    conn.exec_driver_sql("PRAGMA writable_schema = OFF")


def _create_order_note() -> None:
    op.create_table(
        "order_note",
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("order_id", db.BigId, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("about", db.PlainJson, nullable=False),
        sa.Column("noted_at", db.UtcDateTime(), nullable=False),
        sa.Column("worker_id", db.BigId, nullable=True),
        sa.Column("station_id", db.BigId, nullable=True),
        sa.ForeignKeyConstraint(
            ["order_id"], ["sales_order.id"], name=op.f("fk_order_note_order_id")
        ),
        sa.ForeignKeyConstraint(
            ["station_id"], ["station.id"], name=op.f("fk_order_note_station_id")
        ),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_order_note_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_note")),
    )
    op.create_index(op.f("ix_order_note_order_id"), "order_note", ["order_id"], unique=False)


def _create_void_label() -> None:
    op.create_table(
        "void_label",
        sa.Column("id", db.BigId, nullable=False),
        sa.Column("lpn_id", db.BigId, nullable=False),
        sa.Column("parcel_id", db.BigId, nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("voided_at", db.UtcDateTime(), nullable=False),
        sa.Column("voided_by_id", db.BigId, nullable=True),
        sa.ForeignKeyConstraint(["lpn_id"], ["lpn.id"], name=op.f("fk_void_label_lpn_id")),
        sa.ForeignKeyConstraint(["parcel_id"], ["parcel.id"], name=op.f("fk_void_label_parcel_id")),
        sa.ForeignKeyConstraint(
            ["voided_by_id"], ["worker.id"], name=op.f("fk_void_label_voided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_void_label")),
        sa.UniqueConstraint("lpn_id", name=op.f("uq_void_label_lpn_id")),
    )
    op.create_index(op.f("ix_void_label_parcel_id"), "void_label", ["parcel_id"], unique=False)


def _key_carrier_labels(target: str, key: str) -> None:
    """Let carriers' labels belong to a parcel, or to its LPN; of those that were void none stays
    that belongs to no parcel."""
    old = "parcel.id = kept.parcel_id" if target == "lpn" else "parcel.lpn_id = kept.lpn_id"
    op.execute("CREATE TABLE carrier_label_kept AS SELECT * FROM carrier_label")
    op.drop_table("carrier_label")
    op.create_table(
        "carrier_label",
        sa.Column(f"{target}_id", db.BigId, nullable=False),
        sa.Column("carrier_id", db.BigId, nullable=False),
        sa.Column("tracking_number", sa.String(length=64), nullable=False),
        sa.Column("media", sa.String(length=8), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("uploaded_at", db.UtcDateTime(), nullable=False),
        sa.Column("uploaded_by", sa.String(length=64), nullable=False),
        sa.CheckConstraint("media IN ('pdf', 'png', 'zpl')", name=op.f("ck_carrier_label_media")),
        sa.ForeignKeyConstraint(
            [f"{target}_id"], [f"{target}.id"], name=op.f(f"fk_carrier_label_{target}_id")
        ),
        sa.ForeignKeyConstraint(
            ["carrier_id"], ["carrier.id"], name=op.f("fk_carrier_label_carrier_id")
        ),
        sa.PrimaryKeyConstraint(f"{target}_id", name=op.f("pk_carrier_label")),
        sa.UniqueConstraint(
            "tracking_number",
            "carrier_id",
            name=op.f("uq_carrier_label_tracking_number_carrier_id"),
        ),
    )
    rest = "carrier_id, tracking_number, media, content, uploaded_at, uploaded_by"
    op.execute(
        f"INSERT INTO carrier_label ({target}_id, {rest}) SELECT {key}, {rest}"
        f" FROM carrier_label_kept AS kept JOIN parcel ON {old}"
    )
    op.drop_table("carrier_label_kept")
