"""What the API answers, as shapes: the JSON that `show_*` returns fits them, word for word.

They say in the OpenAPI document what a field means; a test holds every answer against them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field


class Shape(BaseModel):
    """An answer has the fields of its shape and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def one_of(allowed: Iterable[str], about: str) -> Any:
    """Return a field that holds one of `allowed`."""
    return Field(description=about, json_schema_extra={"enum": list(allowed)})


RowId = Annotated[int, Field(description="Grows with each new row; the `after` of the next page")]
Reference = Annotated[str, Field(description="Our own reference, unique here")]
SenderRef = Annotated[str, Field(description="The reference that its sender gave it")]
MerchantCode = Annotated[str, Field(description="Code of the merchant whose goods these are")]
Sku = Annotated[str, Field(description="The merchant's stock keeping unit")]
_INSTANT = "Instant in ISO 8601 with its offset"
At = Annotated[str, Field(description=_INSTANT, json_schema_extra={"format": "date-time"})]
On = Annotated[str, Field(description="Day in ISO 8601", json_schema_extra={"format": "date"})]
Next = Annotated[int | None, Field(description="`after` of the next page; null at the end")]
Pieces = Annotated[int, Field(description="In pieces of the item's base unit")]


class FaultShape(Shape):
    """One thing that is wrong with what was sent."""

    field: Annotated[str, Field(description="Where: `lines.0.quantity`; empty for the whole")]
    code: Annotated[str, Field(description="Stable; for programs")]
    detail: Annotated[str, Field(description="What is wrong, for people")]
    remedy: Annotated[str, Field(description="What to do about it")]


class ProblemShape(Shape):
    """Why a request was not done, and what to do about it (RFC 9457)."""

    type: Annotated[str, Field(description="`urn:wms:problem:` and the code")]
    title: str
    status: Annotated[int, Field(description="The HTTP status again")]
    detail: Annotated[str, Field(description="What is wrong, for people")]
    code: Annotated[str, Field(description="Stable; for programs")]
    remedy: Annotated[str, Field(description="What to do about it; it works where it is said")]
    field: Annotated[str, Field(description="The field or parameter it is about; often empty")]
    errors: Annotated[list[FaultShape], Field(description="All that is wrong with the body")]
