"""The packing slip: what a customer finds in the parcel, on A4, over as many pages as it takes.

The head of the first page is drawn on the dot grid like a label, so that its barcode is sharp;
the table flows. A document of several pages is laid out twice, because "page 1 of 3" must know
the 3.
"""

from dataclasses import dataclass, field
from functools import partial
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, NextPageTemplate, PageTemplate

from labels.errors import LabelError
from labels.packing_slip_head import continued, draw, first_page, footer
from labels.packing_slip_table import story
from labels.packing_slip_words import SlipWords
from labels.pdf import register_fonts

__all__ = ["PackingSlip", "SlipLine", "SlipWords", "packing_slip"]

_SIDE, _BOTTOM, _FIRST_HEAD, _NEXT_HEAD = 15 * mm, 22 * mm, 87 * mm, 28 * mm


@dataclass(frozen=True)
class SlipLine:
    """An order's line in pieces; a short one says why in the customer's language."""

    sku: str
    name: str
    ordered: int
    in_this_parcel: int
    short: int = 0
    short_reason: str = ""


@dataclass(frozen=True)
class PackingSlip:
    """One parcel's slip; `packed_on` is the date as the customer writes it."""

    merchant_lines: tuple[str, ...]
    recipient_lines: tuple[str, ...]
    order_reference: str
    parcel_no: int
    parcel_count: int
    lines: tuple[SlipLine, ...]
    packed_on: str = ""
    message: str = ""
    copy_no: int = 1
    words: SlipWords = field(default_factory=SlipWords)


def packing_slip(slip: PackingSlip) -> bytes:
    """Write a packing slip as a PDF.

    :raises LabelError: for a slip without lines, negative quantities, or an order reference
        that cannot be a barcode
    """
    if not slip.lines:
        raise LabelError(f"The packing slip of {slip.order_reference} has no lines")
    for line in slip.lines:
        if min(line.ordered, line.in_this_parcel, line.short) < 0:
            raise LabelError(f"Order {slip.order_reference}, {line.sku}: a quantity is negative")
    register_fonts()
    drawn, pages = _lay_out(slip, 1)
    return drawn if pages == 1 else _lay_out(slip, pages)[0]


def _lay_out(slip: PackingSlip, pages: int) -> tuple[bytes, int]:
    """Lay out the slip; give the PDF and how many pages it has."""
    file = BytesIO()
    document = BaseDocTemplate(
        file, pagesize=A4, invariant=1, title=f"{slip.words.title} {slip.order_reference}"
    )
    document.addPageTemplates(
        [
            PageTemplate("first", [_frame(_FIRST_HEAD)], onPage=partial(_first, slip, pages)),
            PageTemplate("next", [_frame(_NEXT_HEAD)], onPage=partial(_next, slip, pages)),
        ]
    )
    document.build([NextPageTemplate("next"), *story(slip.lines, slip.message, slip.words)])
    return file.getvalue(), document.page


def _frame(head: float) -> Frame:
    width, height = A4
    size = (width - 2 * _SIDE, height - head - _BOTTOM)
    return Frame(_SIDE, _BOTTOM, *size, leftPadding=0, rightPadding=0, topPadding=0)


def _first(slip: PackingSlip, pages: int, canvas: Canvas, document: BaseDocTemplate) -> None:
    draw(canvas, [*first_page(slip), *footer(slip, document.page, pages)])


def _next(slip: PackingSlip, pages: int, canvas: Canvas, document: BaseDocTemplate) -> None:
    draw(canvas, [*continued(slip), *footer(slip, document.page, pages)])
