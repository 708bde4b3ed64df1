"""Drawings as black and white pictures, one pixel a printer's dot."""

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw

from labels.canvas import DPI, BarKind, Bars, Drawing, Element, Frame, Matrix, Panel, Rule, Text
from labels.fonts import CAP_HEIGHT, face
from labels.symbols import bar_modules, matrix_rows

BLACK, WHITE = 0, 1
EAN_GUARD_DROP = 13  # what printers add to an EAN's outer and middle bars
_EAN_GUARDS = frozenset((0, 2, 46, 48, 92, 94))


@lru_cache(maxsize=1024)
def _text_mask(text: Text) -> tuple[int, int, Image.Image]:
    font = face(text.size, text.bold)
    anchor = f"{text.anchor}s"
    left, top, right, bottom = (
        round(edge) for edge in font.getbbox(text.text, mode="1", anchor=anchor)
    )
    mask = Image.new("1", (max(right - left, 1), max(bottom - top, 1)), 0)
    ImageDraw.Draw(mask).text((-left, -top), text.text, fill=1, font=font, anchor=anchor)
    return text.x + left, text.baseline + top, mask


def mask_of(element: Text | Panel) -> tuple[int, int, Image.Image]:
    """Draw words as a picture whose ones are black; give x and y of its top left dot too."""
    return _text_mask(element) if isinstance(element, Text) else _panel_mask(element)


def panel_text(panel: Panel) -> Text:
    """Place a panel's words in its middle."""
    baseline = panel.y + (panel.height + round(panel.size * CAP_HEIGHT)) // 2
    return Text(panel.x + panel.width // 2, baseline, panel.text, panel.size, True, "m")


def to_image(drawing: Drawing) -> Image.Image:
    """Draw a label as a picture of mode "1"."""
    image = Image.new("1", (drawing.size.width, drawing.size.height), WHITE)
    for element in drawing.elements:
        _draw(element, image)
    return image


def to_png_bytes(drawing: Drawing) -> bytes:
    """Draw a label as a PNG that knows its resolution."""
    file = BytesIO()
    to_image(drawing).save(file, "PNG", dpi=(DPI, DPI))
    return file.getvalue()


def _draw(element: Element, image: Image.Image) -> None:
    match element:
        case Text() | Panel():
            x, y, mask = mask_of(element)
            image.paste(BLACK, (x, y), mask)
        case Frame(x, y, width, height, thickness):
            box = (x, y, x + width - 1, y + height - 1)
            ImageDraw.Draw(image).rectangle(box, outline=BLACK, width=thickness)
        case Rule() | Bars() | Matrix():
            for x, y, width, height in rectangles(element):
                image.paste(BLACK, (x, y, x + width, y + height))


def _panel_mask(panel: Panel) -> tuple[int, int, Image.Image]:
    mask = Image.new("1", (panel.width, panel.height), 1)
    x, y, letters = _text_mask(panel_text(panel))
    mask.paste(0, (x - panel.x, y - panel.y), letters)
    return panel.x, panel.y, mask


def rectangles(element: Rule | Bars | Matrix) -> list[tuple[int, int, int, int]]:
    """List the black rectangles (x, y, width, height) in dots which an element is made of."""
    match element:
        case Rule(x, y, width, height):
            return [(x, y, width, height)]
        case Bars(x, y, side, height, kind, data):
            black = _runs(bar_modules(kind, data))
            return [
                (x + start * side, y, length * side, height + _guard_drop(kind, start))
                for start, length in black
            ]
        case Matrix(x, y, side, matrix_kind, data):
            return [
                (x + start * side, y + row * side, length * side, side)
                for row, modules in enumerate(matrix_rows(matrix_kind, data))
                for start, length in _runs(modules)
            ]


def _guard_drop(kind: BarKind, module: int) -> int:
    return EAN_GUARD_DROP if kind == "ean13" and module in _EAN_GUARDS else 0


def _runs(modules: str) -> list[tuple[int, int]]:
    found, end = [], 0
    while (start := modules.find("1", end)) >= 0:
        end = modules.find("0", start)
        end = len(modules) if end < 0 else end
        found.append((start, end - start))
    return found
