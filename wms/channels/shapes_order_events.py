"""What the API answers about what happened to an order."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from wms.channels.shapes import At, Shape, one_of
from wms.channels.show_order_events import KINDS


class OrderEventShape(Shape):
    """Something that happened to an order."""

    at: At
    kind: Annotated[str, one_of(KINDS, "What happened")]
    words: Annotated[str, Field(description="The same for people, in one sentence")]
    about: Annotated[
        dict[str, str | int],
        Field(
            description="What it is about, where it is about something: wave, cluster, sku,"
            " pieces, result, parcel_no, sscc, carrier, tracking, return, note"
        ),
    ]


class OrderEventPage(Shape):
    """All that happened to an order, oldest first."""

    items: list[OrderEventShape]
    next: Annotated[None, Field(description="Always null: it is all of it")]
