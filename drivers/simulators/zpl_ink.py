"""Ink as masks (white = ink): text, symbols with a caption, turned fields."""

from __future__ import annotations

from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

_TURNS = {
    "R": Image.Transpose.ROTATE_270,
    "I": Image.Transpose.ROTATE_180,
    "B": Image.Transpose.ROTATE_90,
}


def text_ink(text: str, height_dots: int) -> Image.Image:
    """Draw one line of text in a cell of `height_dots`, its baseline at `baseline_dots`."""
    height = max(8, min(height_dots, 400))
    font = _font(height)
    ink = Image.new("1", (max(1, int(font.getlength(text))), height + 2), 0)
    ImageDraw.Draw(ink).text((0, baseline_dots(height)), text, fill=255, font=font, anchor="ls")
    return ink


def baseline_dots(height_dots: int) -> int:
    """Return how far below the top of its cell a text stands."""
    return height_dots * 3 // 4


def box_ink(width: int, height: int, thick: int) -> Image.Image:
    """Draw a frame whose line lies inside of its size; a thick one is a bar."""
    ink = Image.new("1", (width, height), 0)
    ImageDraw.Draw(ink).rectangle((0, 0, width - 1, height - 1), outline=255, width=thick)
    return ink


def bar_ink(pattern: str, module_dots: int, height_dots: int) -> Image.Image:
    """Draw a linear symbol from its modules, "1" a bar and "0" a space."""
    row = bytes(255 if module == "1" else 0 for module in pattern)
    line = Image.frombytes("L", (len(row), 1), row)
    size = (len(row) * module_dots, height_dots)
    return line.resize(size, Image.Resampling.NEAREST).convert("1")


def turned(ink: Image.Image, turn: str) -> Image.Image:
    """Turn clockwise: N not, R 90, I 180, B 270 degrees."""
    return ink.transpose(_TURNS[turn]) if turn in _TURNS else ink


def stacked(upper: Image.Image, lower: Image.Image, gap_dots: int = 4) -> Image.Image:
    """Put one ink under the other, the narrower one centred."""
    width = max(upper.width, lower.width)
    ink = Image.new("1", (width, upper.height + gap_dots + lower.height), 0)
    ink.paste(upper, ((width - upper.width) // 2, 0))
    ink.paste(lower, ((width - lower.width) // 2, upper.height + gap_dots))
    return ink


@lru_cache(maxsize=16)
def _font(height_dots: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size=height_dots)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise RuntimeError("Pillow was built without FreeType: install a wheel that has it")
    return font
