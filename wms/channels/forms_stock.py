"""What other systems send about stock where it lies: holds, adjustments, counts."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from wms.channels.forms import Form
from wms.channels.values import Code, Gtin, MaybeCode, Quantity, Whole
from wms.counting.rules import MOST


class PileForm(Form):
    """Loose pieces in a bin: the item by either its SKU or a GTIN, and the lot if it has one."""

    model_config = ConfigDict(
        json_schema_extra={"oneOf": [{"required": ["sku"]}, {"required": ["gtin"]}]}
    )
    location: Code
    merchant: MaybeCode = ""
    sku: MaybeCode = ""
    gtin: Gtin = ""
    lot: MaybeCode = ""

    @model_validator(mode="after")
    def _names_an_item(self) -> Self:
        if bool(self.sku) == bool(self.gtin):
            raise ValueError("name the item by either sku or gtin")
        return self


class HoldForm(PileForm):
    """Pieces that nobody shall be promised, and why."""

    quantity: Quantity
    reason: Literal["damaged", "expired", "other"]


class FreeForm(Form):
    """How many pieces of a hold are good again; without a number all of them."""

    quantity: Quantity | None = None


class AdjustForm(PileForm):
    """The books are put right without a count: `pieces` more, or below 0 fewer, and why."""

    pieces: Annotated[Whole, Field(ge=-MOST, le=MOST)]
    reason: Literal["FOUND", "LOST", "BROKEN", "MIXED UP", "SLIP"]


class CountForm(Form):
    """Which bins shall be counted: those that all conditions choose; without any, all of them.

    `classes` are those of items by how often they are picked; `days_since` the last count.
    """

    warehouse: MaybeCode = ""
    zones: Annotated[tuple[Code, ...], Field(max_length=100)] = ()
    bins: Annotated[tuple[Code, ...], Field(max_length=1000)] = ()
    classes: Annotated[tuple[Literal["A", "B", "C"], ...], Field(max_length=3)] = ()
    days_since: Annotated[Whole, Field(ge=0, le=10_000)] | None = None
    at_most: Annotated[Whole, Field(ge=1, le=10_000)] | None = None
