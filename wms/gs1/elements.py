"""Read GS1 element strings: application identifiers and their values.

Knows the identifiers that a warehouse reads off goods; one that it does not know is refused by
name rather than guessed at. FNC1 arrives as the group separator 0x1D.
Source: GS1 General Specifications, section 3 (application identifiers) and 7.8 (FNC1).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from wms.errors import Refused
from wms.gs1.digits import has_valid_check_digit, is_digits, shown
from wms.text import T

GS = "\x1d"

_FIXED = {"00": 18, "01": 14, "02": 14, "11": 6, "12": 6, "13": 6, "15": 6, "16": 6, "17": 6}
_FIXED |= {"20": 2, "410": 13, "411": 13, "412": 13, "413": 13, "414": 13, "415": 13}
_MEASURES = ("310", "311", "312", "313", "330", "331", "332")
_FIXED |= {f"{measure}{decimals}": 6 for measure in _MEASURES for decimals in range(6)}
_VARIABLE = {"10": 20, "21": 20, "22": 20, "30": 8, "37": 8, "240": 30, "241": 30, "250": 30}
_VARIABLE |= {"400": 30, "401": 30, "403": 30, "420": 20, "421": 12, "90": 30}
_VARIABLE |= {str(n): 90 for n in range(91, 100)}
_NUMERIC = {"30", "37"}
_CHECKED = {"00", "01", "02", "410", "411", "412", "413", "414", "415"}


@dataclass(frozen=True, slots=True)
class ElementString:
    """The values of one GS1 symbol by application identifier, in the order they stood."""

    values: Mapping[str, str]

    @property
    def sscc(self) -> str:
        return self.values.get("00", "")

    @property
    def gtin(self) -> str:
        return self.values.get("01", "") or self.values.get("02", "")

    @property
    def lot(self) -> str:
        return self.values.get("10", "")

    @property
    def serial(self) -> str:
        return self.values.get("21", "")

    @property
    def quantity(self) -> int | None:
        """Pieces by AI 30 or 37, if the symbol says."""
        text = self.values.get("37") or self.values.get("30")
        return int(text) if text else None

    def expires_on(self, today: date) -> date | None:
        """Return the expiry (17), else best-before (15) date; `today` decides the century."""
        text = self.values.get("17") or self.values.get("15")
        return read_date(text, today) if text else None


def parse(text: str) -> ElementString:
    """Return the elements of `text`, the data of a GS1 symbol without its AIM id.

    :raises Refused: unknown identifier, wrong length, characters or check digit.
    """
    values: dict[str, str] = {}
    rest = text.lstrip(GS)
    if not rest:
        raise Refused("gs1.empty", T("The GS1 code is empty"), T("Scan again"))
    while rest:
        ai, value, rest = _take(rest)
        if values.setdefault(ai, value) != value:
            raise Refused(
                "gs1.contradiction", T("({ai}) stands twice with different values", ai=ai)
            )
    return ElementString(values)


def _take(rest: str) -> tuple[str, str, str]:
    for width in (2, 3, 4):
        ai = rest[:width]
        if ai in _FIXED:
            value, rest = rest[width : width + _FIXED[ai]], rest[width + _FIXED[ai] :]
            return ai, _checked(ai, value, _FIXED[ai]), rest.removeprefix(GS)
        if ai in _VARIABLE:
            value, _, rest = rest[width:].partition(GS)
            return ai, _checked(ai, value, 0), rest
    raise Refused(
        "gs1.unknown_ai",
        T("This GS1 code holds something unknown at {rest}", rest=shown(rest, 12)),
        T("Scan another code of the item"),
    )


def _checked(ai: str, value: str, length: int) -> str:
    """Return `value` if its length, characters and check digit are right for `ai`."""
    if length and (len(value) != length or not is_digits(value)):
        raise Refused("gs1.length", T("({ai}) needs {n} digits", ai=ai, n=length), T("Scan again"))
    if not length and not 0 < len(value) <= _VARIABLE[ai]:
        raise Refused(
            "gs1.length",
            T("({ai}) holds at most {n} characters", ai=ai, n=_VARIABLE[ai]),
            T("The separator between two values may be missing: check the scanner's settings"),
        )
    if ai in _NUMERIC and not is_digits(value):
        raise Refused("gs1.characters", T("({ai}) must be a number", ai=ai), T("Scan again"))
    if ai in _CHECKED and not has_valid_check_digit(value):
        raise Refused(
            "gs1.check_digit", T("({ai}) has a wrong check digit", ai=ai), T("Scan again")
        )
    return value


def read_date(text: str, today: date) -> date:
    """Return the date YYMMDD; day 00 is the last of the month; the century is the nearest.

    :raises Refused: no such day.
    Source: GS1 General Specifications, section 7.12 (century in dates).
    """
    try:
        short, month, day = int(text[:2]), int(text[2:4]), int(text[4:6])
        difference = short - today.year % 100
        century = today.year // 100 - (difference >= 51) + (difference <= -50)
        year = century * 100 + short
        if day:
            return date(year, month, day)
        return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    except ValueError:
        words = T("{text} is no date", text=shown(text))
        raise Refused("gs1.date", words, T("Scan again")) from None
