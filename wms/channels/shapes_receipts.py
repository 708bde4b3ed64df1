"""What the API answers about receipts: what came of each delivery, line by line."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from wms.channels.shapes import (
    At,
    MerchantCode,
    Next,
    On,
    Pieces,
    Reference,
    RowId,
    SenderRef,
    Shape,
    Sku,
    one_of,
)
from wms.inbound.models import STATUSES, UNKNOWN_STATUSES

KINDS = ("over", "damaged")


class DiscrepancyShape(Shape):
    """Pieces that came over, or damaged."""

    kind: Annotated[str, one_of(KINDS, "What is odd about them")]
    quantity: Pieces
    lpn: Annotated[str, Field(description="Licence plate onto which they were booked")]
    noted_at: At
    let_in: Annotated[bool, Field(description="A supervisor let them in; else they are on hold")]
    reason: str


class TotalsShape(Shape):
    """What came, in pieces: announced + over = received + short + open, on every line."""

    announced: Annotated[int, Field(description="0 where nobody announced it")]
    received: Annotated[int, Field(description="All that came, over and damaged among them")]
    over: Annotated[int, Field(description="More than was announced")]
    short: Annotated[int, Field(description="Did not come, and the delivery is settled")]
    open: Annotated[int, Field(description="Still to come")]
    damaged: Annotated[int, Field(description="Came broken; they are on hold")]


class ReceiptLineShape(TotalsShape):
    """What came of one line."""

    line_no: int
    sku: Sku
    lot: Annotated[str, Field(description="As it was announced; empty for none")]
    expires_on: On | None
    discrepancies: list[DiscrepancyShape]


class UnknownShape(Shape):
    """Pieces with a code that nobody knew."""

    code: str
    quantity: Pieces
    lpn: str
    status: Annotated[str, one_of(UNKNOWN_STATUSES, "`open`: the office has yet to name them")]
    found_at: At


class ReceiptShape(TotalsShape):
    """What came of one delivery."""

    id: RowId
    asn: Reference
    external_ref: SenderRef
    merchant: MerchantCode
    status: Annotated[str, one_of(STATUSES, "`received`: settled, nothing more is expected")]
    was_announced: bool
    supplier_ref: Annotated[str, Field(description="What stood on its papers")]
    expected_on: On | None
    closed_at: At | None
    is_as_announced: Annotated[
        bool, Field(description="Settled with nothing over, short, damaged or unknown")
    ]
    lines: list[ReceiptLineShape]
    unknown: list[UnknownShape]


class ReceiptPage(Shape):
    """A page of receipts."""

    items: list[ReceiptShape]
    next: Next
