"""The dot-grid canvas: a label as plain data, before it becomes ZPL, a picture or a PDF.

All coordinates are dots of a 203 dpi printer (8 dots per millimetre), x to the right and y down
from the top left corner. Bars and matrices sit on whole dots, because a printer that has to
scale a barcode makes some bars too wide and others too narrow.
"""

from dataclasses import dataclass
from typing import Literal

DOTS_PER_MM = 8
DPI = 203

BarKind = Literal["code128", "gs1-128", "ean13"]
MatrixKind = Literal["datamatrix", "gs1-datamatrix", "qr"]
Anchor = Literal["l", "m", "r"]


@dataclass(frozen=True)
class Size:
    """A label's size in dots."""

    width: int
    height: int


FOUR_BY_SIX = Size(812, 1218)
CARD = Size(680, 430)
MEDIUM = Size(560, 320)
SMALL = Size(400, 200)


@dataclass(frozen=True)
class Text:
    """One line of text; `size` is the em in dots, `anchor` says which end stands at x."""

    x: int
    baseline: int
    text: str
    size: int
    bold: bool = False
    anchor: Anchor = "l"


@dataclass(frozen=True)
class Panel:
    """A black box with white bold text in its middle."""

    x: int
    y: int
    width: int
    height: int
    text: str
    size: int


@dataclass(frozen=True)
class Rule:
    """A filled rectangle, thin ones being lines."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Frame:
    """A box drawn as its outline, which lies inside the box."""

    x: int
    y: int
    width: int
    height: int
    thickness: int = 2


@dataclass(frozen=True)
class Bars:
    """A linear barcode; x is its first bar, `module` the width of the narrowest bar in dots.

    The data of GS1 kinds is written in brackets, `[01]05901234123457[10]LOT1`.
    """

    x: int
    y: int
    module: int
    height: int
    kind: BarKind
    data: str


@dataclass(frozen=True)
class Matrix:
    """A square two-dimensional code; `module` is the side of its smallest square in dots."""

    x: int
    y: int
    module: int
    kind: MatrixKind
    data: str


Element = Text | Panel | Rule | Frame | Bars | Matrix


@dataclass(frozen=True)
class Drawing:
    """One physical label."""

    size: Size
    elements: tuple[Element, ...]
