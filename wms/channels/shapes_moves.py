"""What the API answers about moves: the lines of the ledger, as others may see them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from wms.channels.shapes import At, MerchantCode, Shape, Sku, one_of
from wms.channels.shapes_stock import Lot, Lpn, Status, TextNext

DOCUMENTS = (
    *("", "order", "parcel", "asn", "return", "count", "hold", "replenishment", "cluster"),
    *("lpn", "adjust"),
)


class EndShape(Shape):
    """Where pieces came from, or went to."""

    location: Annotated[
        str, Field(description="Outside the building: SUPPLIER, CUSTOMER, SCRAP, COUNT")
    ]
    lpn: Lpn
    status: Status


class DocumentShape(Shape):
    """For what pieces moved."""

    kind: Annotated[str, one_of(DOCUMENTS, "Empty where no document asked for it")]
    reference: Annotated[str, Field(description="Of a parcel its SSCC; empty without a document")]


class MoveShape(Shape):
    """Pieces went from one place to another; a move is never changed."""

    cursor: Annotated[str, Field(description="`after` to go on from this row")]
    id: Annotated[int, Field(description="Unique; not the order of the feed")]
    recorded_at: At
    kind: Annotated[str, Field(description="receive, putaway, pick, pack, ship, count, adjust, …")]
    merchant: MerchantCode
    sku: Sku
    lot: Lot
    quantity: Annotated[int, Field(description="Pieces, above 0: the ends tell the direction")]
    source: EndShape
    target: EndShape
    document: DocumentShape
    reason: str
    corrects: Annotated[int | None, Field(description="Id of the move that this one corrects")]


class MovePage(Shape):
    """A page of moves, in the order of the feed."""

    items: list[MoveShape]
    next: TextNext
