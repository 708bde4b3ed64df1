"""The label of a pallet, case or tote that has a licence plate number (LPN), and what is in it."""

from dataclasses import dataclass, field
from datetime import date

from labels.canvas import FOUR_BY_SIX, Drawing, Element, Rule
from labels.errors import LabelError
from labels.fitting import line, panel, wrap
from labels.sscc_block import LEFT, RIGHT, TOP, WIDTH, cells, sscc_block

_TAIL_DIGITS = 5


@dataclass(frozen=True)
class LpnWords:
    """The printed words, to be translated."""

    lpn: str = "LPN"
    item: str = "Item"
    quantity: str = "Quantity"
    lot: str = "Lot"
    expiry: str = "Expiry"
    reference: str = "Received with"
    copy: str = "COPY {number}"


@dataclass(frozen=True)
class LpnLabel:
    """One LPN and its content; `sscc` has 18 digits, the quantity is in the item's base unit."""

    sscc: str
    sku: str
    name: str
    quantity: int
    unit: str = ""
    lot: str = ""
    expires_on: date | None = None
    reference: str = ""
    copy_no: int = 1
    words: LpnWords = field(default_factory=LpnWords)


def lpn_label(label: LpnLabel) -> Drawing:
    """Draw a 4 x 6 in. LPN label; the SSCC's last digits are large, for calling out.

    :raises LabelError: for a wrong SSCC or a quantity below one
    """
    if label.quantity < 1:
        raise LabelError(f"LPN {label.sscc} holds {label.quantity}: a label needs at least 1")
    elements = (*_item(label), *_facts(label), *sscc_block(label.sscc))
    return Drawing(FOUR_BY_SIX, elements)


def _item(label: LpnLabel) -> list[Element]:
    tail = f"…{label.sscc[-_TAIL_DIGITS:]}"
    sku = line(LEFT, TOP + 100, label.sku, WIDTH - 280, 84, 36, bold=True)
    name = wrap(label.name, WIDTH, 44, 3)
    return [
        *cells(LEFT, TOP, WIDTH - 280, [(label.words.item, "")]),
        sku,
        panel(RIGHT - 260, TOP, 260, 110, f"{label.words.lpn} {tail}", 54),
        *(line(LEFT, TOP + 178 + 52 * i, words, WIDTH, 44) for i, words in enumerate(name)),
        Rule(LEFT, 330, WIDTH, 3),
    ]


def _facts(label: LpnLabel) -> list[Element]:
    """Set the quantity as large as can be, and the other facts only if there are any."""
    words = label.words
    quantity = f"{label.quantity} {label.unit}".strip()
    expiry = label.expires_on.isoformat() if label.expires_on else ""
    lot = [(words.lot, label.lot), (words.expiry, expiry)]
    facts = [(caption, value) for caption, value in lot if value]
    copy = words.copy.format(number=label.copy_no)
    again = [panel(RIGHT - 260, 352, 260, 60, copy, 36)] if label.copy_no > 1 else []
    return [
        *again,
        *cells(LEFT, 346, WIDTH, [(words.quantity, "")]),
        line(LEFT, 510, quantity, WIDTH, 170, 60, bold=True),
        *(cells(LEFT, 560, WIDTH, facts, 64) if facts else []),
        *(cells(LEFT, 680, WIDTH, [(words.reference, label.reference)]) if label.reference else []),
        Rule(LEFT, 542, WIDTH, 3),
    ]
