"""Secrets that are handed over: shown on one page, once, and kept nowhere."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response

from wms.errors import Refused
from wms.text import T, Words
from wms.web.office.files import inline
from wms.web.office.pages import page


@dataclass(frozen=True, slots=True)
class Badge:
    """A badge as it is printed, and as it is seen on the page."""

    pdf: str
    picture: str


@dataclass(frozen=True, slots=True)
class Secret:
    """Something that is written down now; `qr` is a picture of it to be scanned, "" for none."""

    words: Words
    value: str
    qr: str = ""


def badge(name: str, role: str, code: str) -> Badge:
    """Return a person's badge, drawn.

    :raises Refused: the name cannot stand on it.
    """
    from labels.badge import badge_label
    from labels.errors import LabelError
    from labels.pdf import to_pdf
    from labels.picture import to_png_bytes

    try:
        drawn = badge_label(name, role, code)
        pdf, png = to_pdf([drawn]), to_png_bytes(drawn)
    except LabelError:
        words = T("{name} cannot stand on a badge", name=name)
        raise Refused("people.name", words, T("Write the name in letters")) from None
    return Badge(inline(pdf, "application/pdf"), inline(png, "image/png"))


def qr(text: str) -> str:
    """Return a QR code of a text as a picture in an address."""
    from labels.canvas import Drawing, Matrix, Size
    from labels.picture import to_png_bytes
    from labels.symbols import matrix_rows

    side = len(matrix_rows("qr", text)) + 2 * QUIET_MODULES
    dots = side * DOTS_PER_MODULE
    start = QUIET_MODULES * DOTS_PER_MODULE
    symbol = Matrix(start, start, DOTS_PER_MODULE, "qr", text)
    return inline(to_png_bytes(Drawing(Size(dots, dots), (symbol,))), "image/png")


QUIET_MODULES = 4
"""Source: ISO/IEC 18004, quiet zone of a QR code."""
DOTS_PER_MODULE = 8


def handed(
    words: Words,
    secrets: list[Secret],
    *,
    back: str,
    printed: Badge | None = None,
    login: str = "",
    remedy: Words = "",
) -> Response:
    """Answer with the page that shows secrets this one time; `back` is where to go then."""
    facts = {"words": words, "secrets": secrets, "printed": printed, "login": login}
    return page("handed.html", back=back, remedy=remedy, **facts)
