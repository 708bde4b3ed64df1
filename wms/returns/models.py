"""Returns: what customers announced (RMA), what of a parcel came back, and in which condition."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wms.db import Base, Code, Id, Instant, Ref

STATUSES = ("announced", "arriving", "received")
CONDITIONS = ("good", "opened", "damaged", "wrong", "not_ours")
DISPOSITIONS = ("restock", "hold", "scrap")


class Rma(Base):
    """A return of goods of one order; one that nobody announced is opened at the dock."""

    __tablename__ = "rma"
    __table_args__ = (
        UniqueConstraint("source", "external_ref"),
        CheckConstraint(f"status IN {STATUSES}", name="status"),
        CheckConstraint("(status = 'received') = (closed_at IS NOT NULL)", name="closed"),
    )
    id: Mapped[Id]
    warehouse_id: Mapped[Ref] = mapped_column(ForeignKey("warehouse.id"))
    order_id: Mapped[Ref] = mapped_column(ForeignKey("sales_order.id"), index=True)
    reference: Mapped[Code] = mapped_column(unique=True)
    source: Mapped[str] = mapped_column(String(32))
    external_ref: Mapped[str] = mapped_column(String(128))
    status: Mapped[str] = mapped_column(String(16), default="announced", index=True)
    reason: Mapped[str] = mapped_column(String(64), default="")
    announced_at: Mapped[Instant]
    closed_at: Mapped[Instant | None]


class RmaLine(Base):
    """Pieces that a customer wants to send back."""

    __tablename__ = "rma_line"
    __table_args__ = (
        UniqueConstraint("rma_id", "line_no"),
        CheckConstraint("announced > 0", name="announced"),
        CheckConstraint("received >= 0 AND received <= announced", name="received"),
    )
    id: Mapped[Id]
    rma_id: Mapped[Ref] = mapped_column(ForeignKey("rma.id"))
    line_no: Mapped[int]
    item_id: Mapped[Ref] = mapped_column(ForeignKey("item.id"))
    announced: Mapped[int]
    received: Mapped[int] = mapped_column(default=0)


class CameBack(Base):
    """How many pieces of a kind left in a parcel by the ledger, and how many of them are back.

    The constraint keeps a unit from coming back twice.
    """

    __tablename__ = "came_back"
    __table_args__ = (
        UniqueConstraint("parcel_id", "item_id", "lot_id", "merchant_id", name="uq_came_back_key"),
        CheckConstraint("returned >= 0 AND returned <= shipped", name="not_twice"),
    )
    id: Mapped[Id]
    parcel_id: Mapped[Ref] = mapped_column(ForeignKey("parcel.id"))
    item_id: Mapped[Ref] = mapped_column(ForeignKey("item.id"))
    lot_id: Mapped[Ref] = mapped_column(ForeignKey("lot.id"))
    merchant_id: Mapped[Ref] = mapped_column(ForeignKey("merchant.id"))
    shipped: Mapped[int]
    returned: Mapped[int] = mapped_column(default=0)


class ReturnLine(Base):
    """Pieces that came back: how they were found and what became of them.

    `parcel_id` is NULL for pieces that were in no parcel of ours; `lpn_id` is 0 where they went
    onto no LPN.
    """

    __tablename__ = "return_line"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint(f"condition IN {CONDITIONS}", name="condition"),
        CheckConstraint(f"disposition IN {DISPOSITIONS}", name="disposition"),
        CheckConstraint("(condition = 'not_ours') = (parcel_id IS NULL)", name="ours"),
    )
    id: Mapped[Id]
    rma_id: Mapped[Ref] = mapped_column(ForeignKey("rma.id"), index=True)
    parcel_id: Mapped[Ref | None] = mapped_column(ForeignKey("parcel.id"))
    item_id: Mapped[Ref] = mapped_column(ForeignKey("item.id"))
    lot_id: Mapped[Ref] = mapped_column(ForeignKey("lot.id"))
    merchant_id: Mapped[Ref] = mapped_column(ForeignKey("merchant.id"))
    quantity: Mapped[int]
    condition: Mapped[str] = mapped_column(String(16))
    disposition: Mapped[str] = mapped_column(String(16))
    lpn_id: Mapped[Ref] = mapped_column(ForeignKey("lpn.id"))
    returned_at: Mapped[Instant]
    worker_id: Mapped[Ref | None] = mapped_column(ForeignKey("worker.id"))
    station_id: Mapped[Ref | None] = mapped_column(ForeignKey("station.id"))
