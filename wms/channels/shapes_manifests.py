"""What the API answers about manifests: what a carrier takes along at once."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from wms.channels.shapes import At, Next, Reference, RowId, Shape, one_of
from wms.packing.models import STATUSES as PARCEL_STATUSES
from wms.shipping.models import MANIFEST_STATUSES


class ManifestShape(Shape):
    """The list of what a carrier takes along."""

    id: RowId
    reference: Reference
    warehouse: str
    carrier: Annotated[str, Field(description="Code")]
    service: str
    status: Annotated[str, one_of(MANIFEST_STATUSES, "One of a carrier is open")]
    opened_at: At
    closed_at: At | None
    parcels: Annotated[int, Field(description="How many are on it")]


class ManifestPage(Shape):
    """A page of manifests."""

    items: list[ManifestShape]
    next: Next


class ListedShape(Shape):
    """A parcel on a manifest."""

    order: Reference
    parcel_no: int
    sscc: str
    tracking: Annotated[str, Field(description="The carrier's number; without one the SSCC")]
    status: Annotated[str, one_of(PARCEL_STATUSES, "How far it has come")]
    weight_grams: int | None
    is_loaded: Annotated[bool, Field(description="A loader has scanned it")]


class OneManifestShape(ManifestShape):
    """A manifest with its parcels."""

    listed: list[ListedShape]


class ClosedOutShape(Shape):
    """A manifest that the carrier has."""

    manifest: OneManifestShape
    left: Annotated[int, Field(description="Parcels that wait for the carrier's next one")]
