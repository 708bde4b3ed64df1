"""What 4 x 6 in. labels share: the printable area, captioned cells and the SSCC at the bottom.

Source: GS1 General Specifications 5.5: an SSCC has modules of at least 0.495 mm (4 dots) and
bars of at least 31.75 mm (254 dots), with its digits below.
"""

from collections.abc import Sequence

from labels import gs1
from labels.canvas import Element, Rule, Text
from labels.fitting import bars, line
from labels.fonts import clean

LEFT, RIGHT, TOP = 24, 788, 24
WIDTH = RIGHT - LEFT
SSCC_TOP, _BAR_HEIGHT = 818, 264


def sscc_block(sscc: str) -> list[Element]:
    """Draw the SSCC with title and digits at the bottom of a 4 x 6 in. label.

    :raises LabelError: when it is not an SSCC
    """
    data = gs1.sscc(sscc)
    return [
        Rule(LEFT, SSCC_TOP, WIDTH, 3),
        Text(LEFT, SSCC_TOP + 26, "SSCC", 20, bold=True),
        bars(LEFT, SSCC_TOP + 36, WIDTH, _BAR_HEIGHT, "gs1-128", data),
        Text(LEFT + WIDTH // 2, SSCC_TOP + 336, gs1.readable(data), 36, anchor="m"),
    ]


def cells(
    x: int, y: int, width: int, facts: Sequence[tuple[str, str]], size: int = 38
) -> list[Element]:
    """Set captions with their values below in columns of equal width."""
    column = width // len(facts)
    elements: list[Element] = []
    for i, (caption, value) in enumerate(facts):
        at = x + i * column
        elements.append(line(at, y + 16, caption, column - 12, 20, 14))
        elements.append(line(at, y + 18 + size, clean(value), column - 12, size, 20, bold=True))
    return elements
