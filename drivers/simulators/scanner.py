"""A simulated handheld scanner: what the trigger would send, and what goes wrong with it."""

from __future__ import annotations

import time
from pathlib import Path

from drivers.simulators.simulator import Simulator


class ScannerSimulator(Simulator):
    """Send scans as a scanner set to prefix AIM id, suffix CR."""

    def __init__(self, link_path: str | Path, *, byte_seconds: float = 0.0) -> None:
        """`byte_seconds`: the time one byte takes on the wire (9600 baud: 0.00104), 0 = at once."""
        super().__init__(link_path)
        self.byte_seconds = byte_seconds

    def scan(self, text: str, symbology: str = "]C0") -> None:
        """Pull the trigger on a code; returns when it is on the wire.

        GS1 codes carry their separators as GS (0x1d) in `text` and "]C1", "]d2" or "]Q3".
        """
        self.send(f"{symbology}{text}\r".encode())

    def send(self, data: bytes) -> None:
        """Send raw bytes: noise, half a frame, another terminator.

        :raises ConnectionError: the scanner is unplugged, or nobody reads it.
        """
        self._do(lambda: self._send(data))

    def _send(self, data: bytes) -> None:
        for piece in _pieces(data, self.byte_seconds):
            if not self._host.write(piece):
                raise ConnectionError(f"{self.path}: nothing was taken, is the scanner plugged in?")
            time.sleep(self.byte_seconds)


def _pieces(data: bytes, byte_seconds: float) -> list[bytes]:
    if not byte_seconds:
        return [data]
    return [data[index : index + 1] for index in range(len(data))]
