"""Unpack the bitmap of a `^GF` command: plain hex, run-length hex, :B64: and :Z64:.

Source: Zebra ZPL II programming guide, `^GF` and "Alternative data compression scheme":
G..Y repeat the next nibble 1..19 times, g..z 20..400 times, `,` fills the row with 0, `!` with 1,
`:` repeats the row above. :Z64: is zlib in base64 with a CRC-16/XMODEM over the base64 text.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib

from PIL import Image

from drivers.simulators.zpl_params import ZplFault

MAX_GRAPHIC_BYTES = 2_000_000
_PACKED = re.compile(r":(B64|Z64):([A-Za-z0-9+/=]*):([0-9A-Fa-f]{4})")
_TOKEN = re.compile(r"([G-Yg-z]*)([0-9A-Fa-f])|([,!:])")


def decode_graphic(params: bytes) -> Image.Image:
    """Return the ink of `A,bytes,bytes,bytes per row,data` as a mask (white = ink).

    :raises ZplFault: another format than A, wrong numbers, wrong CRC, characters out of place.
    """
    fields = params.decode("latin-1").split(",", 4)
    if len(fields) < 5 or fields[0].upper() != "A":
        raise ZplFault("^GF: only format A with four numbers and data is drawn")
    try:
        total, row_bytes = int(fields[2]), int(fields[3])
    except ValueError as error:
        raise ZplFault(f"^GF: {error}") from error
    if not (0 < row_bytes <= total <= MAX_GRAPHIC_BYTES):
        raise ZplFault(f"^GF: {total} bytes in rows of {row_bytes}")
    bitmap = _unpack(fields[4], row_bytes)[:total].ljust(total, b"\0")
    height = total // row_bytes
    return Image.frombytes("1", (row_bytes * 8, height), bitmap[: height * row_bytes])


def _unpack(data: str, row_bytes: int) -> bytes:
    if packed := _PACKED.fullmatch(data.strip()):
        return _unpack_base64(packed[1], packed[2], packed[3])
    text = "".join(data.split())
    try:
        return bytes.fromhex(text)
    except ValueError:
        return bytes.fromhex("".join(_rows(text, row_bytes * 2)))


def _unpack_base64(kind: str, text: str, crc: str) -> bytes:
    if binascii.crc_hqx(text.encode("ascii"), 0) != int(crc, 16):
        raise ZplFault(f"^GF: CRC of the :{kind}: data is not {crc}")
    try:
        raw = base64.b64decode(text, validate=True)
        return zlib.decompress(raw) if kind == "Z64" else raw
    except (binascii.Error, zlib.error) as error:
        raise ZplFault(f"^GF: :{kind}: {error}") from error


def _rows(text: str, width: int) -> list[str]:
    """Expand run-length hex into rows of `width` nibbles."""
    rows: list[str] = []
    row = ""
    position = 0
    while position < len(text):
        if (token := _TOKEN.match(text, position)) is None:
            raise ZplFault(f"^GF: {text[position]!r} is no graphic data")
        position = token.end()
        if token[3]:
            rows.append(_special_row(token[3], row, rows, width))
            row = ""
        else:
            row += token[2] * _repeats(token[1])
        while len(row) >= width:
            rows.append(row[:width])
            row = row[width:]
    return [*rows, row.ljust(width, "0")] if row else rows


def _special_row(mark: str, row: str, rows: list[str], width: int) -> str:
    if mark == ":":
        if not rows:
            raise ZplFault("^GF: the first row repeats a row above it")
        return rows[-1]
    return row.ljust(width, "0" if mark == "," else "F")


def _repeats(letters: str) -> int:
    def worth(letter: str) -> int:
        return ord(letter) - ord("F") if letter < "a" else (ord(letter) - ord("f")) * 20

    return sum(map(worth, letters)) or 1
