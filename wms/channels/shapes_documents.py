"""What the API answers about deliveries, orders and shipments; see `show_documents`."""

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
from wms.inbound.models import STATUSES as ASN_STATUSES
from wms.orders.models import STATUSES as ORDER_STATUSES
from wms.packing.models import STATUSES as PARCEL_STATUSES


class AsnLineShape(Shape):
    """A line of a delivery."""

    line_no: int
    sku: Sku
    lot: Annotated[str, Field(description="Empty when none was announced")]
    expires_on: On | None
    expected: Pieces
    received: Pieces


class AsnShape(Shape):
    """A delivery."""

    id: RowId
    reference: Reference
    external_ref: SenderRef
    merchant: MerchantCode
    status: Annotated[str, one_of(ASN_STATUSES, "How far it has come")]
    expected_on: On | None
    created_at: At
    closed_at: At | None
    lines: list[AsnLineShape]


class AsnPage(Shape):
    """A page of deliveries."""

    items: list[AsnShape]
    next: Next


class RecipientShape(Shape):
    """To whom an order goes."""

    name: str
    street: list[str]
    postal_code: str
    city: str
    region: str
    country: Annotated[str, Field(description="ISO 3166 alpha-2")]
    phone: str
    email: str


class OrderLineShape(Shape):
    """A line of an order and how far it has come: ordered >= picked >= packed >= shipped."""

    line_no: int
    sku: Sku
    ordered: Annotated[int, Field(description="Pieces; 0 when the line was taken off")]
    picked: Pieces
    packed: Pieces
    shipped: Pieces
    short: Annotated[int, Field(description="Pieces that were given up")]


class ShipmentShape(Shape):
    """A parcel."""

    id: RowId
    order: Annotated[str, Field(description="Our reference of its order")]
    parcel_no: Annotated[int, Field(description="Of its order, from 1")]
    sscc: Annotated[str, Field(description="The number on its label, 18 digits")]
    tracking: Annotated[str, Field(description="The carrier's number; without one the SSCC")]
    manifest: Annotated[str, Field(description="The list it left with; empty until then")]
    carrier: Annotated[str, Field(description="Code; empty when it was taken out of use")]
    service: str
    status: Annotated[str, one_of(PARCEL_STATUSES, "How far it has come")]
    weight_grams: Annotated[int | None, Field(description="As weighed at the bench")]
    unweighed: Annotated[bool, Field(description="The weight was reckoned from its items")]
    closed_at: At | None
    shipped_at: At | None


class ShipmentPage(Shape):
    """A page of parcels."""

    items: list[ShipmentShape]
    next: Annotated[
        int | str | None,
        Field(description="`after` of the following page; null when there is nothing more now"),
    ]


class NoteShape(Shape):
    """What was noted about an order."""

    kind: str
    noted_at: At
    words: Annotated[str, Field(description="In one sentence")]


class OrderShape(Shape):
    """An order."""

    id: RowId
    reference: Reference
    external_ref: SenderRef
    merchant: Annotated[str, Field(description="Empty when its lines are of several merchants")]
    status: Annotated[str, one_of(ORDER_STATUSES, "How far it has come")]
    reason: Annotated[str, Field(description="Why it waits or ended, as a code")]
    reason_words: Annotated[str, Field(description="The same for people")]
    remedy: Annotated[str, Field(description="What helps one that waits; else empty")]
    priority: Annotated[int, Field(description="1 is the most urgent, 9 the least")]
    carrier: Annotated[str, Field(description="Code; empty for the site's usual one")]
    ship_by: At | None
    recipient: RecipientShape
    accepted_at: At
    shipped_at: At | None
    flags: Annotated[list[str], Field(description="What was odd about it and was accepted")]
    lines: list[OrderLineShape]
    parcels: Annotated[list[ShipmentShape], Field(description="Those that are closed or shipped")]
    notes: Annotated[list[NoteShape], Field(description="What was noted about it, oldest first")]


class OrderPage(Shape):
    """A page of orders."""

    items: list[OrderShape]
    next: Next


class ChangedShape(Shape):
    """What a change of an order led to."""

    outcome: Annotated[
        str, one_of(("unchanged", "applied", "pending"), "`pending`: goods must move yet")
    ]
    words: Annotated[str, Field(description="What happened, for people")]
    pieces_to_put_back: Pieces
    pieces_to_pick: Pieces
    parcels_to_relabel: Annotated[int, Field(description="Their labels are void")]
    order: OrderShape


class CancelledShape(Shape):
    """The definite answer to a wish to cancel."""

    outcome: Annotated[
        str, one_of(("accepted", "unchanged"), "`unchanged`: it was cancelled before")
    ]
    pieces_to_put_back: Pieces
    words: Annotated[str, Field(description="What happened, for people")]
