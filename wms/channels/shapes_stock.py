"""What the API answers about stock: how much there is, by item, bin, lot and merchant."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from wms.channels.shapes import MerchantCode, Next, On, Pieces, RowId, Shape, Sku, one_of

Lot = Annotated[str, Field(description="Empty where the pieces have none")]
Lpn = Annotated[str, Field(description="Licence plate they stand on; empty where they lie loose")]
Status = Annotated[str, one_of(("good", "held"), "Held pieces are promised to nobody")]
TextNext = Annotated[str | None, Field(description="`after` of the next page; null at the end")]


class LevelsShape(Shape):
    """How much there is: on hand is all inside the building, the others are parts of it."""

    on_hand: Pieces
    reserved: Annotated[int, Field(description="Pieces promised to orders")]
    held: Annotated[int, Field(description="Pieces on hold")]
    available: Annotated[
        int,
        Field(description="Pieces that may be promised now: good, not reserved, kept in a bin"),
    ]


class PileShape(LevelsShape):
    """Pieces of one kind at one place."""

    id: RowId
    merchant: MerchantCode
    sku: Sku
    lot: Lot
    expires_on: On | None
    location: str
    zone: str
    location_kind: str
    lpn: Lpn
    status: Status


class PilePage(Shape):
    """A page of what lies where."""

    items: list[PileShape]
    next: Next


class LotShape(LevelsShape):
    """An item's lot, or its pieces without one."""

    cursor: Annotated[str, Field(description="`after` to go on from this row")]
    merchant: MerchantCode
    sku: Sku
    lot: Lot
    expires_on: On | None


class LotPage(Shape):
    """A page of lots, those of an item together."""

    items: list[LotShape]
    next: TextNext


class MerchantStockShape(LevelsShape):
    """All that a merchant has here."""

    id: RowId
    merchant: MerchantCode
    skus: Annotated[int, Field(description="How many of its items are here")]


class MerchantStockPage(Shape):
    """A page of merchants that have stock."""

    items: list[MerchantStockShape]
    next: Next
