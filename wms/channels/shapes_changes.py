"""What the API answers of changes: their pages, and one of them."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from wms.channels.shapes import At


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SubjectShape(_Shape):
    """What a change is of."""

    kind: str = Field(description="order, shipment, asn, return, item, location or wave")
    reference: str = Field(description="Ours: of a shipment its SSCC, of an item its SKU")
    external_ref: str = Field(description="The sender's own, where it has one")


class ChangeShape(_Shape):
    """One change."""

    id: str = Field(description="Names the change: who was told it twice can see that by it")
    type: str = Field(description="Such as order.shipped")
    occurred_at: At
    merchant: str = Field(description="Empty for what is the site's own")
    subject: SubjectShape
    data: dict[str, Any] = Field(description="By type: see the description, What happens meanwhile")


class FedChange(ChangeShape):
    """One change of the feed."""

    cursor: str = Field(description="Reading goes on after it")


class ChangesPage(_Shape):
    """A page of the feed."""

    items: list[FedChange]
    next: str = Field(description="The `after` of the following page; never null")
