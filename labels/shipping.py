"""The shipping label: where from, where to, which way, and the parcel's own number.

Blocks from top to bottom as on a GS1 logistic label: free text, routing, barcodes; the SSCC
stands lowest. All lies within 100 x 148 mm, so that 4 x 6 in. and A6 stock both do.

Source: GS1 Logistic Label Guideline; GS1 General Specifications 5.5 (sizes).
"""

from dataclasses import dataclass, field

from labels import gs1
from labels.canvas import FOUR_BY_SIX, Drawing, Element, Rule, Text
from labels.errors import LabelError
from labels.fitting import bars, line, panel, wrap
from labels.fonts import clean, measure
from labels.sscc_block import LEFT, RIGHT, TOP, WIDTH, cells, sscc_block

_ROUTE_HEIGHT, _POST_HEIGHT, _RECIPIENT_TOP, _ROUTE_BOTTOM = 148, 214, 172, 812


@dataclass(frozen=True)
class ShippingWords:
    """The printed words, to be translated."""

    sender: str = "FROM"
    recipient: str = "TO"
    parcel: str = "Parcel"
    weight: str = "Weight"
    order: str = "Order"
    post_code: str = "SHIP TO POST"
    copy: str = "COPY {number} – REPRINT"
    decimal_mark: str = "."


@dataclass(frozen=True)
class Recipient:
    """Whom a parcel goes to; `street_lines` has what stands between name and town."""

    name: str
    street_lines: tuple[str, ...]
    postal_code: str
    city: str
    country: str


@dataclass(frozen=True)
class ShippingLabel:
    """One parcel's label; `sscc` has 18 digits, `parcel_count` is None while more may follow.

    `post_code_element` is printed as a barcode of its own: ("420", post code) within one
    country, ("421", ISO 3166 number and post code) across borders.
    """

    sender_lines: tuple[str, ...]
    recipient: Recipient
    carrier: str
    service: str
    routing_code: str
    parcel_no: int
    parcel_count: int | None
    weight_grams: int | None
    order_reference: str
    sscc: str
    copy_no: int = 1
    post_code_element: tuple[str, str] | None = None
    words: ShippingWords = field(default_factory=ShippingWords)


def shipping_label(label: ShippingLabel) -> Drawing:
    """Draw a 4 x 6 in. shipping label.

    :raises LabelError: for a wrong SSCC, parcel number or post code element
    """
    if not 1 <= label.parcel_no <= (label.parcel_count or label.parcel_no):
        raise LabelError(f"Parcel {label.parcel_no} of {label.parcel_count} does not exist")
    post = label.post_code_element
    route_top = _ROUTE_BOTTOM - _ROUTE_HEIGHT - (_POST_HEIGHT if post else 0)
    elements = [
        *_sender(label),
        *_recipient(label, route_top - 12),
        *_route(label, route_top),
        *(_post_code(label.words, post) if post else []),
        *sscc_block(label.sscc),
    ]
    return Drawing(FOUR_BY_SIX, tuple(elements))


def _sender(label: ShippingLabel) -> list[Element]:
    """Set the sender on the left, the carrier on the right, and COPY where it is seen."""
    left = [Text(LEFT, TOP + 16, clean(label.words.sender), 20, bold=True)]
    for i, words in enumerate(label.sender_lines[:4]):
        left.append(line(LEFT, TOP + 44 + 28 * i, words, 440, 24, 20))
    right = [
        line(RIGHT, TOP + 38, label.carrier, 300, 46, 24, bold=True, anchor="r"),
        line(RIGHT, TOP + 72, label.service, 300, 28, 20, anchor="r"),
    ]
    copy = clean(label.words.copy.format(number=label.copy_no))
    again = [panel(RIGHT - 300, TOP + 88, 300, 46, copy, 30)] if label.copy_no > 1 else []
    return [*left, *right, *again, Rule(LEFT, _RECIPIENT_TOP - 10, WIDTH, 3)]


def _recipient(label: ShippingLabel, bottom: int) -> list[Element]:
    """Set the address as large as the room down to `bottom` allows."""
    to = label.recipient
    town = f"{to.postal_code} {to.city}".strip()
    caption = clean(label.words.recipient)
    indent = LEFT + max(64, measure(caption, 20, bold=True) + 16)
    street = [part for words in to.street_lines for part in wrap(words, RIGHT - indent, 40, 2)]
    rows = [(to.name, 60, True), *((words, 46, False) for words in street)]
    rows += [(town, 64, True), (clean(to.country).upper(), 46, True)]
    room = bottom - _RECIPIENT_TOP - 30
    scale = min(1.35, room / (1.12 * sum(size for _, size, _ in rows)))
    elements: list[Element] = [Text(LEFT, _RECIPIENT_TOP + 20, caption, 20, bold=True)]
    baseline = float(_RECIPIENT_TOP)
    for words, size, bold in rows:
        height = max(22, round(size * scale))
        baseline += height * 1.12
        elements.append(line(indent, round(baseline), words, RIGHT - indent, height, 26, bold))
    return elements


def _route(label: ShippingLabel, top: int) -> list[Element]:
    """Set the routing code in a black box, and beside it what people compare by eye."""
    words = label.words
    of_count = f"/{label.parcel_count}" if label.parcel_count else ""
    facts = [
        (words.parcel, f"{label.parcel_no}{of_count}"),
        (words.weight, _weight(label.weight_grams, words.decimal_mark)),
    ]
    box = panel(LEFT, top, 330, _ROUTE_HEIGHT - 12, label.routing_code, 120)
    beside = LEFT + 350
    return [
        box,
        *cells(beside, top, RIGHT - beside, facts),
        *cells(beside, top + 70, RIGHT - beside, [(words.order, label.order_reference)]),
    ]


def _weight(grams: int | None, decimal_mark: str) -> str:
    if grams is None:
        return "–"
    if grams < 1000:
        return f"{grams} g"
    return f"{grams / 1000:.2f} kg".replace(".", decimal_mark)


def _post_code(words: ShippingWords, element: tuple[str, str]) -> list[Element]:
    data, top = gs1.bracketed([element]), _ROUTE_BOTTOM - _POST_HEIGHT
    return [
        Text(LEFT, top + 18, clean(words.post_code), 20, bold=True),
        bars(LEFT, top + 26, WIDTH, 146, "gs1-128", data),
        Text(LEFT + WIDTH // 2, top + 202, gs1.readable(data), 28, anchor="m"),
    ]
