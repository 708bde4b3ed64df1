"""The manifest: the parcels that a carrier took along, on A4, with a line to sign on.

The head carries the reference as a barcode; the table flows over as many pages as it takes. The
document is laid out twice, because "page 1 of 3" must know the 3.
"""

from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color, black, white
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    LongTable,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from labels.canvas import Element, Rule
from labels.errors import LabelError
from labels.fitting import bars, line
from labels.fonts import clean
from labels.packing_slip_head import PAGE, draw
from labels.pdf import BOLD, REGULAR, register_fonts

_SIDE, _BOTTOM, _HEAD = 15 * mm, 22 * mm, 60 * mm
_LEFT, _RIGHT, _TOP = 120, 1558, 130
_HALF = (_RIGHT - _LEFT) // 2 - 40
_GREY = Color(0.93, 0.93, 0.93)
_BODY = ParagraphStyle("manifest", fontName=REGULAR, fontSize=9.5, leading=12)
_NUMBER = ParagraphStyle("manifest-number", _BODY, alignment=2)
_SUM = ParagraphStyle("manifest-sum", _BODY, fontName=BOLD)
_SUM_NUMBER = ParagraphStyle("manifest-sum-number", _SUM, alignment=2)
_CAPTION = ParagraphStyle("manifest-caption", _BODY, fontName=BOLD, fontSize=8.5, textColor=white)
_CAPTION_NUMBER = ParagraphStyle("manifest-caption-number", _CAPTION, alignment=2)
_WIDTHS = [12 * mm, 86 * mm, 58 * mm, 24 * mm]
_STYLE = TableStyle(
    [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("BACKGROUND", (0, 0), (-1, 0), black),
        ("ROWBACKGROUNDS", (0, 1), (-1, -2), [white, _GREY]),
        ("LINEABOVE", (0, -1), (-1, -1), 1, black),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
    ]
)


@dataclass(frozen=True)
class ManifestWords:
    """Captions; those with braces are filled in."""

    title: str = "Manifest"
    draft: str = "NOT CLOSED YET"
    closed_by: str = "Closed by {name}"
    number: str = "No."
    code: str = "SSCC or tracking number"
    order: str = "Order, parcel"
    weight: str = "kg"
    total: str = "{count} parcels"
    taken: str = "Taken over by the carrier: name, date and time, signature"
    handed: str = "Handed over by: name, signature"
    page: str = "Page {number} of {count}"
    copy: str = "COPY {number}"


@dataclass(frozen=True)
class ManifestParcel:
    """A parcel as the driver sees it; `tracking` is "" where the SSCC is the tracking number."""

    order: str
    number: int
    sscc: str
    weight_grams: int
    tracking: str = ""


@dataclass(frozen=True)
class Manifest:
    """What a carrier takes along; `stands_at` is its date and time as people write them."""

    reference: str
    carrier: str
    service: str
    warehouse: str
    stands_at: str
    sender_lines: tuple[str, ...]
    parcels: tuple[ManifestParcel, ...]
    closed_by: str = ""
    is_closed: bool = True
    copy_no: int = 1
    words: ManifestWords = field(default_factory=ManifestWords)


def manifest(paper: Manifest) -> bytes:
    """Write a manifest as a PDF.

    :raises LabelError: without parcels, for a negative weight, or a reference that cannot be a
        barcode
    """
    if not paper.parcels:
        raise LabelError(f"The manifest {paper.reference} has no parcels")
    if min(parcel.weight_grams for parcel in paper.parcels) < 0:
        raise LabelError(f"The manifest {paper.reference} has a negative weight")
    register_fonts()
    _, pages = _lay_out(paper, 0)
    return _lay_out(paper, pages)[0]


def _lay_out(paper: Manifest, pages: int) -> tuple[bytes, int]:
    """Lay out the manifest; give the PDF and how many pages it has."""
    file = BytesIO()
    title = f"{paper.words.title} {paper.reference}"
    document = BaseDocTemplate(file, pagesize=A4, invariant=1, title=title)
    width, height = A4
    size = (width - 2 * _SIDE, height - _HEAD - _BOTTOM)
    frame = Frame(_SIDE, _BOTTOM, *size, leftPadding=0, rightPadding=0, topPadding=0)
    page = partial(_page, paper, pages)
    document.addPageTemplates([PageTemplate("page", [frame], onPage=page)])
    document.build([_table(paper), Spacer(0, 10 * mm), KeepTogether(_signatures(paper.words))])
    return file.getvalue(), document.page


def _page(paper: Manifest, pages: int, canvas: Canvas, document: BaseDocTemplate) -> None:
    words = paper.words
    number = words.page.format(number=document.page, count=pages)
    y = PAGE.height - 130
    foot: list[Element] = [
        Rule(_LEFT, y, _RIGHT - _LEFT, 2),
        line(_LEFT, y + 40, f"{words.title} {paper.reference}", _HALF, 24),
        line(_RIGHT, y + 40, number, _HALF, 24, anchor="r"),
    ]
    draw(canvas, [*_head(paper), *foot])


def _head(paper: Manifest) -> list[Element]:
    words = paper.words
    facts = [f"{paper.carrier} {paper.service}".strip(), f"{paper.warehouse}  {paper.stands_at}"]
    facts.append(words.closed_by.format(name=paper.closed_by) if paper.closed_by else "")
    marks = [] if paper.is_closed else [words.draft]
    marks += [words.copy.format(number=paper.copy_no)] if paper.copy_no > 1 else []
    return [
        line(_LEFT, _TOP + 30, f"{words.title} {paper.reference}", _HALF, 60, 30, bold=True),
        *(line(_LEFT, _TOP + 84 + 44 * i, text, _HALF, 34, 20) for i, text in enumerate(facts)),
        line(_LEFT, _TOP + 260, "  ".join(marks), _HALF, 40, 24, bold=True),
        bars(_RIGHT - _HALF, _TOP, _HALF + 30, 120, "code128", paper.reference, 3, "r"),
        *(
            line(_RIGHT, _TOP + 170 + 36 * i, text, _HALF, 28, 18, anchor="r")
            for i, text in enumerate(paper.sender_lines[:4])
        ),
        Rule(_LEFT, _TOP + 290, _RIGHT - _LEFT, 4),
    ]


def _table(paper: Manifest) -> LongTable:
    words = paper.words
    captions = (words.number, words.code, words.order)
    rows = [[*(_cell(text, _CAPTION) for text in captions), _cell(words.weight, _CAPTION_NUMBER)]]
    rows += [_row(no, parcel) for no, parcel in enumerate(paper.parcels, 1)]
    grams = sum(parcel.weight_grams for parcel in paper.parcels)
    total = words.total.format(count=len(paper.parcels))
    empty = _cell("", _BODY)
    rows.append([empty, _cell(total, _SUM), empty, _cell(_kilograms(grams), _SUM_NUMBER)])
    table = LongTable(rows, _WIDTHS, repeatRows=1)
    table.setStyle(_STYLE)
    return table


def _row(no: int, parcel: ManifestParcel) -> list[Paragraph]:
    codes = " / ".join(filter(None, (parcel.tracking, parcel.sscc)))
    return [
        _cell(str(no), _BODY),
        _cell(codes, _BODY),
        _cell(f"{parcel.order}, {parcel.number}", _BODY),
        _cell(_kilograms(parcel.weight_grams), _NUMBER),
    ]


def _signatures(words: ManifestWords) -> list[Flowable]:
    cells = [[_cell(words.handed, _BODY), _cell("", _BODY), _cell(words.taken, _BODY)]]
    table = Table(cells, [82 * mm, 16 * mm, 82 * mm], spaceBefore=18 * mm)
    above = [("LINEABOVE", (column, 0), (column, 0), 0.8, black) for column in (0, 2)]
    table.setStyle(TableStyle([*above, ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    return [Spacer(0, 16 * mm), table]


def _cell(text: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(escape(clean(text)), style)


def _kilograms(grams: int) -> str:
    return f"{grams // 1000}.{grams % 1000:03d}"
