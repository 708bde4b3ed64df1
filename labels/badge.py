"""A worker's badge in the size of a bank card."""

from labels.canvas import CARD, Bars, Drawing, Element, Frame, Rule
from labels.errors import LabelError
from labels.fitting import bars, line, panel, wrap

_MARGIN, _INSET = 4, 28


def badge_label(name: str, role: str, token: str, company: str = "") -> Drawing:
    """Draw a badge with the token as Code 128; the token is never printed in letters.

    :raises LabelError: when the token does not fit as a barcode
    """
    width = CARD.width - 2 * _INSET
    lines = wrap(name, width, 56, 2, bold=True)
    top = 138 if len(lines) == 1 else 112
    names = [
        line(_INSET, top + 40 + 58 * i, words, width, 56, bold=True)
        for i, words in enumerate(lines)
    ]
    elements: tuple[Element, ...] = (
        Frame(_MARGIN, _MARGIN, CARD.width - 2 * _MARGIN, CARD.height - 2 * _MARGIN, 3),
        line(_INSET, 62, company, width - 250, 32, 20),
        *([panel(CARD.width - _INSET - 240, 26, 240, 50, role, 32)] if role else []),
        Rule(_INSET, 90, width, 3),
        *names,
        _token_bars(name, token),
    )
    return Drawing(CARD, elements)


def _token_bars(name: str, token: str) -> Bars:
    """Draw the token; a refusal must not tell it, as refusals are logged."""
    try:
        return bars(_MARGIN, 250, CARD.width - 2 * _MARGIN, 140, "code128", token, most=3)
    except LabelError:
        raise LabelError(
            f"The token on the badge of {name} cannot be a barcode: use up to 24 letters A-Z"
            " and digits"
        ) from None
