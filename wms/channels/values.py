"""Kinds of value in what other systems send, strict where a slip would cost money.

A whole number may come as a number (1.0 is one) or as digits in text (CSV knows text only), never
as a fraction or a truth value. Texts hold printable characters only: no line breaks, no NUL, no
lone surrogates.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from wms.units import MAX_QUANTITY

_WHOLE = re.compile(r"[+-]?[0-9]{1,15}", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
EARLIEST, LATEST = date(2000, 1, 1), date(2199, 12, 31)


def printable(text: str) -> str:
    """Return `text` if every character of it can be printed.

    :raises ValueError: names the first that cannot, and where it stands.
    """
    for place, character in enumerate(text, 1):
        if not character.isprintable():
            raise ValueError(
                f"character {place} is U+{ord(character):04X}, which cannot be printed"
            )
    return text


def _whole(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)  # JSON knows one kind of number: 1.0 is a whole one
    if isinstance(value, str) and _WHOLE.fullmatch(value.strip()):
        return int(value)
    raise ValueError("a whole number is needed")


def _truth(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    if isinstance(value, str | int) and str(value).strip().lower() in words:
        return words[str(value).strip().lower()]
    raise ValueError("true or false is needed")


def _day(value: Any) -> date:
    if isinstance(value, str) and _DAY.fullmatch(value.strip()):
        return _in_reach(date.fromisoformat(value.strip()))
    raise ValueError("a date like 2026-03-31 is needed")


def _instant(value: Any) -> datetime:
    """A day alone means its end in UTC."""
    if not isinstance(value, str):
        raise ValueError("a date and time like 2026-03-31T17:00:00+02:00 is needed")
    text = value.strip()
    if _DAY.fullmatch(text):
        end = time(23, 59, 59, tzinfo=UTC)
        return datetime.combine(_in_reach(date.fromisoformat(text)), end)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError("a date and time like 2026-03-31T17:00:00+02:00 is needed") from None
    if found.tzinfo is None:
        raise ValueError("the offset from UTC is missing: write 2026-03-31T17:00:00+02:00")
    _in_reach(found.date())
    return found.astimezone(UTC)


def _in_reach(day: date) -> date:
    if not EARLIEST <= day <= LATEST:
        raise ValueError(f"between {EARLIEST} and {LATEST} is needed")
    return day


def _country(text: str) -> str:
    if len(text) != 2 or not (text.isascii() and text.isalpha()):
        raise ValueError("two letters are needed, such as PL (ISO 3166)")
    return text.upper()


def _street(value: Any) -> Any:
    return value.splitlines() if isinstance(value, str) else value


Line = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(printable)]
Name = Annotated[Line, StringConstraints(min_length=1, max_length=200)]
Short = Annotated[Line, StringConstraints(max_length=100)]
Code = Annotated[Line, StringConstraints(min_length=1, max_length=64)]
MaybeCode = Annotated[Line, StringConstraints(max_length=64)]
Ref = Annotated[Line, StringConstraints(min_length=1, max_length=128)]
MaybeRef = Annotated[Line, StringConstraints(max_length=128)]
Gtin = Annotated[
    Line,
    StringConstraints(max_length=14),
    Field(description="8, 12, 13 or 14 digits; the last one is checked"),
]
Country = Annotated[
    Line,
    AfterValidator(_country),
    Field(description="ISO 3166", json_schema_extra={"pattern": "^[A-Za-z]{2}$"}),
]
Street = Annotated[tuple[Name, ...], BeforeValidator(_street), Field(min_length=1, max_length=6)]
Owner = Annotated[MaybeCode, Field(description="The merchant's code; its own key may omit it")]
Site = Annotated[MaybeCode, Field(description="Code of the warehouse; empty where there is one")]
SenderRef = Annotated[Ref, Field(description="Your own reference, unique among yours")]
Whole = Annotated[int, BeforeValidator(_whole)]
Level = Annotated[Whole, Field(ge=0, le=MAX_QUANTITY)]
Quantity = Annotated[Whole, Field(ge=1, le=MAX_QUANTITY, description="Pieces, or packs of a GTIN")]
LineNo = Annotated[Whole, Field(ge=1, le=100_000, description="Yours; numbered here without it")]
Priority = Annotated[Whole, Field(ge=1, le=9, description="1 is the most urgent")]
Measure = Annotated[Whole, Field(ge=-(10**12), le=10**12)]
Truth = Annotated[bool, BeforeValidator(_truth)]
Day = Annotated[date, BeforeValidator(_day), Field(description="From 2000 to 2199")]
Instant = Annotated[
    datetime,
    BeforeValidator(_instant),
    Field(description="With its offset from UTC, from 2000 to 2199; a day alone means its end"),
]
