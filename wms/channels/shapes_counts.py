"""What the API answers about counts: which bins, what was found, what waits to be approved."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from wms.channels.shapes import At, MerchantCode, Next, Pieces, RowId, Shape, Sku, one_of
from wms.channels.shapes_stock import Lot
from wms.counting.models import STATUSES


class CountLineShape(Shape):
    """Loose pieces of one item and lot in the bin."""

    merchant: MerchantCode
    sku: Sku
    lot: Lot
    expected: Annotated[int, Field(description="Pieces in the books when the count began")]
    found: Pieces
    difference: Annotated[
        int | None, Field(description="Found more, or below 0 fewer; null where nobody can know")
    ]


class CountShape(Shape):
    """The count of a bin."""

    id: RowId
    location: str
    warehouse: str
    why: Annotated[str, Field(description="cycle, asked, short, recount, …")]
    status: Annotated[str, one_of(STATUSES, "How far it has come")]
    made_at: At
    begun_at: At | None
    done_at: At | None
    recounts: Annotated[int | None, Field(description="Id of the count that it does again")]
    waits_for_approval: Annotated[
        bool, Field(description="Its difference is booked only when it is approved or counted")
    ]


class CountPage(Shape):
    """A page of counts."""

    items: list[CountShape]
    next: Next


class OneCountShape(CountShape):
    """A count with what was found."""

    lines: list[CountLineShape]
    disputed: Annotated[
        list[CountLineShape], Field(description="Lines of the count that it does again")
    ]


class CountsPlannedShape(Shape):
    """What was asked for."""

    planned: Annotated[int, Field(description="Counts that are new")]
    unfinished: Annotated[int, Field(description="All that nobody has finished")]


class ApprovedShape(Shape):
    """What an approval changed, in pieces."""

    count: OneCountShape
    missing: Annotated[int, Field(description="Left the books")]
    surplus: Annotated[int, Field(description="Entered the books")]
    freed: Annotated[int, Field(description="Had been held as missing, and are good again")]
    left: Annotated[int, Field(description="Could not leave: promised or gone meanwhile")]
