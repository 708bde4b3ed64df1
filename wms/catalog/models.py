"""What is stored: items of a merchant, their sizes, their barcodes."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wms.db import Base, Code, Id, Ref


class Item(Base):
    """One kind of goods of one merchant; sizes and weight are of one piece."""

    __tablename__ = "item"
    __table_args__ = (
        UniqueConstraint("merchant_id", "sku"),
        UniqueConstraint("source", "external_ref"),
        Index("ix_item_external_ref", "external_ref"),
        CheckConstraint("length_mm > 0 AND width_mm > 0 AND height_mm > 0", name="size"),
        CheckConstraint("weight_grams >= 0", name="weight"),
        CheckConstraint("sku NOT LIKE '\\%%' ESCAPE '\\'", name="sku_no_command"),
    )
    id: Mapped[Id]
    merchant_id: Mapped[Ref] = mapped_column(ForeignKey("merchant.id"))
    sku: Mapped[Code] = mapped_column(index=True)
    name: Mapped[str]
    length_mm: Mapped[int]
    width_mm: Mapped[int]
    height_mm: Mapped[int]
    weight_grams: Mapped[int]
    tracks_lot: Mapped[bool] = mapped_column(default=False)
    tracks_expiry: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(String(32))
    external_ref: Mapped[str] = mapped_column(String(128))


class ItemBarcode(Base):
    """A code on the item or its pack. GTINs are kept as 14 digits; `pieces` is the pack level."""

    __tablename__ = "item_barcode"
    __table_args__ = (
        UniqueConstraint("item_id", "code"),
        CheckConstraint("pieces > 0", name="pieces"),
        Index("ix_item_barcode_code", "code"),
    )
    id: Mapped[Id]
    item_id: Mapped[Ref] = mapped_column(ForeignKey("item.id"))
    code: Mapped[Code]
    pieces: Mapped[int] = mapped_column(default=1)
