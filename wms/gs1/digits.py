"""Check digits and the keys that carry them.

Source: GS1 General Specifications, section 7.9 (check digit calculations).
"""

from __future__ import annotations

from wms.errors import Refused
from wms.text import T


def check_digit(digits: str) -> str:
    """Return the check digit that belongs after `digits` (weights 3, 1 from the right)."""
    weighted = sum(int(d) * (3 if i % 2 == 0 else 1) for i, d in enumerate(reversed(digits)))
    return str(-weighted % 10)


def has_valid_check_digit(code: str) -> bool:
    """Tell whether the last digit of `code` is the check digit of those before it."""
    return is_digits(code) and len(code) > 1 and check_digit(code[:-1]) == code[-1]


def is_digits(text: str) -> bool:
    """Tell whether `text` holds ASCII digits only (`str.isdigit` accepts others)."""
    return text.isascii() and text.isdigit()


def gtin14(code: str) -> str:
    """Return a GTIN-8, -12, -13 or -14 as 14 digits, the form in which GTINs are compared.

    :raises Refused: wrong length, not digits, or a wrong check digit.
    """
    if len(code) not in (8, 12, 13, 14) or not is_digits(code):
        raise Refused(
            "gtin.malformed",
            T("{code} is no GTIN", code=shown(code)),
            T("A GTIN has 8, 12, 13 or 14 digits"),
        )
    if not has_valid_check_digit(code):
        raise Refused(
            "gtin.check_digit",
            T("{code} has a wrong check digit", code=code),
            T("It should end in {digit}", digit=check_digit(code[:-1])),
        )
    return code.zfill(14)


def sscc(extension: int, company_prefix: str, serial: int) -> str:
    """Return the SSCC-18 of a logistic unit.

    :raises ValueError: `serial` does not fit beside `company_prefix` in 16 digits.
    Source: GS1 General Specifications, section 2.2.1 (logistic units).
    """
    width = 16 - len(company_prefix)
    if not 0 <= serial < 10**width:
        raise ValueError(f"serial {serial} does not fit in {width} digits")
    body = f"{extension}{company_prefix}{serial:0{width}d}"
    return body + check_digit(body)


def shown(code: str, limit: int = 24) -> str:
    """Return `code` short enough, and without control characters, to be shown to a person."""
    clean = "".join(c if c.isprintable() else "?" for c in code[: limit + 1])
    return clean if len(clean) <= limit else clean[: limit - 1] + "…"
