"""The table of a packing slip, its sum and the merchant's message."""

from collections.abc import Sequence
from typing import Protocol
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color, black, white
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, LongTable, Paragraph, Spacer, TableStyle

from labels.fonts import clean
from labels.packing_slip_words import SlipWords
from labels.pdf import BOLD, REGULAR

_LONGEST_NAME = 400
_GREY = Color(0.93, 0.93, 0.93)
_BODY = ParagraphStyle("body", fontName=REGULAR, fontSize=9.5, leading=12)
_NUMBER = ParagraphStyle("number", _BODY, alignment=2, fontName=BOLD)
_REASON = ParagraphStyle("reason", _BODY, alignment=2, fontSize=8, leading=9.5)
_HEAD = ParagraphStyle("head", _BODY, fontName=BOLD, fontSize=8.5, textColor=white)
_HEAD_NUMBER = ParagraphStyle("head-number", _HEAD, alignment=2)
_MESSAGE = ParagraphStyle("message", _BODY, fontSize=10.5, leading=14.5)
_STYLE = TableStyle(
    [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("BACKGROUND", (0, 0), (-1, 0), black),
        ("ROWBACKGROUNDS", (0, 1), (-1, -2), [white, _GREY]),
        ("LINEABOVE", (0, -1), (-1, -1), 1, black),
        ("TOPPADDING", (0, 0), (-1, -1), 4),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
    ]
)


class Line(Protocol):
    """What the table shows of an order's line."""

    @property
    def sku(self) -> str:
        """The merchant's item number."""

    @property
    def name(self) -> str:
        """The item's name for the customer."""

    @property
    def ordered(self) -> int:
        """Pieces ordered."""

    @property
    def in_this_parcel(self) -> int:
        """Pieces in the parcel."""

    @property
    def short(self) -> int:
        """Pieces that will not come."""

    @property
    def short_reason(self) -> str:
        """Why they will not."""


def story(lines: Sequence[Line], message: str, words: SlipWords) -> list[Flowable]:
    """Set table, sum and message; the column of short pieces only when there are some."""
    with_short = any(line.short for line in lines)
    columns = [34 * mm, 78 * mm, 18 * mm, 26 * mm, 24 * mm]
    if not with_short:
        columns = [38 * mm, 98 * mm, 18 * mm, 26 * mm]
    rows = [_head(words), *(_row(line) for line in lines), _total(lines, words)]
    table = LongTable([row[: len(columns)] for row in rows], columns, repeatRows=1)
    table.setStyle(_STYLE)
    paragraphs = [_paragraph(part, _MESSAGE) for part in message.splitlines() if clean(part)]
    return [table, Spacer(0, 8 * mm), *paragraphs]


def _paragraph(text: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(escape(clean(text)), style)


def _head(words: SlipWords) -> list[Flowable | list[Flowable]]:
    numbers = (words.ordered, words.in_this_parcel, words.short)
    left = [_paragraph(text, _HEAD) for text in (words.sku, words.name)]
    return [*left, *(_paragraph(text, _HEAD_NUMBER) for text in numbers)]


def _row(line: Line) -> list[Flowable | list[Flowable]]:
    name = line.name if len(line.name) <= _LONGEST_NAME else f"{line.name[:_LONGEST_NAME]}…"
    short: list[Flowable] = []
    if line.short:
        short = [_paragraph(str(line.short), _NUMBER), _paragraph(line.short_reason, _REASON)]
    return [
        _paragraph(line.sku, _BODY),
        _paragraph(name, _BODY),
        _paragraph(str(line.ordered), _NUMBER),
        _paragraph(str(line.in_this_parcel), _NUMBER),
        short,
    ]


def _total(lines: Sequence[Line], words: SlipWords) -> list[Flowable | list[Flowable]]:
    total = _paragraph(str(sum(line.in_this_parcel for line in lines)), _NUMBER)
    nothing = _paragraph("", _BODY)
    return [nothing, _paragraph(words.total, _BODY), nothing, total, nothing]
