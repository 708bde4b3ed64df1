"""Where things are: warehouses, their locations (coordinates in millimetres), pick faces."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wms.db import Base, Code, Id, Ref

COUNT, SUPPLIER, CUSTOMER, SCRAP = 0, -1, -2, -3
"""Locations outside the building. Not positive, so that a quant (which must be inside) can be
told from them by a constraint; they hold no quants and are folds of the ledger only. One of them
is 0, because SQLite would give that number to the first bin."""

OUTSIDE = {SUPPLIER: "SUPPLIER", CUSTOMER: "CUSTOMER", SCRAP: "SCRAP", COUNT: "COUNT"}

KINDS = (
    *("outside", "dock", "qc", "storage", "pick", "cart", "pack", "lane", "hold"),
    *("wall", "slot"),
)
"""`storage` and `pick` bins are where goods are kept and taken from; `cart` is goods on the way;
before a put wall (`wall`) stand totes of a batch, in its slots the pieces of one order each."""

KEPT = ("storage", "pick")

CROSS_ZONE = "CROSS"
"""Zone of the bins between dock and packing, where goods lie that orders wait for: pieces are
picked from them, but nothing is put away there."""


class Warehouse(Base):
    __tablename__ = "warehouse"
    id: Mapped[Id]
    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[str]
    timezone: Mapped[str] = mapped_column(String(64), default="UTC")


class Location(Base):
    """A bin, or an area that is not divided further.

    Coordinates are of the access point on the floor (x along the front, y into the aisle) and the
    height z of the shelf. Inner sizes and `max_weight_grams` limit what fits; 0 means unlimited.
    """

    __tablename__ = "location"
    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        CheckConstraint("(id <= 0) = (kind = 'outside')", name="outside"),
        CheckConstraint("code NOT LIKE '\\%%' ESCAPE '\\'", name="code_no_command"),
    )
    id: Mapped[Id]
    warehouse_id: Mapped[Ref | None] = mapped_column(ForeignKey("warehouse.id"))
    code: Mapped[Code] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(String(16), index=True)
    zone: Mapped[str] = mapped_column(String(16), default="")
    aisle: Mapped[int] = mapped_column(default=0)
    bay: Mapped[int] = mapped_column(default=0)
    level: Mapped[int] = mapped_column(default=0)
    x_mm: Mapped[int] = mapped_column(default=0)
    y_mm: Mapped[int] = mapped_column(default=0)
    z_mm: Mapped[int] = mapped_column(default=0)
    length_mm: Mapped[int] = mapped_column(default=0)
    width_mm: Mapped[int] = mapped_column(default=0)
    height_mm: Mapped[int] = mapped_column(default=0)
    max_weight_grams: Mapped[int] = mapped_column(default=0)
    sequence: Mapped[int] = mapped_column(default=0)


class PickFace(Base):
    """The bin from which an item is picked; what else there is of it only refills that bin.

    Below `min_pieces` it is filled up to `max_pieces` again. An item may have several faces.
    """

    __tablename__ = "pick_face"
    __table_args__ = (
        UniqueConstraint("item_id", "location_id"),
        CheckConstraint(
            "0 <= min_pieces AND min_pieces <= max_pieces AND max_pieces > 0", name="levels"
        ),
    )
    id: Mapped[Id]
    item_id: Mapped[Ref] = mapped_column(ForeignKey("item.id"))
    location_id: Mapped[Ref] = mapped_column(ForeignKey("location.id"), index=True)
    min_pieces: Mapped[int]
    max_pieces: Mapped[int]
