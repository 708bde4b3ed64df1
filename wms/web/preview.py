"""A station's document as a picture, so that a page can show and print it.

PDFium draws what is a PDF and is not made for several threads, so one waits for the other.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pypdfium2  # type: ignore[import-untyped]

from drivers.simulators.zpl_render import ZplRenderer
from labels.canvas import DPI
from labels.errors import LabelError
from labels.picture import to_png_bytes
from wms.web import drawing
from wms.web.problems import Problem

PNG = "image/png"
POINTS_PER_INCH = 72
_one_at_a_time = threading.Lock()


def of_own(kind: str, data: Mapping[str, Any], copy_no: int) -> bytes:
    """Return the PNG of a document that is drawn here; of several pages the first.

    :raises Problem: 422 when it cannot be drawn; says why.
    """
    if kind in ("slip", "manifest"):
        return _first_page(drawing.draw(kind, "document", data, copy_no)[1])
    try:
        return to_png_bytes(drawing.label(kind, data, copy_no))
    except LabelError as error:
        raise _undrawn(str(error)) from None
    except (KeyError, TypeError, ValueError) as error:
        raise _undrawn(f"its data is not what a {kind} needs: {error!r}") from None


def of_carrier(media: str, content: bytes) -> bytes:
    """Return the PNG of a label that a carrier drew.

    :raises Problem: 422 when it cannot be drawn; says why.
    """
    if media == "png":
        return content
    if media == "pdf":
        return _first_page(content)
    drawn = ZplRenderer().render_zpl(content)
    if not drawn:
        raise _undrawn("the file holds no label")
    return drawn[0].png_bytes()


def _first_page(pdf: bytes) -> bytes:
    file = BytesIO()
    try:
        with _one_at_a_time, pypdfium2.PdfDocument(pdf) as document:
            bitmap = document[0].render(scale=DPI / POINTS_PER_INCH, grayscale=True)
            bitmap.to_pil().save(file, "PNG", dpi=(DPI, DPI))
            bitmap.close()
    except (pypdfium2.PdfiumError, ValueError) as error:
        raise _undrawn(f"the PDF cannot be read: {error}") from None
    return file.getvalue()


def _undrawn(words: str) -> Problem:
    title = "This document cannot be drawn"
    return Problem(422, "document.drawing", title, words, remedy=drawing.REMEDY)
