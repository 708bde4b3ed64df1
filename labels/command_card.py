"""The card on a cart whose barcodes do what keys do."""

from collections.abc import Sequence

from labels.canvas import FOUR_BY_SIX, Drawing, Element, Rule
from labels.errors import LabelError
from labels.fitting import bars, line
from labels.sscc_block import LEFT, RIGHT, TOP, WIDTH

MOST_COMMANDS = 10
_HEAD, _BOTTOM, _BAR_HEIGHT, _CAPTION_WIDTH = 84, 1170, 68, 300


def command_card(commands: Sequence[tuple[str, str]], title: str = "") -> Drawing:
    """Draw up to ten commands, (caption, code) each, one below the other on 4 x 6 in.

    Rows keep their barcodes apart, so that the beam of a scanner meets one only.

    :raises LabelError: for no or more than ten commands, or a code too long for a barcode
    """
    if not 1 <= len(commands) <= MOST_COMMANDS:
        raise LabelError(
            f"A command card has 1 to {MOST_COMMANDS} commands, not {len(commands)}: use more cards"
        )
    top = TOP + (_HEAD if title else 0)
    pitch = min((_BOTTOM - top) // len(commands), 160)
    rows = [
        element
        for i, (caption, code) in enumerate(commands)
        for element in _row(top + i * pitch, pitch, caption, code)
    ]
    head = [line(LEFT, TOP + 52, title, WIDTH, 52, 28, bold=True)] if title else []
    return Drawing(FOUR_BY_SIX, (*head, *rows))


def _row(top: int, pitch: int, caption: str, code: str) -> list[Element]:
    middle = top + pitch // 2
    room = RIGHT - LEFT - _CAPTION_WIDTH
    return [
        Rule(LEFT, top, WIDTH, 2),
        line(LEFT, middle + 16, caption, _CAPTION_WIDTH - 12, 46, 22, bold=True),
        bars(
            LEFT + _CAPTION_WIDTH,
            middle - _BAR_HEIGHT // 2,
            room,
            _BAR_HEIGHT,
            "code128",
            code,
            most=3,
            anchor="r",
        ),
    ]
