"""PT Sans for every renderer: it has the Latin letters of Polish and Portuguese and Cyrillic
with ў, і and ё. The font's files come with a package, so that all printers draw the same.
"""

import unicodedata
from functools import lru_cache
from pathlib import Path

import fontpkg
from PIL import ImageFont

_NORMAL, _BOLD = 400, 700
CAP_HEIGHT = 0.7


def font_file(bold: bool) -> Path:
    """Find the font's file."""
    return Path(fontpkg.path("PT Sans", _BOLD if bold else _NORMAL))


@lru_cache(maxsize=128)
def face(size: int, bold: bool = False) -> ImageFont.FreeTypeFont:
    """Load the font with an em of `size` dots."""
    return ImageFont.truetype(font_file(bold), size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4096)
def clean(text: str) -> str:
    """Compose accents, turn controls and line ends into spaces and drop what has no shape."""
    composed = unicodedata.normalize("NFC", text)
    spaced = (" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in composed)
    return "".join(c for c in spaced if not unicodedata.category(c).startswith("C")).strip()


@lru_cache(maxsize=16384)
def measure(text: str, size: int, bold: bool = False) -> int:
    """Measure a line's width in dots."""
    return round(face(size, bold).getlength(text, mode="1"))


def without_glyph(text: str) -> str:
    """Give the characters of a text that the font cannot draw, each once."""
    unknown = _shape("\U0010fffd")
    return "".join(c for c in dict.fromkeys(clean(text)) if c != " " and _shape(c) == unknown)


@lru_cache(maxsize=2048)
def _shape(character: str) -> bytes:
    mask = face(32).getmask(character, mode="1")
    return bytes(mask) + bytes(mask.size)
