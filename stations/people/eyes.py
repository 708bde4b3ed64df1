"""Reading pictures: every code that is scanned was read from a label that somebody drew.

Source: ISO/IEC 15424 (the AIM identifier that a scanner would send comes from the decoder).
"""

from __future__ import annotations

import threading
from pathlib import Path

from PIL import Image

from labels.decode import Decoded, decode
from stations.people.actions import Scan

_PDFIUM = threading.Lock()
"""PDFium is not thread-safe: all of its work, closing included, is done by one at a time.
Source: PDFium's public/fpdfview.h ("not thread-safe")."""


class Unreadable(Exception):  # noqa: N818  (what it says)
    """A picture has no code on it, or cannot be opened."""


class Eyes:
    """Decode pictures, each only once; thread-safe."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[Decoded, ...]] = {}
        self._lock = threading.Lock()

    def codes(self, picture: Path) -> tuple[Decoded, ...]:
        """Return all codes on a picture, from top to bottom.

        :raises Unreadable: the file is no picture or carries no code.
        """
        with self._lock:
            if picture not in self._known:
                self._known[picture] = _read(picture)
            return self._known[picture]

    def scan(self, picture: Path, *, counts: bool = False) -> Scan:
        """Return the scan of the first code on a picture.

        :raises Unreadable: as `codes`.
        """
        code = self.codes(picture)[0]
        return Scan(code.text, code.symbology, counts)


def _read(picture: Path) -> tuple[Decoded, ...]:
    try:
        with Image.open(picture) as image:
            found = decode(image)
    except OSError as error:
        raise Unreadable(f"{picture}: {error}") from error
    if not found:
        raise Unreadable(f"{picture}: no barcode can be read on it")
    return tuple(found)


def sscc_of(codes: tuple[Decoded, ...]) -> Decoded | None:
    """Return the code on a label that is an SSCC: GS1-128, AI 00 and 18 digits."""
    for code in codes:
        if code.symbology == "]C1" and len(code.text) == 20 and code.text.startswith("00"):
            return code
    return None


def slip_codes(document: Path) -> list[str]:
    """Return the codes on the first page of a packing slip; ["%PDF"] where no rasterizer is.

    :raises Unreadable: the file is no PDF, or carries no code.
    """
    if not document.read_bytes().startswith(b"%PDF"):
        raise Unreadable(f"{document}: this is no PDF")
    try:
        import pypdfium2  # type: ignore[import-untyped]  # where slips are to be read
    except ImportError:
        return ["%PDF"]
    with _PDFIUM, pypdfium2.PdfDocument(document) as pdf:
        page = pdf[0]
        bitmap = page.render(scale=200 / 72, grayscale=True)
        image = bitmap.to_pil().copy()
        bitmap.close()
        page.close()
    codes = [code.text for code in decode(image)]
    if not codes:
        raise Unreadable(f"{document}: no barcode can be read on the slip")
    return codes
