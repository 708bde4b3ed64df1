"""What the API answers about items and stock; see `show_goods`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from wms.channels.shapes import MerchantCode, Next, On, Pieces, RowId, Shape, Sku, one_of


class BarcodeShape(Shape):
    """A code on a piece or a pack."""

    gtin: Annotated[str, Field(description="GTIN of 14 digits")]
    pieces: Annotated[int, Field(description="In the pack; 1 for the piece itself")]


class ItemShape(Shape):
    """An item."""

    id: RowId
    merchant: MerchantCode
    sku: Sku
    name: str
    length_mm: int
    width_mm: int
    height_mm: int
    weight_grams: int
    tracks_lot: Annotated[bool, Field(description="Its lot is asked for at the dock")]
    tracks_expiry: Annotated[bool, Field(description="So is its date")]
    external_ref: Annotated[str, Field(description="What its sender calls it")]
    barcodes: list[BarcodeShape]


class ItemPage(Shape):
    """A page of items."""

    items: list[ItemShape]
    next: Next


class ItemsTaken(Shape):
    """A list of items that was registered."""

    items: list[ItemShape]


class StockShape(Shape):
    """How much there is of an item."""

    id: RowId
    merchant: MerchantCode
    sku: Sku
    on_hand: Annotated[int, Field(description="Pieces in the building")]
    reserved: Annotated[int, Field(description="Of them promised to orders or moves")]
    held: Annotated[int, Field(description="Of them blocked: damaged, expired, in question")]
    available: Annotated[int, Field(description="May be promised now: good, free, in its bin")]


class StockPage(Shape):
    """A page of stock, an item a row."""

    items: list[StockShape]
    next: Next


class BinShape(Shape):
    """Pieces of an item in one place."""

    location: Annotated[str, Field(description="Code of the bin")]
    lpn: Annotated[str, Field(description="Of the box or tote they are in; empty when loose")]
    lot: Annotated[str, Field(description="Empty without one")]
    expires_on: On | None
    status: Annotated[str, one_of(("good", "held"), "Held pieces are promised to nobody")]
    on_hand: Pieces
    reserved: Pieces


class BinsShape(Shape):
    """Where an item lies."""

    bins: list[BinShape]
