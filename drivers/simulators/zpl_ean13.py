"""EAN-13 as `^BE` draws it.

Source: GS1 General Specifications, section 5.2 (symbol); Zebra ZPL II programming guide, `^BE`: the
printer takes twelve digits, cutting or filling with zeros on the left, and adds the check digit.
"""

from __future__ import annotations

from barcode.ean import EuropeanArticleNumber13
from PIL import Image

from drivers.simulators.zpl_ink import bar_ink, stacked
from drivers.simulators.zpl_params import ZplFault

GUARD_DROP_DOTS = 13
_GUARD_MODULES = frozenset((0, 2, 46, 48, 92, 94))


def digits13(data: str) -> str:
    """Return the digits that the symbol carries, check digit included.

    :raises ZplFault: something else than digits.
    """
    if not (data.isascii() and data.isdigit()):
        raise ZplFault(f"^BE: {data!r} is not all digits")
    twelve = data[:12].zfill(12)
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(twelve))
    return f"{twelve}{-total % 10}"


def bars(data: str, module_dots: int, height_dots: int) -> Image.Image:
    """Draw the symbol as a mask, no quiet zone, the guards longer than the rest."""
    pattern = EuropeanArticleNumber13(digits13(data)).build()[0]
    guards = "".join(
        module if place in _GUARD_MODULES else "0" for place, module in enumerate(pattern)
    )
    upper = bar_ink(pattern, module_dots, height_dots)
    return stacked(upper, bar_ink(guards, module_dots, GUARD_DROP_DOTS), gap_dots=0)
