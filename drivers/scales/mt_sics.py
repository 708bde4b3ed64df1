"""MT-SICS level 0/1 scale protocol: bytes in, typed readings out (sans-IO, no float, no memory).

Source: Mettler-Toledo Standard Interface Command Set, levels 0 and 1: a command line ends CR LF; a
weight answers `S <S|D> <value, 10 right-justified> <unit>`; the status letter replaces the value
in motion (I), overload (+) and underload (-). "No value" is an outcome of its own: the parser
keeps no weight, so an old one can never be shown for a new parcel.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Literal

READ_STABLE = b"S\r\n"
READ_NOW = b"SI\r\n"
READ_REPEATEDLY = b"SIR\r\n"
ZERO = b"Z\r\n"
TARE = b"T\r\n"
CANCEL = b"@\r\n"
READ_SERIAL = b"I4\r\n"

GRAMS_PER_UNIT = {
    "g": Decimal(1),
    "kg": Decimal(1000),
    "mg": Decimal("0.001"),
    "lb": Decimal("453.59237"),
    "oz": Decimal("28.349523125"),
}
MAX_LINE_BYTES = 256

StatusKind = Literal[
    "busy",
    "overload",
    "underload",
    "done",
    "out_of_range",
    "refused",
    "device_error",
    "line_error",
    "malformed",
    "silent",
]


@dataclass(frozen=True, slots=True)
class WeightReading:
    """One weight: whole grams (half to even) beside the digits exactly as the scale printed them.

    `stable` is the scale's own flag.
    """

    grams: int
    stable: bool
    printed: str
    unit: str


@dataclass(frozen=True, slots=True)
class TareReading:
    """The tare weight that the scale has taken."""

    grams: int
    stable: bool
    printed: str
    unit: str


@dataclass(frozen=True, slots=True)
class ScaleStatus:
    """An answer without a weight: `command` is the reply's id ("" for a line-level error)."""

    kind: StatusKind
    command: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ScaleInfo:
    """The answer to I0..I5; `last` is False while more lines follow."""

    command: str
    values: tuple[str, ...]
    last: bool


ScaleAnswer = WeightReading | TareReading | ScaleStatus | ScaleInfo

# a weight is flagged S or D; a tare that was asked for (TA) is flagged A
_WEIGHT = re.compile(r"(S|T|TI|TA) ([SD]|(?<=TA )A) (.*) ([A-Za-z]{1,5})")
_NUMBER = re.compile(r" *-? *\d+(\.\d+)?")
_ERROR = re.compile(r"S [SD] +Error (\d+)([bt])")
_SHORT = re.compile(r"([A-Z]{1,4}) ([ASDIL+-])")
_INFO = re.compile(r"(I\d+) ([AB]) (.*)")
_WORD = re.compile(r'"([^"]*)"|(\S+)')
_LINE_ERRORS = {"ES": "syntax error", "ET": "transmission error", "EL": "logical error"}
_ERROR_SOURCES = {"b": "weigh module", "t": "terminal"}


class MtSicsParser:
    """Cut the stream at LF and read each line by itself; never raises on what a scale sends."""

    def __init__(self, value_width: int | None = 10) -> None:
        """`value_width` is the fixed field of the manual; a lost digit shows as a short field.

        None accepts any width, for devices that only resemble MT-SICS.
        """
        self._value_width = value_width
        self._buffer = bytearray()
        self._dropping = False

    def feed(self, data: bytes) -> list[ScaleAnswer]:
        """Return one answer for each line that `data` completes."""
        answers: list[ScaleAnswer] = []
        for byte in data:
            if byte == 0x0A:
                answers += self._end_line()
            elif not self._dropping:
                self._buffer.append(byte)
                answers += self._check_length()
        return answers

    def _end_line(self) -> list[ScaleAnswer]:
        line = bytes(self._buffer).removesuffix(b"\r")
        self._buffer.clear()
        was_dropping, self._dropping = self._dropping, False
        return [] if was_dropping or not line else [self._answer(line)]

    def _check_length(self) -> list[ScaleAnswer]:
        if len(self._buffer) <= MAX_LINE_BYTES:
            return []
        head = bytes(self._buffer[:32])
        self._buffer.clear()
        self._dropping = True
        return [ScaleStatus("malformed", detail=f"a line without an end: {head!r}")]

    def _answer(self, line: bytes) -> ScaleAnswer:
        text = line.decode("ascii", "replace")
        if match := _ERROR.fullmatch(text):
            return _device_error(match[1], match[2])
        if match := _WEIGHT.fullmatch(text):
            return self._weight(match, text)
        if match := _SHORT.fullmatch(text):
            return _status(match[1], match[2])
        if match := _INFO.fullmatch(text):
            return ScaleInfo(match[1], _words(match[3]), match[2] == "A")
        if text[:1] == "E" and len(text) == 2:
            return ScaleStatus("line_error", detail=_LINE_ERRORS.get(text, f"error {text}"))
        return _malformed(text)

    def _weight(self, match: re.Match[str], text: str) -> ScaleAnswer:
        command, flag, field, unit = match.groups()
        factor = GRAMS_PER_UNIT.get(unit)
        # only a weight is evidence; tare fields are seen with other widths
        width = self._value_width if command == "S" else None
        fits = width is None or len(field) == width
        if factor is None or not fits or not _NUMBER.fullmatch(field):
            return _malformed(text)
        printed = field.replace(" ", "")
        grams = int((Decimal(printed) * factor).quantize(Decimal(1), ROUND_HALF_EVEN))
        kind = WeightReading if command == "S" else TareReading
        return kind(grams, flag != "D", printed, unit)


def _status(command: str, letter: str) -> ScaleStatus:
    if letter in "+-":
        return _range_status(command, letter)
    kinds: dict[str, tuple[StatusKind, str]] = {
        "A": ("done", ""),
        "S": ("done", "stable"),
        "D": ("done", "in motion"),
        "I": ("busy", "in motion, or not able to now"),
        "L": ("refused", "wrong or impossible parameter"),
    }
    kind, detail = kinds[letter]
    if command == "S" and kind == "done":
        return ScaleStatus("malformed", command, "a weight without a value")
    return ScaleStatus(kind, command, detail)


def _range_status(command: str, letter: str) -> ScaleStatus:
    if command in ("S", "SI"):
        return ScaleStatus("overload" if letter == "+" else "underload", command)
    return ScaleStatus("out_of_range", command, "above" if letter == "+" else "below")


def _device_error(number: str, source: str) -> ScaleStatus:
    return ScaleStatus("device_error", "S", f"error {number} of the {_ERROR_SOURCES[source]}")


def _malformed(text: str) -> ScaleStatus:
    return ScaleStatus("malformed", detail=f"not an MT-SICS answer: {text[:40]!r}")


def _words(text: str) -> tuple[str, ...]:
    return tuple(quoted or bare for quoted, bare in _WORD.findall(text))
