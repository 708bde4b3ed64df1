"""What the API answers about returns; see `show_returns`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from wms.channels.shapes import At, Next, Pieces, Reference, RowId, Shape, Sku, one_of
from wms.returns.models import CONDITIONS, DISPOSITIONS, STATUSES


class ReturnLineShape(Shape):
    """What was announced of an item."""

    line_no: int
    sku: Sku
    announced: Pieces
    received: Pieces
    open: Annotated[int, Field(description="Pieces that may still come", ge=0)]


class ReturnedShape(Shape):
    """Pieces that came back, as they were found."""

    sku: Sku
    lot: str
    quantity: Pieces
    condition: Annotated[str, one_of(CONDITIONS, "As somebody found them")]
    disposition: Annotated[str, one_of(DISPOSITIONS, "What became of them")]
    parcel_no: Annotated[int | None, Field(description="The parcel they had left in")]
    sscc: Annotated[str | None, Field(description="Its number; null for what we never sent")]
    returned_at: At


class ReturnShape(Shape):
    """A return."""

    id: RowId
    reference: Reference
    external_ref: Annotated[str, Field(description="The sender's; empty when none announced it")]
    was_announced: bool
    merchant: Annotated[str, Field(description="Empty when its order is of several")]
    order: Annotated[str, Field(description="Our reference of the order")]
    order_external_ref: Annotated[str, Field(description="The sender's reference of the order")]
    status: Annotated[str, one_of(STATUSES, "How far it has come")]
    reason: str
    announced_at: At
    closed_at: At | None
    dispositions: Annotated[dict[str, int], Field(description="Pieces by what became of them")]
    lines: list[ReturnLineShape]
    returned: list[ReturnedShape]


class ReturnPage(Shape):
    """A page of returns."""

    items: list[ReturnShape]
    next: Next
