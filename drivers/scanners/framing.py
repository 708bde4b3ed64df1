"""Cut a scanner's byte stream into scans, whatever the slicing (sans-IO, time passed in).

Source: AIM / ISO/IEC 15424 symbology identifiers (`]` letter modifier); serial scanners send
`[STX] [AIM id] data terminator`. Half a scan must never pass for a whole one: what is cut off,
too long, undecodable or unterminated becomes a `ScanFault`, so that the person hears it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

MAX_FRAME_BYTES = 4096
IDLE_GAP_SECONDS = 0.15
REPEAT_WINDOW_SECONDS = 0.5

_STX = 0x02
_TERMINATORS = frozenset(b"\r\n\t\x03")
_AIM_ID = re.compile(r"\][A-Za-z][0-9A-Za-z]")
_CONTROL = re.compile("[\x00-\x1c\x1e\x1f\x7f-\x9f]")  # GS (0x1d) separates GS1 elements


@dataclass(frozen=True, slots=True)
class ScanRead:
    """One scan: `symbology` is the AIM id ("" when the scanner sent none), `repeat` is chatter."""

    text: str
    symbology: str
    repeat: bool = False
    raw: bytes = b""


FaultReason = Literal["cut_off", "unterminated", "too_long", "control_character", "empty"]


@dataclass(frozen=True, slots=True)
class ScanFault:
    """Something was scanned but cannot be trusted; `detail` says what to do."""

    reason: FaultReason
    detail: str
    raw: bytes = b""


class ScanParser:
    """Turn bytes into scans; begins out of step, as after plugging in.

    Times are seconds of any one monotonic clock.
    """

    def __init__(self, now: float) -> None:
        self._buffer = bytearray()
        self._mode: Literal["out_of_step", "reading", "dropping"] = "out_of_step"
        self._last_byte_at = now
        self._last_frame = b""
        self._last_frame_at = float("-inf")

    def feed(self, data: bytes, now: float) -> list[ScanRead | ScanFault]:
        """Return the scans that `data`, received at `now`, completes."""
        events = self.idle(now)
        for byte in data:
            events += self._take(byte, now)
        if data:
            self._last_byte_at = now
        return events

    def next_deadline(self) -> float | None:
        """Return when `idle` should be called if no byte comes, or None."""
        waiting = bool(self._buffer) or self._mode != "reading"
        return self._last_byte_at + IDLE_GAP_SECONDS if waiting else None

    def idle(self, now: float) -> list[ScanRead | ScanFault]:
        """Close what was left open when the line has been silent for the idle gap."""
        deadline = self.next_deadline()
        return [] if deadline is None or now < deadline else self._close()

    def _take(self, byte: int, now: float) -> list[ScanRead | ScanFault]:
        if byte in _TERMINATORS:
            return self._finish(now)
        if byte == _STX:
            return self._close()
        return self._store(byte)

    def _store(self, byte: int) -> list[ScanRead | ScanFault]:
        if self._mode == "dropping":
            return []
        self._buffer.append(byte)
        if len(self._buffer) <= MAX_FRAME_BYTES:
            return []
        return self._overflow()

    def _overflow(self) -> list[ScanRead | ScanFault]:
        head = bytes(self._buffer[:64])
        self._buffer.clear()
        self._mode = "dropping"
        limit = f"more than {MAX_FRAME_BYTES} bytes without an end"
        return [ScanFault("too_long", f"{limit}: check the scanner's suffix (CR)", head)]

    def _finish(self, now: float) -> list[ScanRead | ScanFault]:
        if self._mode != "reading" or not self._buffer:
            return self._close()
        frame = bytes(self._buffer)
        self._buffer.clear()
        return [self._scan(frame, now)]

    def _close(self) -> list[ScanRead | ScanFault]:
        """End whatever was going on and be in step; what was buffered is no scan."""
        raw, mode = bytes(self._buffer), self._mode
        self._buffer.clear()
        self._mode = "reading"
        if not raw:
            return []
        if mode == "out_of_step":
            return [ScanFault("cut_off", "the scanner was just plugged in: scan again", raw)]
        return [ScanFault("unterminated", "the scan has no end: set the suffix to CR", raw)]

    def _scan(self, frame: bytes, now: float) -> ScanRead | ScanFault:
        text = _decode(frame)
        if _CONTROL.search(text):
            return ScanFault("control_character", "noise in the scan: scan again", frame)
        symbology = match.group() if (match := _AIM_ID.match(text)) else ""
        if text == symbology:
            return ScanFault("empty", f"{symbology} without data: scan again", frame)
        return ScanRead(text[len(symbology) :], symbology, self._is_repeat(frame, now), frame)

    def _is_repeat(self, frame: bytes, now: float) -> bool:
        repeat = frame == self._last_frame and now - self._last_frame_at <= REPEAT_WINDOW_SECONDS
        self._last_frame, self._last_frame_at = frame, now
        return repeat


def _decode(frame: bytes) -> str:
    for encoding in ("utf-8", "cp1252"):
        try:
            return frame.decode(encoding)
        except UnicodeDecodeError:
            continue
    return frame.decode("latin-1")  # holds a C1 control then, which is refused as noise
