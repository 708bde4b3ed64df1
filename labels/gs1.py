"""GS1 element strings as far as labels need them.

Source: GS1 General Specifications, sections 3 (application identifiers), 5.10.1 (predefined
lengths), 7.9.1 (check digit), 7.11 (character set 82).
"""

import re
from collections.abc import Sequence

from labels.errors import LabelError

GS = "\x1d"
_PREDEFINED = frozenset(
    ["00", "01", "02", "03", "04", *(str(n) for n in range(11, 21)), "41"]
    + [str(n) for n in range(31, 37)]
)
_ELEMENT = re.compile(r"\[(\d{2,4})\]([^\[\]\x00-\x20\x7f-\U0010ffff]+)")
_BRACKETED = re.compile(f"(?:{_ELEMENT.pattern})+")
_CSET82 = frozenset(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!\"%&'()*+,-./:;<=>?_"
)


def check_digit(digits: str) -> str:
    """Compute the digit that follows `digits` in a GTIN, SSCC or GLN."""
    weighted = sum(int(d) * (1 if i % 2 else 3) for i, d in enumerate(reversed(digits)))
    return str(-weighted % 10)


def is_key(text: str, lengths: Sequence[int]) -> bool:
    """Tell whether `text` is a GS1 key of one of these lengths with its right check digit."""
    plain = text.isascii() and text.isdigit() and len(text) in lengths
    return plain and check_digit(text[:-1]) == text[-1]


def sscc(text: str) -> str:
    """Give an SSCC as data of a barcode, `[00]` and 18 digits.

    :raises LabelError: when it is not 18 digits with the right check digit
    """
    if not is_key(text, (18,)):
        raise LabelError(
            f"'{text}' is not an SSCC: 18 digits are needed, the last one being the check digit"
        )
    return f"[00]{text}"


def gtin14(text: str) -> str:
    """Give a GTIN of 8, 12, 13 or 14 digits as 14 digits.

    :raises LabelError: when the length or the check digit is wrong
    """
    if not is_key(text, (8, 12, 13, 14)):
        raise LabelError(
            f"'{text}' is not a GTIN: 8, 12, 13 or 14 digits are needed, the last one being"
            " the check digit. Mend it in the item's data."
        )
    return text.rjust(14, "0")


def bracketed(elements: Sequence[tuple[str, str]]) -> str:
    """Write (AI, value) pairs as data of a barcode, `[01]05901234123457[10]LOT1`.

    :raises LabelError: when a value is empty or has a character GS1 does not allow
    """
    for ai, value in elements:
        bad = sorted(set(value) - _CSET82)
        if not value or bad:
            why = f"has {bad[0]!r}, which GS1 does not allow" if bad else "is empty"
            raise LabelError(f"The value '{value}' of ({ai}) {why}")
    return "".join(f"[{ai}]{value}" for ai, value in elements)


def element_string(data: str) -> str:
    """Turn bracketed data into what a scanner reports, GS only where a value's end is open.

    :raises LabelError: when the brackets are wrong
    """
    if not _BRACKETED.fullmatch(data):
        raise LabelError(f"'{ascii(data)[1:-1]}' is no GS1 data: write it as [01]05901234123457")
    *first, (ai, value) = _ELEMENT.findall(data)
    open_ended = (a + v + ("" if a[:2] in _PREDEFINED else GS) for a, v in first)
    return "".join(open_ended) + str(ai + value)


def readable(data: str) -> str:
    """Write bracketed data for people, `(01) 05901234123457 (10) LOT1`."""
    return data.replace("[", " (").replace("]", ") ").strip()
