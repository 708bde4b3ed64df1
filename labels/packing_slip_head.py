"""Heads and footer of a packing slip, on a dot grid of the A4 page."""

from collections.abc import Sequence
from typing import Protocol

from reportlab.pdfgen.canvas import Canvas

from labels.canvas import Element, Rule, Size, Text
from labels.fitting import bars, line
from labels.fonts import clean
from labels.packing_slip_words import SlipWords
from labels.pdf import POINTS_PER_DOT, draw_element

PAGE = Size(1678, 2373)
_LEFT, _RIGHT, _TOP = 120, 1558, 130
_WIDTH = _RIGHT - _LEFT
_HALF = _WIDTH // 2 - 40


class Slip(Protocol):
    """What the heads show of a packing slip."""

    @property
    def merchant_lines(self) -> tuple[str, ...]:
        """Who sends, the name first."""

    @property
    def recipient_lines(self) -> tuple[str, ...]:
        """Who receives, the name first."""

    @property
    def order_reference(self) -> str:
        """The order as the customer knows it."""

    @property
    def parcel_no(self) -> int:
        """Which parcel of the order, from 1."""

    @property
    def parcel_count(self) -> int:
        """How many parcels the order has."""

    @property
    def packed_on(self) -> str:
        """The date, already written out."""

    @property
    def copy_no(self) -> int:
        """Which copy this is, from 1."""

    @property
    def words(self) -> SlipWords:
        """The captions."""


def draw(canvas: Canvas, elements: Sequence[Element]) -> None:
    """Draw elements in dots on an A4 canvas whose unit is the point."""
    canvas.saveState()
    canvas.scale(POINTS_PER_DOT, POINTS_PER_DOT)
    for element in elements:
        draw_element(canvas, element, PAGE)
    canvas.restoreState()


def first_page(slip: Slip) -> list[Element]:
    """Set merchant and title, recipient and order."""
    words = slip.words
    parcel = words.parcel.format(number=slip.parcel_no, count=slip.parcel_count)
    facts = [parcel, f"{words.packed_on} {slip.packed_on}" if slip.packed_on else ""]
    if slip.copy_no > 1:
        facts.append(words.copy.format(number=slip.copy_no))
    return [
        *_address(slip.merchant_lines, _TOP + 20, 44, 28, 5),
        line(_RIGHT, _TOP + 30, words.title, _HALF, 68, 40, bold=True, anchor="r"),
        *(line(_RIGHT, _TOP + 84 + 40 * i, t, _HALF, 30, anchor="r") for i, t in enumerate(facts)),
        Rule(_LEFT, _TOP + 210, _WIDTH, 4),
        Text(_LEFT, _TOP + 258, clean(words.ship_to), 24, bold=True),
        *_address(slip.recipient_lines, _TOP + 306, 38, 34, 6),
        *_order(slip),
    ]


def continued(slip: Slip) -> list[Element]:
    """Set the small head of the pages after the first."""
    merchant = slip.merchant_lines[0] if slip.merchant_lines else ""
    order = f"{slip.words.order} {slip.order_reference}"
    return [
        line(_LEFT, _TOP + 20, merchant, _HALF, 30, 20, bold=True),
        line(_RIGHT, _TOP + 20, order, _HALF, 30, 20, anchor="r"),
        Rule(_LEFT, _TOP + 40, _WIDTH, 2),
    ]


def footer(slip: Slip, page: int, pages: int) -> list[Element]:
    """Set order and page number at the foot."""
    order = f"{slip.words.order} {slip.order_reference}"
    number = slip.words.page.format(number=page, count=pages)
    y = PAGE.height - 130
    return [
        Rule(_LEFT, y, _WIDTH, 2),
        line(_LEFT, y + 40, order, _HALF, 24),
        line(_RIGHT, y + 40, number, _HALF, 24, anchor="r"),
    ]


def _address(
    lines: Sequence[str], baseline: int, name_size: int, size: int, most: int
) -> list[Element]:
    rows: list[Element] = []
    for i, words in enumerate(lines[:most]):
        em, pitch = (name_size, 0) if i == 0 else (size, round(size * 1.3))
        baseline += pitch
        rows.append(line(_LEFT, baseline, words, _HALF, em, 20, bold=i == 0))
        baseline += 6 if i == 0 else 0
    return rows


def _order(slip: Slip) -> list[Element]:
    """Set the order's number as a barcode on the right, its text below."""
    left, width = _RIGHT - _HALF, _HALF
    code = bars(left, _TOP + 280, width + 30, 130, "code128", slip.order_reference, 3, "r")
    text = f"{slip.words.order} {slip.order_reference}"
    return [code, line(_RIGHT, _TOP + 460, text, width, 38, 22, bold=True, anchor="r")]
