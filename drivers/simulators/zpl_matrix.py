"""DataMatrix (`^BX`) and QR (`^BQ`) symbols as masks, encoded by zxing-cpp.

Source: Zebra ZPL II programming guide, `^BX` (escape character: `_1` FNC1, `_dNNN` a byte, doubled
is itself) and `^BQ` (field data: error correction, input mode A, comma, data); GS1 General
Specifications, sections 3.2 and 7.8.5, for cutting an element string at its fixed lengths.
"""

from __future__ import annotations

import re
from typing import Any

import zxingcpp
from PIL import Image

from drivers.simulators.zpl_params import ZplFault

FNC1 = "\x1d"
_AI_DIGITS = ((re.compile(r"2[345]|4[012]|71"), 3), (re.compile(r"3[1-69]|43|7[02]|8[0-2]"), 4))
_FIXED = (
    (re.compile(r"00"), 18),
    (re.compile(r"0[1-3]"), 14),
    (re.compile(r"04"), 16),
    (re.compile(r"1[1-9]|3[1-6]"), 6),
    (re.compile(r"20"), 2),
    (re.compile(r"41"), 13),
)


def data_matrix(data: str, module_dots: int, escape: str) -> Image.Image:
    """Return the ECC 200 symbol of `^BX` field data, GS1 when it begins with FNC1.

    :raises ZplFault: data that cannot be encoded.
    """
    plain = _unescape(data, escape) if escape else data
    if plain.startswith(FNC1):
        return _symbol(_bracketed(plain[1:]), zxingcpp.BarcodeFormat.DataMatrix, module_dots, True)
    return _symbol(plain, zxingcpp.BarcodeFormat.DataMatrix, module_dots, False)


def qr(data: str, module_dots: int) -> Image.Image:
    """Return the QR symbol of `^BQ` field data such as `QA,text`.

    :raises ZplFault: another input mode than automatic, or data that cannot be encoded.
    """
    match = re.fullmatch(r"([HQML])A,(.+)", data, re.DOTALL)
    if match is None:
        raise ZplFault(f"^BQ: {data[:12]!r} does not begin like 'QA,' (level, automatic, comma)")
    return _symbol(match[2], zxingcpp.BarcodeFormat.QRCode, module_dots, False, ec_level=match[1])


def _symbol(
    text: str, kind: zxingcpp.BarcodeFormat, module_dots: int, gs1: bool, **options: str
) -> Image.Image:
    try:
        # printers make square symbols unless told otherwise; the library would take a slim one
        barcode = zxingcpp.create_barcode(text, kind, gs1=gs1, force_square=True, **options)
    except (ValueError, RuntimeError) as error:
        raise ZplFault(f"a 2D symbol of {text[:30]!r}: {error}") from error
    drawn: Any = barcode.to_image(scale=1, add_quiet_zones=False)  # offers the buffer protocol
    height, width = drawn.shape
    paper = Image.frombytes("L", (width, height), bytes(drawn))
    ink = paper.point([255 - level for level in range(256)])
    size = (width * module_dots, height * module_dots)
    return ink.resize(size, Image.Resampling.NEAREST).convert("1")


def _unescape(data: str, escape: str) -> str:
    mark = re.escape(escape)
    pattern = re.compile(rf"{mark}(?:(1)|d(\d{{3}})|({mark})|(.?))", re.DOTALL)

    def value(match: re.Match[str]) -> str:
        if match[1]:
            return FNC1
        if match[2]:
            return chr(int(match[2]))
        if match[3]:
            return escape
        raise ZplFault(f"^BX: {match[0]!r} is no escape here; {escape} itself is written twice")

    return pattern.sub(value, data)


def _bracketed(elements: str) -> str:
    """Turn a GS1 element string with separators into `[ai]value...`."""
    written = ""
    while elements:
        prefix = elements[:2]
        digits = next((count for ais, count in _AI_DIGITS if ais.match(prefix)), 2)
        length = next((size for ais, size in _FIXED if ais.match(prefix)), None)
        ai, rest = elements[:digits], elements[digits:]
        value = rest.split(FNC1, 1)[0] if length is None else rest[:length]
        written += f"[{ai}]{value}"
        elements = rest[len(value) :].removeprefix(FNC1)
    return written
