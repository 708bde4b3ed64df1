"""What other systems send, as forms: one definition for the API and for files.

A form says what may be written; whether it can be done (is the SKU known?) is asked in `take`.
"""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic.config import JsonDict

from wms.channels.values import (
    Code,
    Country,
    Day,
    Gtin,
    Instant,
    Level,
    LineNo,
    MaybeCode,
    MaybeRef,
    Measure,
    Name,
    Owner,
    Priority,
    Quantity,
    Ref,
    SenderRef,
    Short,
    Site,
    Street,
    Truth,
)

MAX_LINES = 1000
EITHER: JsonDict = {"oneOf": [{"required": ["sku"]}, {"required": ["gtin"]}]}
"""An item is named in one of two ways; an empty one is as good as none."""


class Form(BaseModel):
    """Names that are not known are refused: a slip in a name must not go unnoticed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PackForm(Form):
    """A pack level: the GTIN on the pack and the pieces in it."""

    gtin: Gtin
    pieces: Quantity


def _pack(said: str) -> dict[str, str]:
    gtin, _, pieces = said.partition("=")
    return {"gtin": gtin, "pieces": pieces}


class ItemForm(Form):
    """An item; `merchant` may be left out by a key that belongs to one.

    One pack may be written flat, as `pack_gtin` and `pack_pieces`; several as one text in
    `packs`, GTIN=pieces each with a space between.
    """

    merchant: Owner = ""
    sku: Code
    name: Name
    gtin: Gtin = ""
    length_mm: Measure
    width_mm: Measure
    height_mm: Measure
    weight_grams: Measure
    tracks_lot: Annotated[Truth, Field(description="Ask for its lot at the dock")] = False
    tracks_expiry: Annotated[Truth, Field(description="Ask for its date at the dock")] = False
    packs: Annotated[tuple[PackForm, ...], Field(max_length=20)] = ()
    external_ref: MaybeRef = ""

    @model_validator(mode="before")
    @classmethod
    def _gather_pack(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        if isinstance(given.get("packs"), str):
            given = given | {"packs": [_pack(said) for said in given["packs"].split()]}
        if not {"pack_gtin", "pack_pieces"} & given.keys():
            return given
        rest = {k: v for k, v in given.items() if k not in ("pack_gtin", "pack_pieces")}
        pack = {"gtin": given.get("pack_gtin"), "pieces": given.get("pack_pieces")}
        if not all(pack.values()) or "packs" in given:
            raise ValueError("pack_gtin and pack_pieces belong together, without packs beside them")
        return rest | {"packs": [pack]}


class FaceForm(Form):
    """An item is picked from a bin, which is refilled below `min` up to `max` pieces.

    With `max` 0 it is picked from there no longer.
    """

    merchant: MaybeCode = ""
    sku: Code
    bin: Code
    min: Level
    max: Level


class NamedGoods(BaseModel):
    """As much of a line as names its item; all else is let through."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    sku: MaybeCode = ""
    gtin: Gtin = ""
    merchant: MaybeCode = ""

    @model_validator(mode="after")
    def _names_an_item(self) -> Self:
        if bool(self.sku) == bool(self.gtin):
            raise ValueError("name the item by either sku or gtin")
        return self


class _Goods(Form):
    """An item is named by its SKU or by a GTIN."""

    model_config = ConfigDict(json_schema_extra=EITHER)
    sku: MaybeCode = ""
    gtin: Gtin = ""
    quantity: Quantity
    line_no: LineNo | None = None

    @model_validator(mode="after")
    def _names_an_item(self) -> Self:
        if bool(self.sku) == bool(self.gtin):
            raise ValueError("name the item by either sku or gtin")
        return self


class AsnLineForm(_Goods):
    lot: MaybeCode = ""
    expires_on: Day | None = None


class OrderLineForm(_Goods):
    """`merchant` is needed where the order's lines belong to several merchants."""

    merchant: MaybeCode = ""


class AsnForm(Form):
    """A delivery that is announced."""

    merchant: Owner = ""
    external_ref: SenderRef
    expected_on: Day | None = None
    warehouse: Site = ""
    lines: Annotated[tuple[AsnLineForm, ...], Field(min_length=1, max_length=MAX_LINES)]


class RmaLineForm(_Goods):
    """`merchant` is needed where the order's lines belong to several merchants."""

    merchant: MaybeCode = ""


class RmaForm(Form):
    """A return that is announced, of an order by our reference or its sender's."""

    external_ref: SenderRef
    order: Annotated[Ref, Field(description="Our reference of the order, or its sender's")]
    reason: Annotated[Short, Field(max_length=64)] = ""
    lines: Annotated[tuple[RmaLineForm, ...], Field(min_length=1, max_length=MAX_LINES)]


class CancelForm(Form):
    """Why an order is cancelled; it is kept with the order."""

    reason: Annotated[Short, Field(max_length=64)] = ""


class RecipientForm(Form):
    """`street` holds one text or a list of lines; `country` is ISO 3166 alpha-2."""

    name: Name
    street: Street
    postal_code: Short = ""
    city: Name
    region: Short = ""
    country: Country
    phone: Short = ""
    email: Short = ""


def _given(value: Any) -> Any:
    return {} if value is None else value


class OrderForm(Form):
    """An order to ship."""

    merchant: Owner = ""
    external_ref: SenderRef
    recipient: Annotated[RecipientForm, BeforeValidator(_given)]
    carrier: Annotated[MaybeCode, Field(description="Its code; empty for the usual one")] = ""
    ship_by: Instant | None = None
    priority: Priority = 5
    warehouse: Site = ""
    lines: Annotated[tuple[OrderLineForm, ...], Field(min_length=1, max_length=MAX_LINES)]
