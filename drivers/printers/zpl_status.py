"""The answer of a ZPL printer to `~HS`: three STX..ETX lines in, one status out (sans-IO).

Source: Zebra ZPL II programming guide, `~HS` Host Status Return. A printer with an open head or
without paper may answer nothing at all: silence is for the device to judge, not for the parser.
"""

from __future__ import annotations

from dataclasses import dataclass

ASK_STATUS = b"~HS\r\n"
CANCEL_ALL = b"~JA\r\n"
END_FORMAT = b"^XZ\r\n"
MAX_LINE_BYTES = 128

_STX, _ETX = 0x02, 0x03
_FIELDS_OF_LINE = (12, 11, 2)


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """One host status; counts are pieces, the rest are flags."""

    paper_out: bool = False
    paused: bool = False
    head_open: bool = False
    ribbon_out: bool = False
    buffer_full: bool = False
    partial_format: bool = False
    label_waiting: bool = False
    thermal_transfer: bool = False
    corrupt_ram: bool = False
    under_temperature: bool = False
    over_temperature: bool = False
    formats_in_buffer: int = 0
    labels_remaining: int = 0
    label_length_dots: int = 0

    @property
    def troubles(self) -> tuple[str, ...]:
        """Name what a person must mend before the printer prints, most telling first."""
        named = (
            (self.head_open, "head open"),
            (self.paper_out, "paper out"),
            (self.ribbon_out, "ribbon out"),
            (self.over_temperature, "head too hot"),
            (self.corrupt_ram, "memory lost"),
        )
        found = tuple(words for is_so, words in named if is_so)
        # an open head or missing paper pauses the printer by itself: no news
        return found or (("paused",) if self.paused else ())

    @property
    def idle(self) -> bool:
        """Tell whether nothing is in the buffer, half received or still to print."""
        return not (self.formats_in_buffer or self.labels_remaining or self.partial_format)


@dataclass(frozen=True, slots=True)
class StatusFault:
    """A line that is no part of a host status."""

    detail: str


class StatusParser:
    """Collect the three lines of `~HS`; anything out of order starts the collection anew."""

    def __init__(self) -> None:
        self._line: bytearray | None = None
        self._lines: list[list[str]] = []

    def feed(self, data: bytes) -> list[PrinterStatus | StatusFault]:
        """Return the statuses (and faults) that `data` completes; never raises."""
        found: list[PrinterStatus | StatusFault] = []
        for byte in data:
            if byte == _STX:
                self._line = bytearray()
            elif self._line is not None and byte == _ETX:
                found += self._end_line(bytes(self._line))
            elif self._line is not None:
                self._line.append(byte)
                found += self._check_length()
        return found

    def _check_length(self) -> list[PrinterStatus | StatusFault]:
        if self._line is None or len(self._line) <= MAX_LINE_BYTES:
            return []
        self._line = None
        return self._fault("a status line without an end")

    def _end_line(self, line: bytes) -> list[PrinterStatus | StatusFault]:
        self._line = None
        fields = [field.strip() for field in line.decode("ascii", "replace").split(",")]
        if len(fields) == _FIELDS_OF_LINE[0]:
            self._lines = []
        if len(fields) != _FIELDS_OF_LINE[len(self._lines)]:
            return self._fault(f"not the next line of ~HS: {line[:40]!r}")
        self._lines.append(fields)
        return self._complete() if len(self._lines) == len(_FIELDS_OF_LINE) else []

    def _complete(self) -> list[PrinterStatus | StatusFault]:
        lines, self._lines = self._lines, []
        try:
            return [_status(lines[0], lines[1])]
        except ValueError as error:
            return self._fault(f"not a number in ~HS: {error}")

    def _fault(self, detail: str) -> list[PrinterStatus | StatusFault]:
        self._lines = []
        return [StatusFault(detail)]


def _status(first: list[str], second: list[str]) -> PrinterStatus:
    return PrinterStatus(
        paper_out=_flag(first[1]),
        paused=_flag(first[2]),
        label_length_dots=_number(first[3]),
        formats_in_buffer=_number(first[4]),
        buffer_full=_flag(first[5]),
        partial_format=_flag(first[7]),
        corrupt_ram=_flag(first[9]),
        under_temperature=_flag(first[10]),
        over_temperature=_flag(first[11]),
        head_open=_flag(second[2]),
        ribbon_out=_flag(second[3]),
        thermal_transfer=_flag(second[4]),
        label_waiting=_flag(second[7]),
        labels_remaining=_number(second[8]),
    )


def _number(field: str) -> int:
    if not (field.isascii() and field.isdigit()):
        raise ValueError(repr(field))
    return int(field)


def _flag(field: str) -> bool:
    if field not in ("0", "1"):
        raise ValueError(f"{field!r} where 0 or 1 belongs")
    return field == "1"
