"""GS1 identification: check digits, GTIN and SSCC, element strings. No I/O, no database."""

from wms.gs1.digits import (
    check_digit,
    gtin14,
    has_valid_check_digit,
    sscc,
)
from wms.gs1.elements import ElementString, parse

__all__ = ["ElementString", "check_digit", "gtin14", "has_valid_check_digit", "parse", "sscc"]
