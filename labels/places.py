"""Labels of things that do not move with the goods: bins, totes, carts and stations.

Each is a large word to be read from an aisle's width and a Code 128 of exactly the code. The
layout is made of fractions of the label, so that small and medium stock both do.
"""

from labels.canvas import MEDIUM, Drawing, Element, Size
from labels.fitting import bars, line, panel


def bin_label(code: str, zone: str = "", note: str = "", size: Size = MEDIUM) -> Drawing:
    """Draw a bin's label; the zone stands in a black box, a note such as "level 3" beside it.

    :raises LabelError: when the code does not fit as a barcode
    """
    return _place(code, zone, note, size)


def tote_label(code: str, note: str = "", size: Size = MEDIUM) -> Drawing:
    """Draw a tote's or cart's label.

    :raises LabelError: when the code does not fit as a barcode
    """
    return _place(code, "", note, size)


def station_label(code: str, name: str = "", size: Size = MEDIUM) -> Drawing:
    """Draw the label that tells a handheld at which station it is.

    :raises LabelError: when the code does not fit as a barcode
    """
    return _place(code, "", name, size)


def _place(code: str, boxed: str, note: str, size: Size) -> Drawing:
    margin, height = size.height // 16, size.height
    head = height // 6 if boxed or note else 0
    bar_height = round(height * 0.36)
    bar_top = height - margin - bar_height
    width = size.width - 2 * margin
    em = min(round((bar_top - head - margin) * 0.95), height // 2)
    baseline = bar_top - (bar_top - head - margin - round(em * 0.7)) // 2
    word = line(size.width // 2, baseline, code, width, em, 20, bold=True, anchor="m")
    barcode = bars(margin, bar_top, width, bar_height, "code128", code)
    return Drawing(size, (*_head(boxed, note, size, margin, head), word, barcode))


def _head(boxed: str, note: str, size: Size, margin: int, height: int) -> list[Element]:
    """Set the box on the left and the note on the right of the top line."""
    width, em = size.width - 2 * margin, round(height * 0.7)
    elements: list[Element] = []
    if boxed:
        elements.append(panel(margin, margin, width // 3, height, boxed, em))
    if note:
        room, right = width - (width // 3 + margin if boxed else 0), size.width - margin
        baseline = margin + round(height * 0.75)
        elements.append(line(right, baseline, note, room, em, 16, anchor="r"))
    return elements
