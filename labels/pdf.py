"""Drawings as PDF pages for document printers and for printing through a driver.

A page's unit is the printer's dot, so that bars fall on whole dots when it is printed at 100 %
and a driver need not scale; the MediaBox is a whole number of dots. Labels of one document
share the font's subset. Nothing in a document depends on the clock: a reprint is the same file.
"""

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from labels.canvas import DPI, Bars, Drawing, Element, Frame, Matrix, Panel, Rule, Size, Text
from labels.errors import LabelError
from labels.fonts import font_file
from labels.picture import panel_text, rectangles

POINTS_PER_DOT = 72 / DPI
REGULAR, BOLD = "PTSans", "PTSans-Bold"
_DRAW = {"l": "drawString", "m": "drawCentredString", "r": "drawRightString"}


@lru_cache(maxsize=1)
def register_fonts() -> None:
    """Make the fonts known to the PDF writer, once."""
    pdfmetrics.registerFont(TTFont(REGULAR, str(font_file(bold=False))))
    pdfmetrics.registerFont(TTFont(BOLD, str(font_file(bold=True))))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR)


def to_pdf(drawings: Sequence[Drawing]) -> bytes:
    """Write labels as a PDF, a page each.

    :raises LabelError: when there is no label, or a barcode's data cannot be encoded
    """
    if not drawings:
        raise LabelError("A PDF needs at least one label; the list is empty")
    register_fonts()
    file = BytesIO()
    canvas = Canvas(file, invariant=1, pageCompression=1)
    for drawing in drawings:
        _page(canvas, drawing)
    canvas.save()
    return file.getvalue()


def draw_element(canvas: Canvas, element: Element, page: Size) -> None:
    """Draw on a canvas whose unit is the dot and whose origin is the page's bottom left."""
    match element:
        case Text():
            _text(canvas, element, page)
        case Panel(x, y, width, height):
            _fill(canvas, [(x, y, width, height)], page)
            canvas.setFillGray(1)
            _text(canvas, panel_text(element), page)
            canvas.setFillGray(0)
        case Frame(x, y, width, height, line):
            canvas.setLineWidth(line)
            bottom = page.height - y - height + line / 2
            canvas.rect(x + line / 2, bottom, width - line, height - line)
        case Rule() | Bars() | Matrix():
            _fill(canvas, rectangles(element), page)


def _page(canvas: Canvas, drawing: Drawing) -> None:
    size = drawing.size
    canvas.setPageSize((_points(size.width), _points(size.height)))
    canvas.scale(POINTS_PER_DOT, POINTS_PER_DOT)
    for element in drawing.elements:
        draw_element(canvas, element, size)
    canvas.showPage()


def _points(dots: int) -> float:
    """Convert rounding down, for a page that is a hair larger is drawn one dot larger."""
    return int(dots * POINTS_PER_DOT * 10_000) / 10_000


def _text(canvas: Canvas, text: Text, page: Size) -> None:
    canvas.setFont(BOLD if text.bold else REGULAR, text.size)
    getattr(canvas, _DRAW[text.anchor])(text.x, page.height - text.baseline, text.text)


def _fill(canvas: Canvas, boxes: Sequence[tuple[int, int, int, int]], page: Size) -> None:
    path = canvas.beginPath()
    for x, y, width, height in boxes:
        path.rect(x, page.height - y - height, width, height)
    canvas.drawPath(path, stroke=0, fill=1)
