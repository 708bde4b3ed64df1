"""A serial barcode scanner: reads the port, tells each scan as it ends."""

from __future__ import annotations

import time
from collections.abc import Callable

from drivers.scanners.framing import ScanFault, ScanParser, ScanRead
from drivers.transport import LineSettings, SerialTransport
from drivers.worker import DeviceState, DeviceWorker

ScannerEvent = ScanRead | ScanFault | DeviceState
LONGEST_WAIT_SECONDS = 60.0


class ScannerDevice(DeviceWorker[ScanRead | ScanFault]):
    """Tell scans of the scanner at `path`; set it to prefix AIM id, suffix CR."""

    def __init__(
        self,
        path: str,
        on_event: Callable[[ScannerEvent], None],
        settings: LineSettings | None = None,
        *,
        name: str = "",
    ) -> None:
        super().__init__(path, on_event, settings or LineSettings(), name)

    def _serve(self, port: SerialTransport) -> None:
        parser = ScanParser(time.monotonic())
        self._report("ready")
        while not self._stopping.is_set():
            data = self._read(port, _wait_seconds(parser))
            for event in parser.feed(data, time.monotonic()):
                self._tell(event)


def _wait_seconds(parser: ScanParser) -> float:
    deadline = parser.next_deadline()
    return LONGEST_WAIT_SECONDS if deadline is None else max(0.0, deadline - time.monotonic())
