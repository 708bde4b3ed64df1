"""Reading labels back, so that a wrong or unreadable one is found before a parcel has it.

Two decoders of different make are used where both are installed, for each reads some broken
symbols that the other refuses.

Source: ISO/IEC 15424 (symbology identifiers).
"""

from dataclasses import dataclass

import zxingcpp
from PIL import Image

_IDENTIFIERS = {"CODE128": "]C", "EAN13": "]E", "EAN8": "]E", "QRCODE": "]Q"}


@dataclass(frozen=True)
class Decoded:
    """A barcode's text, GS1 elements parted by GS, and its AIM identifier such as "]C1"."""

    text: str
    symbology: str


@dataclass(frozen=True)
class SecondOpinion:
    """What the other decoder read, or None and the reason why it could not look."""

    decoded: tuple[Decoded, ...] | None
    reason: str = ""


def decode(image: Image.Image) -> list[Decoded]:
    """Read all barcodes of a picture from top to bottom, then from left to right."""
    found = [symbol for symbol in zxingcpp.read_barcodes(image.convert("L")) if symbol.valid]
    found.sort(key=lambda symbol: (symbol.position.top_left.y, symbol.position.top_left.x))
    return [Decoded(_text(symbol.bytes), symbol.symbology_identifier) for symbol in found]


def second_opinion(image: Image.Image) -> SecondOpinion:
    """Read the linear and QR codes of a picture with the ZBar library, if it is installed.

    ZBar does not tell GS1 symbols from plain ones: its identifiers end before the modifier
    ("]C"), and it knows no DataMatrix.
    """
    try:
        from pyzbar import pyzbar
    except (ImportError, OSError) as error:
        return SecondOpinion(None, f"the ZBar library (libzbar0) is not installed: {error}")
    found = sorted(pyzbar.decode(image.convert("L")), key=lambda s: (s.rect.top, s.rect.left))
    return SecondOpinion(tuple(Decoded(_text(s.data), _IDENTIFIERS.get(s.type, "")) for s in found))


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")
