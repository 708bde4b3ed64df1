"""Who picks what, where to, in which order: waves, clusters on a cart, their totes, their picks."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from wms.db import Base, Code, Id, Instant, Ref

WAVE_STATUSES = ("planned", "released", "closed", "cancelled")
METHODS = ("cluster", "batch")
"""`cluster`: each order has its own tote on the cart. `batch`: the pieces of all orders go into
common totes and are sorted at the put wall."""

CLUSTER_STATUSES = ("open", "claimed", "done")
PICK_STATUSES = ("open", "picked", "short", "skipped", "cancelled")


class Cluster(Base):
    """Orders that one picker takes on one walk; claimed as a row."""

    __tablename__ = "cluster"
    __table_args__ = (
        CheckConstraint(f"status IN {CLUSTER_STATUSES}", name="status"),
        CheckConstraint(f"method IN {METHODS}", name="method"),
        CheckConstraint("(status = 'claimed') = (worker_id IS NOT NULL)", name="claimed"),
        Index("ix_cluster_status", "status", "priority", "id"),
    )
    id: Mapped[Id]
    warehouse_id: Mapped[Ref] = mapped_column(ForeignKey("warehouse.id"))
    reference: Mapped[Code] = mapped_column(unique=True)
    status: Mapped[str] = mapped_column(String(16), default="open")
    method: Mapped[str] = mapped_column(String(16), default="cluster", server_default="cluster")
    priority: Mapped[int] = mapped_column(default=5)
    worker_id: Mapped[Ref | None] = mapped_column(ForeignKey("worker.id"), index=True)
    created_at: Mapped[Instant]
    claimed_at: Mapped[Instant | None]
    done_at: Mapped[Instant | None]


class ClusterOrder(Base):
    """An order's place on the cart. A tote (or several, when one is full) is tied to it."""

    __tablename__ = "cluster_order"
    __table_args__ = (UniqueConstraint("cluster_id", "position"),)
    id: Mapped[Id]
    cluster_id: Mapped[Ref] = mapped_column(ForeignKey("cluster.id"))
    order_id: Mapped[Ref] = mapped_column(ForeignKey("sales_order.id"), index=True)
    position: Mapped[int]


class OrderTote(Base):
    """A tote that carries an order's pieces until it is empty; a tote carries one at a time.

    The common totes of a batch belong to no order. `worker_id` is who works on it at the put wall:
    sorts the common tote, or has filled this one from a slot and is to bring it on.
    """

    __tablename__ = "order_tote"
    __table_args__ = (
        CheckConstraint("status IN ('filling', 'full', 'dropped', 'empty')", name="status"),
        Index(
            "uq_order_tote_in_use",
            "lpn_id",
            unique=True,
            sqlite_where=text("status <> 'empty'"),
            postgresql_where=text("status <> 'empty'"),
        ),
    )
    id: Mapped[Id]
    lpn_id: Mapped[Ref] = mapped_column(ForeignKey("lpn.id"))
    order_id: Mapped[Ref | None] = mapped_column(ForeignKey("sales_order.id"), index=True)
    cluster_id: Mapped[Ref] = mapped_column(ForeignKey("cluster.id"), index=True)
    status: Mapped[str] = mapped_column(String(16), default="filling")
    worker_id: Mapped[Ref | None] = mapped_column(ForeignKey("worker.id"), index=True)


class Pick(Base):
    """Take `quantity` pieces out of the reserved quant for an order line.

    While `waits_at_id` is set, the pieces must first be brought to that face: nobody is sent yet.
    Of a batch, `picked` pieces lie in its common totes until they are `sorted`: put into the
    order's slot, or found to be missing.
    """

    __tablename__ = "pick"
    __table_args__ = (
        CheckConstraint(f"status IN {PICK_STATUSES}", name="status"),
        CheckConstraint("quantity > 0 AND picked >= 0 AND picked <= quantity", name="quantity"),
        CheckConstraint("sorted >= 0 AND sorted <= picked", name="sorted"),
        Index("ix_pick_cluster_id", "cluster_id", "sequence", "id"),
    )
    id: Mapped[Id]
    cluster_id: Mapped[Ref] = mapped_column(ForeignKey("cluster.id"))
    order_id: Mapped[Ref] = mapped_column(ForeignKey("sales_order.id"), index=True)
    order_line_id: Mapped[Ref] = mapped_column(ForeignKey("order_line.id"), index=True)
    reservation_id: Mapped[Ref] = mapped_column(ForeignKey("reservation.id"), unique=True)
    location_id: Mapped[Ref] = mapped_column(ForeignKey("location.id"), index=True)
    waits_at_id: Mapped[Ref | None] = mapped_column(ForeignKey("location.id"))
    item_id: Mapped[Ref] = mapped_column(ForeignKey("item.id"))
    lot_id: Mapped[Ref] = mapped_column(ForeignKey("lot.id"))
    quantity: Mapped[int]
    picked: Mapped[int] = mapped_column(default=0)
    sorted: Mapped[int] = mapped_column(default=0, server_default="0")
    status: Mapped[str] = mapped_column(String(16), default="open")
    sequence: Mapped[int]
    ended_at: Mapped[Instant | None]


class Wave(Base):
    """Orders that are released together. Until it is closed, its orders go with it or not at all.

    `template` is empty for orders chosen by hand, `carrier_code` where several carriers come.
    `planned_mm` and `least_mm` are the walking of all its tours and the bound of that.
    """

    __tablename__ = "wave"
    __table_args__ = (
        CheckConstraint(f"status IN {WAVE_STATUSES}", name="status"),
        CheckConstraint("least_mm >= 0 AND planned_mm >= least_mm", name="least"),
        Index("ix_wave_status", "status", "id"),
    )
    id: Mapped[Id]
    warehouse_id: Mapped[Ref] = mapped_column(ForeignKey("warehouse.id"))
    reference: Mapped[Code] = mapped_column(unique=True)
    status: Mapped[str] = mapped_column(String(16), default="planned")
    template: Mapped[str] = mapped_column(String(32), default="")
    carrier_code: Mapped[str] = mapped_column(String(32), default="")
    cut_off_at: Mapped[Instant | None]
    planned_mm: Mapped[int] = mapped_column(BigInteger, default=0)
    least_mm: Mapped[int] = mapped_column(BigInteger, default=0)
    made_by_id: Mapped[Ref | None] = mapped_column(ForeignKey("worker.id"))
    made_at: Mapped[Instant]
    released_at: Mapped[Instant | None]
    closed_at: Mapped[Instant | None]
    cancelled_at: Mapped[Instant | None]


class WaveOrder(Base):
    """An order of a wave; the row goes when the order leaves it, so it is in one at most."""

    __tablename__ = "wave_order"
    order_id: Mapped[Ref] = mapped_column(
        ForeignKey("sales_order.id"), primary_key=True, autoincrement=False
    )
    wave_id: Mapped[Ref] = mapped_column(ForeignKey("wave.id"), index=True)


class ClusterPlan(Base):
    """The walk that was planned for a cluster, beside the work itself.

    `planned_mm` is the walk along the picks' sequence from the depot and back, `least_mm` the
    shortest tour through them.
    """

    __tablename__ = "cluster_plan"
    __table_args__ = (CheckConstraint("least_mm >= 0 AND planned_mm >= least_mm", name="least"),)
    cluster_id: Mapped[Ref] = mapped_column(
        ForeignKey("cluster.id"), primary_key=True, autoincrement=False
    )
    wave_id: Mapped[Ref | None] = mapped_column(ForeignKey("wave.id"), index=True)
    planned_mm: Mapped[int] = mapped_column(BigInteger, default=0)
    least_mm: Mapped[int] = mapped_column(BigInteger, default=0)


class WallSlot(Base):
    """A slot of the put wall while it is an order's: from its first piece until it is emptied.

    `worker_id` is who put something there last, and who is asked to empty it when it is complete.
    """

    __tablename__ = "wall_slot"
    __table_args__ = (
        Index(
            "uq_wall_slot_location_in_use",
            "location_id",
            unique=True,
            sqlite_where=text("emptied_at IS NULL"),
            postgresql_where=text("emptied_at IS NULL"),
        ),
        Index(
            "uq_wall_slot_order_in_use",
            "order_id",
            unique=True,
            sqlite_where=text("emptied_at IS NULL"),
            postgresql_where=text("emptied_at IS NULL"),
        ),
    )
    id: Mapped[Id]
    location_id: Mapped[Ref] = mapped_column(ForeignKey("location.id"))
    order_id: Mapped[Ref] = mapped_column(ForeignKey("sales_order.id"))
    cluster_id: Mapped[Ref] = mapped_column(ForeignKey("cluster.id"), index=True)
    worker_id: Mapped[Ref | None] = mapped_column(ForeignKey("worker.id"), index=True)
    opened_at: Mapped[Instant]
    emptied_at: Mapped[Instant | None]
