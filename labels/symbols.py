"""From a barcode's data to its black and white modules, the same for each renderer."""

from functools import lru_cache

import zxingcpp
from barcode.ean import EuropeanArticleNumber13

from labels import code128, gs1
from labels.canvas import BarKind, MatrixKind
from labels.errors import LabelError

QUIET_MODULES: dict[BarKind, int] = {"code128": 10, "gs1-128": 10, "ean13": 11}


def bar_words(kind: BarKind, data: str) -> tuple[int, ...]:
    """Encode a Code 128 or GS1-128 as code words.

    :raises LabelError: when the data cannot be encoded
    """
    if kind == "gs1-128":
        return code128.code_words(gs1.element_string(data), gs1=True)
    return code128.code_words(data)


@lru_cache(maxsize=1024)
def bar_modules(kind: BarKind, data: str) -> str:
    """Draw a linear code as "1" (black) and "0" (white) modules, without quiet zones.

    :raises LabelError: when the data cannot be encoded
    """
    if kind != "ean13":
        return code128.modules(bar_words(kind, data))
    if not gs1.is_key(data, (13,)):
        raise LabelError(f"'{data}' is not an EAN-13: it needs 13 digits, the last a check digit")
    return str(EuropeanArticleNumber13(data).build()[0])


@lru_cache(maxsize=1024)
def matrix_rows(kind: MatrixKind, data: str) -> tuple[str, ...]:
    """Draw a matrix code as rows of "1" and "0" modules, without a quiet zone.

    :raises LabelError: when the data is empty or too long
    """
    if not data:
        raise LabelError("A matrix code needs at least one character; the data is empty")
    try:
        symbol = _symbol(kind, data)
    except (ValueError, RuntimeError) as error:
        raise LabelError(f"A {kind} code cannot hold '{ascii(data)[1:-1]}': {error}") from error
    image = symbol.to_image(scale=1, add_quiet_zones=False)
    view = memoryview(image)  # type: ignore[arg-type]  # a buffer, though its stub says no
    rows, columns = image.shape
    return tuple(
        "".join("0" if view[row, column] else "1" for column in range(columns))
        for row in range(rows)
    )


def _symbol(kind: MatrixKind, data: str) -> "zxingcpp.Barcode":
    if kind == "qr":
        return zxingcpp.create_barcode(data, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    return zxingcpp.create_barcode(
        data,
        zxingcpp.BarcodeFormat.DataMatrix,
        gs1=kind == "gs1-datamatrix",
        force_square=True,
    )
