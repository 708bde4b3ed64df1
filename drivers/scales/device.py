"""An MT-SICS scale: polled only while its weight is wanted, one command in flight.

A weight is a level, not an edge: every reading is told, also an unchanged one, so that a parcel
put down before the screen opened is still seen. Statuses are told once per change.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from queue import Empty, SimpleQueue

from drivers.scales.mt_sics import (
    CANCEL,
    READ_NOW,
    TARE,
    ZERO,
    MtSicsParser,
    ScaleAnswer,
    ScaleInfo,
    ScaleStatus,
    TareReading,
    WeightReading,
)
from drivers.transport import LineSettings, SerialTransport
from drivers.worker import DeviceState, DeviceWorker

ScaleEvent = WeightReading | TareReading | ScaleStatus | DeviceState
REPLY_TIMEOUT_SECONDS = 1.5
# Z and T wait for the pan to rest, up to the scale's own limit
SETTLE_TIMEOUT_SECONDS = 60.0
IDLE_SECONDS = 30.0


class ScaleDevice(DeviceWorker[WeightReading | TareReading | ScaleStatus]):
    """Tell the weights of the scale at `path` while `listen(True)`."""

    def __init__(
        self,
        path: str,
        on_event: Callable[[ScaleEvent], None],
        settings: LineSettings | None = None,
        *,
        name: str = "",
        polls_per_second: float = 10.0,
        value_width: int | None = 10,
    ) -> None:
        super().__init__(path, on_event, settings or LineSettings(), name)
        self._poll_seconds = 1.0 / polls_per_second
        self._parser = MtSicsParser(value_width)
        self._value_width = value_width
        self._wanted = False
        self._commands: SimpleQueue[bytes] = SimpleQueue()
        self._last_status: ScaleStatus | None = None

    def listen(self, wanted: bool) -> None:
        """Turn the readings on or off."""
        self._wanted = wanted
        self.wake()

    def zero(self) -> None:
        """Ask the scale to zero itself once stable; a ScaleStatus of command "Z" answers."""
        self._order(ZERO)

    def tare(self) -> None:
        """Ask the scale to tare once stable; a TareReading or a status of command "T" answers."""
        self._order(TARE)

    def _order(self, command: bytes) -> None:
        self._commands.put(command)
        self.wake()

    def _serve(self, port: SerialTransport) -> None:
        self._parser = MtSicsParser(self._value_width)
        while not self._stopping.is_set() and not self._identify(port):
            self._report("faulted", "the scale does not answer: is it on, and set to MT-SICS?")
        while not self._stopping.is_set():
            self._turn(port)

    def _identify(self, port: SerialTransport) -> bool:
        self._last_status = None
        answer = self._ask(port, CANCEL, ("I4",), REPLY_TIMEOUT_SECONDS)
        if not isinstance(answer, ScaleInfo):
            return False
        self._report("ready", f"serial number {' '.join(answer.values)}")
        return True

    def _turn(self, port: SerialTransport) -> None:
        started_at = time.monotonic()
        try:
            self._command(port, self._commands.get_nowait())
        except Empty:
            if self._wanted:
                self._poll(port)
        self._rest(port, started_at)

    def _rest(self, port: SerialTransport, started_at: float) -> None:
        """Wait for the next turn; what the scale sends meanwhile (its print key) is stale: drop."""
        while not self._stopping.is_set() and self._commands.empty():
            pause = self._poll_seconds if self._wanted else IDLE_SECONDS
            left = started_at + pause - time.monotonic()
            if left <= 0:
                return
            self._parser.feed(self._read(port, left))

    def _poll(self, port: SerialTransport) -> None:
        answer = self._ask(port, READ_NOW, ("S", "SI"), REPLY_TIMEOUT_SECONDS)
        if answer is None and not self._stopping.is_set():
            self._silent(port)
        elif isinstance(answer, WeightReading):
            self._last_status = None
            self._tell(answer)
        elif isinstance(answer, ScaleStatus):
            self._tell_change(answer)

    def _command(self, port: SerialTransport, command: bytes) -> None:
        name = command.decode("ascii").strip()
        answer = self._ask(port, command, (name,), SETTLE_TIMEOUT_SECONDS)
        if answer is None:
            self._tell(ScaleStatus("silent", name, "the scale did not come to rest"))
        elif not isinstance(answer, ScaleInfo):
            self._tell(answer)

    def _silent(self, port: SerialTransport) -> None:
        self._tell_change(ScaleStatus("silent", "S", "the scale does not answer"))
        self._report("faulted", "the scale does not answer: is it on?")
        while not self._stopping.is_set() and not self._identify(port):
            continue

    def _tell_change(self, status: ScaleStatus) -> None:
        if status != self._last_status:
            self._last_status = status
            self._tell(status)

    def _ask(
        self, port: SerialTransport, command: bytes, ids: tuple[str, ...], timeout_seconds: float
    ) -> ScaleAnswer | None:
        """Send one command and return its answer, skipping foreign lines; None on silence."""
        self._parser.feed(port.read(0))
        port.write(command)
        deadline = time.monotonic() + timeout_seconds
        while (left := deadline - time.monotonic()) > 0 and not self._stopping.is_set():
            for answer in self._parser.feed(self._read(port, left)):
                if _answers(answer, ids):
                    return answer
        return None


def _answers(answer: ScaleAnswer, ids: tuple[str, ...]) -> bool:
    if isinstance(answer, WeightReading):
        return "S" in ids
    if isinstance(answer, TareReading):
        return "T" in ids
    if isinstance(answer, ScaleStatus) and answer.kind in ("line_error", "malformed"):
        return "I4" not in ids  # while identifying, the tail of an older line is no answer
    return answer.command in ids
