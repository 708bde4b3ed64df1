"""Strangers' renderers: what our ZPL and PDF look like to programs that are not ours."""

import pypdfium2
import zplkit
from PIL import Image
from zplkit.rendering import Limits

from labels.canvas import DPI, Size
from labels.zpl import DEVICE_SETUP


def from_zpl(zpl: bytes, size: Size) -> list[Image.Image]:
    """Render each format; the settings of printing itself are refused by the peer and left out."""
    document = zplkit.render(
        zpl.replace(DEVICE_SETUP.encode(), b""),
        zplkit.Options(width=size.width, height=size.height, dpi=DPI),
        limits=Limits(graphic_bytes=500_000),
    )
    rasters = [label.rasterize() for label in document.labels]
    return [Image.frombytes("L", (r.width, r.height), r.pixels) for r in rasters]


def from_pdf(pdf: bytes) -> list[Image.Image]:
    """Render each page at the printer's resolution."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=DPI / 72).to_pil().convert("L") for page in document]
    finally:
        document.close()


def text_of(pdf: bytes) -> list[str]:
    """Extract each page's text."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
