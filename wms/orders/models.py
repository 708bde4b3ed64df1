"""What customers ordered, and how far each line has come."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from wms.db import Base, Code, Id, Instant, Plain, Ref

STATUSES = (
    "accepted",  # known, nothing promised yet
    "waiting",  # cannot be allocated now; `reason` says why
    "allocated",  # all pieces are reserved
    "released",  # picks exist
    "picked",  # all that could be picked is in totes
    "packed",  # all parcels are closed
    "shipped",
    "cancelled",
)


class Order(Base):
    """An order to ship. `merchant_id` is NULL where its lines belong to several merchants."""

    __tablename__ = "sales_order"
    __table_args__ = (
        UniqueConstraint("source", "external_ref"),
        CheckConstraint(f"status IN {STATUSES}", name="status"),
        Index("ix_sales_order_status", "status", "id"),
    )
    id: Mapped[Id]
    warehouse_id: Mapped[Ref] = mapped_column(ForeignKey("warehouse.id"))
    merchant_id: Mapped[Ref | None] = mapped_column(ForeignKey("merchant.id"))
    reference: Mapped[Code] = mapped_column(unique=True)
    source: Mapped[str] = mapped_column(String(32))
    external_ref: Mapped[str] = mapped_column(String(128))
    status: Mapped[str] = mapped_column(String(16), default="accepted")
    reason: Mapped[str] = mapped_column(String(64), default="")
    priority: Mapped[int] = mapped_column(default=5)
    carrier_code: Mapped[str] = mapped_column(String(32), default="")
    ship_by: Mapped[Instant | None]
    recipient: Mapped[Plain]
    accepted_at: Mapped[Instant]
    shipped_at: Mapped[Instant | None]
    cancelled_at: Mapped[Instant | None]
    cancelled_by_id: Mapped[Ref | None] = mapped_column(ForeignKey("worker.id"))


class OrderLine(Base):
    """Counters go forward together: ordered >= picked >= packed >= shipped; `short` is given up.

    A line that was taken off its order has `ordered` 0. `surplus` pieces were picked before they
    were taken off; they lie with the order's others until they are put back into a bin.
    """

    __tablename__ = "order_line"
    __table_args__ = (
        UniqueConstraint("order_id", "line_no"),
        CheckConstraint("ordered >= 0", name="ordered"),
        CheckConstraint("picked + short <= ordered", name="picked"),
        CheckConstraint("0 <= shipped AND shipped <= packed AND packed <= picked", name="forward"),
        CheckConstraint("short >= 0", name="short"),
        CheckConstraint("surplus >= 0", name="surplus"),
        Index(
            "ix_order_line_surplus",
            "order_id",
            sqlite_where=text("surplus > 0"),
            postgresql_where=text("surplus > 0"),
        ),
        Index(
            "ix_order_line_short",
            "item_id",
            sqlite_where=text("short > 0"),
            postgresql_where=text("short > 0"),
        ),
    )
    id: Mapped[Id]
    order_id: Mapped[Ref] = mapped_column(ForeignKey("sales_order.id"), index=True)
    line_no: Mapped[int]
    item_id: Mapped[Ref] = mapped_column(ForeignKey("item.id"), index=True)
    ordered: Mapped[int]
    picked: Mapped[int] = mapped_column(default=0)
    packed: Mapped[int] = mapped_column(default=0)
    shipped: Mapped[int] = mapped_column(default=0)
    short: Mapped[int] = mapped_column(default=0)
    surplus: Mapped[int] = mapped_column(default=0)


FLAG = "flag"
"""Kind of the note on an order that was accepted although something about it was wrong."""


class OrderNote(Base):
    """What happened to an order that its counters do not tell, and who did it."""

    __tablename__ = "order_note"
    id: Mapped[Id]
    order_id: Mapped[Ref] = mapped_column(ForeignKey("sales_order.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    about: Mapped[Plain]
    noted_at: Mapped[Instant]
    worker_id: Mapped[Ref | None] = mapped_column(ForeignKey("worker.id"))
    station_id: Mapped[Ref | None] = mapped_column(ForeignKey("station.id"))
