"""Drawings as ZPL II, one format per physical label.

Letters are sent as graphics, so that any script prints alike on each printer, and so that no
word of a user ever stands in a command. Barcodes are native: the printer makes the sharpest
bars. Their data passes through `field_data`, the only way for foreign text into a format.

The setup says what a printer might remember otherwise: width, length, home, shift, one copy,
tear-off, and *no* reprint after an error, because whether a label is printed again is decided
by people, who are told.

Source: Zebra ZPL II Programming Guide, ^BC, ^BE, ^BQ, ^BX, ^FH, ^GB, ^GF, ^JZ, ^MM, ^PQ.
"""

from labels.canvas import Bars, Drawing, Element, Frame, Matrix, Panel, Rule, Text
from labels.code128 import zpl_data
from labels.errors import LabelError
from labels.gs1 import GS, element_string
from labels.picture import mask_of
from labels.symbols import bar_modules, bar_words
from labels.zpl_graphic import Compression, graphic_field

SETUP = "^CI28^PON^PMN^FWN^LH0,0^LS0"
DEVICE_SETUP = "^MMT^JZN^PQ1,0,1,N"
_QR_DROP = 10
_UNSAFE = frozenset("^~_\\!")  # "!" may begin a command of the printer's other languages


def to_zpl(drawing: Drawing, compression: Compression = "Z64") -> bytes:
    """Write one label as a ZPL format.

    :raises LabelError: when a barcode's data cannot be encoded
    """
    size = drawing.size
    drawn = (element for element in drawing.elements if not _is_blank(element))
    fields = "\n".join(_field(element, compression) for element in drawn)
    start = f"^XA{SETUP}^PW{size.width}^LL{size.height}{DEVICE_SETUP}"
    return f"{start}\n{fields}\n^XZ\n".encode("ascii")


def field_data(text: str) -> str:
    """Write text as a ^FD field under ^FH, in which no character can end the field.

    :raises LabelError: for control characters
    """
    for character in text:
        if character < " " or "\x7f" <= character <= "\x9f":
            raise LabelError(f"A barcode must not have the control character {character!r}")
    return f"^FH_^FD{''.join(_escape(c) for c in text)}^FS"


def _escape(character: str) -> str:
    if character.isascii() and character not in _UNSAFE:
        return character
    return "".join(f"_{byte:02X}" for byte in character.encode("utf-8"))


def _is_blank(element: Element) -> bool:
    return isinstance(element, Text) and not element.text


def _field(element: Element, compression: Compression) -> str:
    match element:
        case Text() | Panel():
            x, y, mask = mask_of(element)
            return graphic_field(max(x, 0), max(y, 0), mask, compression)
        case Rule(x, y, width, height):
            return f"^FO{x},{y}^GB{width},{height},{min(width, height)}^FS"
        case Frame(x, y, width, height, thickness):
            return f"^FO{x},{y}^GB{width},{height},{thickness}^FS"
        case Bars():
            return _bars(element)
        case Matrix():
            return _matrix(element)


def _bars(bars: Bars) -> str:
    place = f"^FO{bars.x},{bars.y}^BY{bars.module},3,{bars.height}"
    if bars.kind == "ean13":
        bar_modules(bars.kind, bars.data)  # refuses what the printer would silently mend
        return f"{place}^BEN,{bars.height},N,N{field_data(bars.data[:-1])}"
    words = zpl_data(bar_words(bars.kind, bars.data))
    return f"{place}^BCN,{bars.height},N,N,N,N{field_data(words)}"


def _matrix(matrix: Matrix) -> str:
    if matrix.kind == "qr":
        # Printers set a QR code lower by the height in ^BY, so that one is given and taken off.
        place = f"^FO{matrix.x},{matrix.y - _QR_DROP}^BY2,3,{_QR_DROP}"
        return f"{place}^BQN,2,{matrix.module}{field_data(f'MA,{matrix.data}')}"
    escaped = matrix.data.replace("_", "__")
    if matrix.kind == "gs1-datamatrix":
        escaped = "_1" + element_string(matrix.data).replace("_", "__").replace(GS, "_1")
    place = f"^FO{matrix.x},{matrix.y}^BY2,3,10"
    return f"{place}^BXN,{matrix.module},200,,,,_,1{field_data(escaped)}"
