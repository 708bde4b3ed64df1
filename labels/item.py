"""The label on a single piece or inner pack.

The barcode follows the item: EAN-13 for a retail GTIN, GS1 DataMatrix as soon as lot, expiry
or serial are known, GS1-128 for other GTINs, and Code 128 of the SKU where there is no GTIN.
"""

from dataclasses import dataclass, field
from datetime import date

from labels import gs1
from labels.canvas import SMALL, BarKind, Bars, Drawing, Element, Matrix, Size, Text
from labels.fitting import bars, line, wrap
from labels.symbols import matrix_rows

_MARGIN = 14


@dataclass(frozen=True)
class ItemWords:
    """The printed words, to be translated."""

    lot: str = "Lot"
    expiry: str = "Exp."
    serial: str = "S/N"


@dataclass(frozen=True)
class ItemLabel:
    """An item and, where known, the lot and serial of this piece."""

    sku: str
    name: str
    gtin: str = ""
    lot: str = ""
    expires_on: date | None = None
    serial: str = ""
    words: ItemWords = field(default_factory=ItemWords)


def item_label(label: ItemLabel, size: Size = SMALL) -> Drawing:
    """Draw an item's label.

    :raises LabelError: for a wrong GTIN, or data that its barcode cannot hold
    """
    traced = label.lot or label.expires_on or label.serial
    draw = _matrix_label if label.gtin and traced else _linear_label
    return Drawing(size, tuple(draw(label, size)))


def item_elements(label: ItemLabel) -> str:
    """Write GTIN, expiry, lot and serial as data of a GS1 barcode.

    :raises LabelError: for a wrong GTIN or characters that GS1 does not allow
    """
    expiry = label.expires_on.strftime("%y%m%d") if label.expires_on else ""
    pairs = [("17", expiry), ("10", label.lot), ("21", label.serial)]
    return gs1.bracketed([("01", gs1.gtin14(label.gtin)), *((a, v) for a, v in pairs if v)])


def _facts(label: ItemLabel) -> list[str]:
    expiry = label.expires_on.isoformat() if label.expires_on else ""
    words = label.words
    pairs = ((words.expiry, expiry), (words.lot, label.lot), (words.serial, label.serial))
    return [f"{caption} {value}" for caption, value in pairs if value]


def _linear_label(label: ItemLabel, size: Size) -> list[Element]:
    """Set SKU and name above the bars and the digits below them."""
    width = size.width - 2 * _MARGIN
    kind, data = _symbol(label)
    below = 0 if kind == "code128" else 28
    facts = " ".join(_facts(label))
    names = wrap(label.name, width, 24, 1 if facts else 2)
    rows = [*names, facts] if facts else names
    top = 50 + 26 * len(rows)
    symbol = bars(0, top, size.width, size.height - top - _MARGIN - below, kind, data, most=3)
    return [
        line(_MARGIN, 40, label.sku, width, 34, 22, bold=True),
        *(line(_MARGIN, 66 + 26 * i, words, width, 24, 18) for i, words in enumerate(rows)),
        symbol,
        *_readable(symbol, size.height - _MARGIN - 4),
    ]


def _readable(symbol: Bars, baseline: int) -> list[Element]:
    """Set the digits below the bars; those of an EAN-13 stand between its long bars."""
    x, side = symbol.x, symbol.module
    if symbol.kind == "ean13":
        digits = symbol.data
        places = ((-7, digits[:1]), (24, digits[1:7]), (71, digits[7:]))
        return [Text(x + at * side, baseline, part, 26, anchor="m") for at, part in places]
    if symbol.kind == "gs1-128":
        text = gs1.readable(symbol.data)
        return [Text(x + 67 * side, baseline, text, 24, anchor="m")]
    return []


def _symbol(label: ItemLabel) -> tuple[BarKind, str]:
    if not label.gtin:
        return "code128", label.sku
    gtin = gs1.gtin14(label.gtin)
    retail = len(label.gtin) in (12, 13)
    return ("ean13", gtin[1:]) if retail else ("gs1-128", gs1.bracketed([("01", gtin)]))


def _matrix_label(label: ItemLabel, size: Size) -> list[Element]:
    """Set the code on the left with room to its right, the words beside it."""
    data = item_elements(label)
    modules = len(matrix_rows("gs1-datamatrix", data))
    side = min(6, (size.height - 2 * _MARGIN) // (modules + 2))
    top = (size.height - side * modules) // 2
    x = min(top, _MARGIN + 2 * side)
    left = x + side * (modules + 4)
    width = size.width - left - _MARGIN
    small = [*wrap(label.name, width, 24, 2), f"GTIN {label.gtin}", *_facts(label)]
    pitch = min(30, (size.height - 50 - _MARGIN) // len(small))
    return [
        Matrix(x, top, side, "gs1-datamatrix", data),
        line(left, 42, label.sku, width, 36, 20, bold=True),
        *(line(left, 48 + pitch * (i + 1) - 6, t, width, 22, 16) for i, t in enumerate(small)),
    ]
