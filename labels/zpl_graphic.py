"""Pictures as ZPL graphic fields (^GFA), in two forms.

"Z64" is the smaller one and understood by Zebra printers since firmware V60.13; "hex" has runs
shortened by letters and is understood by nearly all printers that speak ZPL.

Source: Zebra ZPL II Programming Guide, ^GF and "Alternative Data Compression Scheme", "ZB64
Encoding".
"""

import base64
import binascii
import re
import zlib
from typing import Literal

from PIL import Image

Compression = Literal["Z64", "hex"]
_RUN = re.compile(r"(.)\1{2,}")


def graphic_field(x: int, y: int, ones_are_black: Image.Image, compression: Compression) -> str:
    """Place a picture of mode "1" at dot (x, y)."""
    row_bytes = (ones_are_black.width + 7) // 8
    data = ones_are_black.tobytes()
    packed = _z64(data) if compression == "Z64" else _hex(data, row_bytes)
    return f"^FO{x},{y}^GFA,{len(data)},{len(data)},{row_bytes},{packed}^FS"


def _z64(data: bytes) -> str:
    packed = base64.b64encode(zlib.compress(data, 9))
    return f":Z64:{packed.decode('ascii')}:{binascii.crc_hqx(packed, 0):04X}"


def _hex(data: bytes, row_bytes: int) -> str:
    rows = [data[i : i + row_bytes].hex().upper() for i in range(0, len(data), row_bytes)]
    before = [None, *rows]
    return "".join(
        ":" if row == above else _hex_row(row) for row, above in zip(rows, before, strict=False)
    )


def _hex_row(row: str) -> str:
    for filler, letter in (("0", ","), ("F", "!")):
        rest = row.rstrip(filler)
        rest += filler * (len(rest) % 2)
        if len(rest) < len(row):
            return _RUN.sub(_run, rest) + letter
    return _RUN.sub(_run, row)


def _run(match: re.Match[str]) -> str:
    """Write a run as letters: g-z are twenties up to 400, G-Y are ones up to 19."""
    letters, count = "", len(match[0])
    while count > 419:
        letters, count = letters + "z", count - 400
    twenties, ones = divmod(count, 20)
    letters += chr(ord("f") + twenties) if twenties else ""
    letters += chr(ord("F") + ones) if ones else ""
    return letters + match[1]
