"""Making words fit the width they have: smaller first, then on more lines, then shortened."""

from labels.canvas import Anchor, BarKind, Bars, Panel, Text
from labels.errors import LabelError
from labels.fonts import clean, measure
from labels.symbols import QUIET_MODULES, bar_modules

ELLIPSIS = "…"


def fit_size(text: str, width: int, size: int, least: int, bold: bool = False) -> int:
    """Choose the largest em from `size` down to `least` dots at which the text fits."""
    while size > least and measure(text, size, bold) > width:
        size -= 2
    return max(size, least)


def shorten(text: str, width: int, size: int, bold: bool = False) -> str:
    """Cut a text to a width in dots, with an ellipsis where something is gone."""
    if measure(text, size, bold) <= width:
        return text
    fits, too_long = 0, len(text)
    while too_long - fits > 1:
        middle = (fits + too_long) // 2
        if measure(text[:middle].rstrip() + ELLIPSIS, size, bold) <= width:
            fits = middle
        else:
            too_long = middle
    return text[:fits].rstrip() + ELLIPSIS


def wrap(text: str, width: int, size: int, lines: int, bold: bool = False) -> list[str]:
    """Break a text between words into at most `lines` lines; the last one is shortened."""
    words = clean(text).split()
    broken: list[str] = []
    while words and len(broken) < lines - 1:
        taken = 1
        while taken < len(words) and measure(" ".join(words[: taken + 1]), size, bold) <= width:
            taken += 1
        broken.append(shorten(" ".join(words[:taken]), width, size, bold))
        words = words[taken:]
    return [*broken, shorten(" ".join(words), width, size, bold)] if words else broken


def line(
    x: int,
    baseline: int,
    text: str,
    width: int,
    size: int,
    least: int = 0,
    bold: bool = False,
    anchor: Anchor = "l",
) -> Text:
    """Set one line that is no wider than `width` dots."""
    words = clean(text)
    size = fit_size(words, width, size, least or size, bold)
    return Text(x, baseline, shorten(words, width, size, bold), size, bold, anchor)


def panel(x: int, y: int, width: int, height: int, text: str, size: int) -> Panel:
    """Set white words in a black box; they keep a border of a sixth of its height."""
    inner = width - height // 3
    words = clean(text)
    size = fit_size(words, inner, size, 16, bold=True)
    return Panel(x, y, width, height, shorten(words, inner, size, bold=True), size)


def bars(
    x: int,
    y: int,
    width: int,
    height: int,
    kind: BarKind,
    data: str,
    most: int = 4,
    anchor: Anchor = "m",
) -> Bars:
    """Place a linear code with its quiet zones inside `width` dots, as wide as it can be.

    :param most: the widest module to use, in dots
    :raises LabelError: when modules of two dots (0.25 mm) are still too wide
    """
    count, quiet = len(bar_modules(kind, data)), QUIET_MODULES[kind]
    module = min(most, width // (count + 2 * quiet))
    if module < 2:
        raise LabelError(
            f"The code '{data}' needs {(count + 2 * quiet) / 4:.0f} mm as a barcode, but there"
            f" are {width / 8:.0f} mm. Use a shorter code or a larger label."
        )
    spare = width - module * count
    before = {"l": quiet * module, "m": spare // 2, "r": spare - quiet * module}[anchor]
    return Bars(x + before, y, module, height, kind, data)
