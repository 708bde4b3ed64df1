"""Read what a barcode says about an item, before anything is looked up. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from wms import gs1
from wms.gs1.digits import is_digits
from wms.gs1.elements import GS

GS1_SYMBOLOGIES = ("]C1", "]e0", "]d2", "]Q3", "]J1", "]d5", "]Q4")


@dataclass(frozen=True, slots=True)
class Read:
    """What one scan says. `code` is a GTIN-14, an SSCC or the plain text."""

    code: str
    sscc: str = ""
    lot: str = ""
    serial: str = ""
    expires_on: date | None = None
    quantity: int | None = None


def read(text: str, symbology: str, today: date) -> Read:
    """Return what a scan says; only a symbol that says it is GS1 is read as element strings.

    :raises Refused: a GS1 symbol that breaks GS1's rules.
    Source: GS1 General Specifications, section 5.10 (symbology identifiers).
    """
    if symbology in GS1_SYMBOLOGIES or GS in text:
        return _elements(gs1.parse(text), today)
    if _is_sscc(text):
        return Read(text[-18:], sscc=text[-18:])
    if is_digits(text) and len(text) in (8, 12, 13, 14) and gs1.has_valid_check_digit(text):
        return Read(text.zfill(14))
    return Read(text)


def _elements(found: gs1.ElementString, today: date) -> Read:
    return Read(
        code=found.sscc or found.gtin,
        sscc=found.sscc,
        lot=found.lot,
        serial=found.serial,
        expires_on=found.expires_on(today),
        quantity=found.quantity,
    )


def _is_sscc(text: str) -> bool:
    bare = text.removeprefix("00") if len(text) == 20 else text
    return len(bare) == 18 and gs1.has_valid_check_digit(bare)
