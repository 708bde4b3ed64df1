"""What the API answers about holds and adjustments."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from wms.channels.shapes import At, MerchantCode, Next, Pieces, RowId, Shape, Sku
from wms.channels.shapes_stock import Lot, Lpn


class HoldShape(Shape):
    """Pieces that nobody is promised, until they are freed or scrapped."""

    id: RowId
    merchant: MerchantCode
    sku: Sku
    lot: Lot
    location: str
    lpn: Lpn
    quantity: Pieces
    reason: str
    held_at: At


class HoldPage(Shape):
    """A page of holds that are open."""

    items: list[HoldShape]
    next: Next


class FreedShape(Shape):
    """What became of a hold."""

    id: RowId
    freed: Annotated[int, Field(description="Pieces that are good again")]
    quantity: Annotated[int, Field(description="Pieces that are still held; at 0 it has ended")]


class AdjustedShape(Shape):
    """What was put right, and what the books know there now."""

    location: str
    merchant: MerchantCode
    sku: Sku
    lot: Lot
    pieces: Annotated[int, Field(description="More, or below 0 fewer")]
    reason: str
    on_hand: Annotated[int, Field(description="Good loose pieces of it there now")]
