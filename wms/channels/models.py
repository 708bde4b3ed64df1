"""Files that others uploaded: what became of each, and the documents not taken yet."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from wms.db import Base, Id, Instant, Ref

STATUSES = ("waiting", "running", "done")
REMARKS = ("refused", "flagged")


class ImportRun(Base):
    """A file: who sent it, and how far it was taken.

    `read` documents are in it; `accepted` are new or changed, `unchanged` were known, `refused`
    left no trace; `flagged` of the accepted ones have something wrong. `merchant_id` is whose key
    sent it, NULL for the site's own; `owner` owns the orders of a foreign format.
    """

    __tablename__ = "import_run"
    __table_args__ = (
        CheckConstraint(f"status IN {STATUSES}", name="status"),
        CheckConstraint("(status = 'done') = (finished_at IS NOT NULL)", name="finished"),
        CheckConstraint("accepted >= 0 AND unchanged >= 0 AND refused >= 0", name="counts"),
        CheckConstraint("accepted + unchanged + refused <= read", name="read"),
        Index("ix_import_run_merchant_id", "merchant_id", "id"),
    )
    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(16))
    format: Mapped[str] = mapped_column(String(16))
    file_name: Mapped[str] = mapped_column(String(200), default="")
    bytes: Mapped[int]
    client: Mapped[str] = mapped_column(String(64))
    source: Mapped[str] = mapped_column(String(32))
    merchant_id: Mapped[Ref | None] = mapped_column(ForeignKey("merchant.id"))
    may_change: Mapped[bool] = mapped_column(default=False)
    status: Mapped[str] = mapped_column(String(8), default="waiting")
    read: Mapped[int]
    accepted: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    flagged: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[Instant]
    started_at: Mapped[Instant | None]
    finished_at: Mapped[Instant | None]


class ImportDocument(Base):
    """A document of a file that was not taken yet, as JSON text; it goes when it is taken.

    Text, for a file may hold what no JSON column takes, such as the character NUL.
    """

    __tablename__ = "import_document"
    __table_args__ = (Index("ix_import_document_run_id", "run_id", "id"),)
    id: Mapped[Id]
    run_id: Mapped[Ref] = mapped_column(ForeignKey("import_run.id"))
    content: Mapped[str] = mapped_column(Text)


class ImportRemark(Base):
    """Why a document was refused, or what was wrong with one that was accepted; only the first
    ones of a file are kept. `line` is where it stands in the file."""

    __tablename__ = "import_remark"
    __table_args__ = (
        CheckConstraint(f"kind IN {REMARKS}", name="kind"),
        Index("ix_import_remark_run_id", "run_id", "id"),
    )
    id: Mapped[Id]
    run_id: Mapped[Ref] = mapped_column(ForeignKey("import_run.id"))
    kind: Mapped[str] = mapped_column(String(8))
    line: Mapped[int]
    field: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[str] = mapped_column(Text)
    remedy: Mapped[str] = mapped_column(Text, default="")
