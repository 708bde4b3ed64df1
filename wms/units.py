"""Whole numbers with their unit last in the name: grams, millimetres, pieces, seconds."""

from __future__ import annotations

from wms.errors import Refused
from wms.text import T

MAX_QUANTITY = 1_000_000
"""No single line, move or count handles more pieces than this: a typing error, not a delivery."""


def quantity(value: int, *, field: str = "quantity", least: int = 1) -> int:
    """Return `value` if it is a sensible number of pieces.

    :raises Refused: below `least` or above `MAX_QUANTITY`.
    """
    if value < least:
        raise Refused(
            "quantity.too_small",
            T("The quantity {value} is too small", value=value),
            T("Enter at least {least}", least=least),
            field=field,
        )
    if value > MAX_QUANTITY:
        raise Refused(
            "quantity.too_large",
            T("The quantity {value} is too large", value=value),
            T("Enter at most {most}", most=MAX_QUANTITY),
            field=field,
        )
    return value


def metres(length_mm: int) -> str:
    """Return `length_mm` as people read it: `85 m`."""
    return f"{(length_mm + 500) // 1000} m"


def kilograms(grams: int) -> str:
    """Return `grams` as people read them: `1.250 kg`."""
    sign = "-" if grams < 0 else ""
    return f"{sign}{abs(grams) // 1000}.{abs(grams) % 1000:03d} kg"
