"""What a carrier's label may be: a PDF, a PNG or one ZPL format. Pure.

A label comes from outside and goes to a printer: it must be what it says, of one label's size, and
a ZPL format may draw, but neither change the printer nor reach what it has stored.
Source: Zebra ZPL II Programming Guide (commands that outlive a format).
"""

from __future__ import annotations

import re
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from wms.errors import Refused
from wms.text import T, Text

MAX_BYTES = 1024 * 1024
MAX_ZPL_BYTES = 256 * 1024
MAX_PIXELS = 12_000_000
"""A label of 4 x 6 in at 600 dpi has 8.6 million."""

_TAIL = 1024
_COMMAND = re.compile(r"\^([A-Z@0-9]{2})")
_COPIES = re.compile(r"\^PQ\s*(\d*)")
_LASTING = frozenset(
    (
        *("CC", "CD", "CT", "DF", "EF", "EG", "ID", "IL", "IM", "IS", "JB", "JI"),
        *("JJ", "JS", "JT", "JU", "JW", "KD", "KL", "KN", "KP", "KV", "MF", "MP"),
        *("NB", "NC", "ND", "NI", "NN", "NP", "NR", "NS", "NT", "NW", "SE", "SL"),
        *("SO", "SP", "SQ", "SR", "SS", "ST", "SX", "SZ", "TO", "WA", "WD", "WE"),
        *("WI", "WL", "WP", "WR", "WS", "WX", "XF"),
    )
)


def checked(media: str, content: bytes) -> None:
    """Make sure that `content` is one label of the kind `media`: `pdf`, `png` or `zpl`.

    :raises Refused: it is empty, too large, or not what it says.
    """
    if not content:
        raise Refused("label.empty", T("The label is empty"), T("Send the file as the body"))
    most = MAX_ZPL_BYTES if media == "zpl" else MAX_BYTES
    if len(content) > most:
        words = T("The label has {n} bytes", n=len(content))
        raise Refused("label.too_large", words, T("{n} bytes are allowed", n=most))
    why = {"pdf": _pdf, "png": _png, "zpl": _zpl}[media](content)
    if why is not None:
        raise Refused("label.content", why, T("Send the carrier's file as it is"))


def _pdf(content: bytes) -> Text | None:
    tail = content[-_TAIL:]
    if not content.startswith(b"%PDF-") or b"%%EOF" not in tail or b"startxref" not in tail:
        return T("This is no whole PDF")
    return None


def _png(content: bytes) -> Text | None:
    try:
        with Image.open(BytesIO(content), formats=("PNG",)) as picture:
            width, height = picture.size
            if width * height > MAX_PIXELS:
                return T(
                    "The picture of {width} x {height} is too large", width=width, height=height
                )
            picture.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return T("This is no PNG that can be opened")
    return None


def _zpl(content: bytes) -> Text | None:
    try:
        text = content.decode("utf-8").strip()
    except UnicodeDecodeError:
        return T("This ZPL is not UTF-8")
    if not text.startswith("^XA") or not text.endswith("^XZ"):
        return T("ZPL begins with ^XA and ends with ^XZ")
    if text.count("^XA") != 1 or text.count("^XZ") != 1:
        return T("More than one label is in this ZPL")
    if "~" in text or "\0" in text:
        return T("ZPL of a label has no ~ commands")
    lasting = sorted(_LASTING & set(_COMMAND.findall(text.upper())))
    if lasting:
        return T("^{command} is not allowed in a label", command=lasting[0])
    if any(n not in ("", "1") for n in _COPIES.findall(text.upper())):
        return T("ZPL of a label prints one copy")
    return None
