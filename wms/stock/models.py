"""Stock: the ledger's moves, the quants that are their fold, reservations, LPNs, lots, holds.

Only `wms.stock` imports this module. No key column is NULL: lot 0 is "no lot", LPN 0 is "loose".
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from wms.db import Base, Code, CurrentTransaction, Id, Instant, Ref

NO_LOT = 0
LOOSE = 0
GOOD, HELD = "good", "held"
STATUSES = (GOOD, HELD)
LPN_KINDS = ("none", "lpn", "tote", "parcel")
RESERVATION_STATUSES = ("pending", "consumed", "released", "expired")


class Lot(Base):
    __tablename__ = "lot"
    __table_args__ = (
        UniqueConstraint("item_id", "code"),
        CheckConstraint("(id = 0) = (item_id IS NULL)", name="item"),
    )
    id: Mapped[Id]
    item_id: Mapped[Ref | None] = mapped_column(ForeignKey("item.id"))
    code: Mapped[Code]
    expires_on: Mapped[date | None] = mapped_column(Date)


class Lpn(Base):
    """A licence plate: something that is moved as one. Goods in transit carry an SSCC-18."""

    __tablename__ = "lpn"
    __table_args__ = (
        CheckConstraint(f"kind IN {LPN_KINDS}", name="kind"),
        CheckConstraint("code NOT LIKE '\\%%' ESCAPE '\\'", name="code_no_command"),
        Index("ix_lpn_location_id", "location_id"),
        Index("ix_lpn_bound_for_id", "bound_for_id"),
    )
    id: Mapped[Id]
    code: Mapped[Code] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(String(16))
    location_id: Mapped[Ref | None] = mapped_column(ForeignKey("location.id"))
    bound_for_id: Mapped[Ref | None] = mapped_column(ForeignKey("location.id"))


_KEY = ("warehouse_id", "location_id", "lpn_id", "item_id", "lot_id", "status", "merchant_id")


class Quant(Base):
    """Pieces of one kind at one place. Only `stock.ledger` and `stock.reserve` write it."""

    __tablename__ = "quant"
    __table_args__ = (
        UniqueConstraint(*_KEY, name="uq_quant_key"),
        CheckConstraint("on_hand >= 0", name="on_hand"),
        CheckConstraint("reserved >= 0 AND reserved <= on_hand", name="reserved"),
        CheckConstraint("location_id > 0", name="inside"),
        CheckConstraint(f"status IN {STATUSES}", name="status"),
        Index("ix_quant_item_id", "item_id"),
        Index("ix_quant_location_id", "location_id"),
        Index("ix_quant_lpn_id", "lpn_id"),
    )
    id: Mapped[Id]
    warehouse_id: Mapped[Ref] = mapped_column(ForeignKey("warehouse.id"))
    location_id: Mapped[Ref] = mapped_column(ForeignKey("location.id"))
    lpn_id: Mapped[Ref] = mapped_column(ForeignKey("lpn.id"))
    item_id: Mapped[Ref] = mapped_column(ForeignKey("item.id"))
    lot_id: Mapped[Ref] = mapped_column(ForeignKey("lot.id"))
    status: Mapped[str] = mapped_column(String(8))
    merchant_id: Mapped[Ref] = mapped_column(ForeignKey("merchant.id"))
    on_hand: Mapped[int]
    reserved: Mapped[int] = mapped_column(default=0)


class StockMove(Base):
    """One line of the ledger: `quantity` pieces went from source to target. Append-only.

    `transaction_id` names the transaction that wrote it (0 on SQLite): the order of the feed.
    """

    __tablename__ = "stock_move"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint(
            "source_location_id <> target_location_id OR source_lpn_id <> target_lpn_id"
            " OR source_status <> target_status",
            name="goes_somewhere",
        ),
        Index("ix_stock_move_item_id", "item_id"),
        Index("ix_stock_move_source_location_id", "source_location_id"),
        Index("ix_stock_move_target_location_id", "target_location_id"),
        Index("ix_stock_move_for", "for_kind", "for_id"),
        Index("ix_stock_move_event_id", "event_id"),
        Index("ix_stock_move_feed", "transaction_id", "id"),
    )
    id: Mapped[Id]
    warehouse_id: Mapped[Ref] = mapped_column(ForeignKey("warehouse.id"))
    kind: Mapped[str] = mapped_column(String(16))
    item_id: Mapped[Ref] = mapped_column(ForeignKey("item.id"))
    lot_id: Mapped[Ref] = mapped_column(ForeignKey("lot.id"))
    merchant_id: Mapped[Ref] = mapped_column(ForeignKey("merchant.id"))
    quantity: Mapped[int]
    source_location_id: Mapped[Ref] = mapped_column(ForeignKey("location.id"))
    source_lpn_id: Mapped[Ref] = mapped_column(ForeignKey("lpn.id"))
    source_status: Mapped[str] = mapped_column(String(8))
    target_location_id: Mapped[Ref] = mapped_column(ForeignKey("location.id"))
    target_lpn_id: Mapped[Ref] = mapped_column(ForeignKey("lpn.id"))
    target_status: Mapped[str] = mapped_column(String(8))
    recorded_at: Mapped[Instant]
    worker_id: Mapped[Ref | None] = mapped_column(ForeignKey("worker.id"))
    station_id: Mapped[Ref | None] = mapped_column(ForeignKey("station.id"))
    event_id: Mapped[str | None] = mapped_column(String(64))
    for_kind: Mapped[str] = mapped_column(String(16), default="")
    for_id: Mapped[Ref] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(String(64), default="")
    corrects_id: Mapped[Ref | None] = mapped_column(ForeignKey("stock_move.id"))
    transaction_id: Mapped[Ref] = mapped_column(server_default=CurrentTransaction())


class Reservation(Base):
    """A pending transfer: pieces of a quant promised to somebody. It ends once.

    A trigger keeps an ended reservation from changing. `for_kind` and `for_id` name the demand.
    """

    __tablename__ = "reservation"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint(f"status IN {RESERVATION_STATUSES}", name="status"),
        CheckConstraint("(status = 'pending') = (ended_at IS NULL)", name="ends_once"),
        Index("ix_reservation_for", "for_kind", "for_id"),
        Index(
            "ix_reservation_pending",
            "quant_id",
            sqlite_where=text("status = 'pending'"),
            postgresql_where=text("status = 'pending'"),
        ),
    )
    id: Mapped[Id]
    quant_id: Mapped[Ref] = mapped_column(ForeignKey("quant.id"))
    quantity: Mapped[int]
    for_kind: Mapped[str] = mapped_column(String(16))
    for_id: Mapped[Ref]
    status: Mapped[str] = mapped_column(String(16), default="pending")
    made_at: Mapped[Instant]
    ended_at: Mapped[Instant | None]


class Hold(Base):
    """Why pieces may not be used. Held pieces stand in quants of status `held`."""

    __tablename__ = "hold"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity"),)
    id: Mapped[Id]
    location_id: Mapped[Ref] = mapped_column(ForeignKey("location.id"), index=True)
    lpn_id: Mapped[Ref] = mapped_column(ForeignKey("lpn.id"))
    item_id: Mapped[Ref] = mapped_column(ForeignKey("item.id"))
    lot_id: Mapped[Ref] = mapped_column(ForeignKey("lot.id"))
    merchant_id: Mapped[Ref] = mapped_column(ForeignKey("merchant.id"))
    quantity: Mapped[int]
    reason: Mapped[str] = mapped_column(String(64))
    held_at: Mapped[Instant]
    held_by_id: Mapped[Ref | None] = mapped_column(ForeignKey("worker.id"))
    freed_at: Mapped[Instant | None]
