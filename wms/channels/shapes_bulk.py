"""What the API answers to many rows at once: what became of each."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from wms.channels.shapes import FaultShape, Shape, one_of

OUTCOMES = ("accepted", "unchanged", "refused")


class RowShape(Shape):
    """What became of one row."""

    index: Annotated[int, Field(description="Which row, from 0")]
    status: Annotated[int, Field(description="The status that it alone would have been answered")]
    outcome: Annotated[
        str, one_of(OUTCOMES, "`unchanged`: it was so already; `refused`: nothing of it was done")
    ]
    reference: Annotated[
        str, Field(description="Ours, of an item its SKU; empty where it was refused")
    ]
    errors: Annotated[list[FaultShape], Field(description="Why it was refused; fields of the row")]


class BulkShape(Shape):
    """How many rows had which outcome, and each row in the order that was sent."""

    accepted: int
    unchanged: int
    refused: int
    rows: list[RowShape]
