"""One thread per device: open the port, serve it, and come back after every loss.

The thread is the only one that touches the port and the only one that calls `on_event`. Other
threads leave a wish (a flag, a queue) and `wake()` it.
"""

from __future__ import annotations

import logging
import os
import random
import select
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from drivers.transport import DeviceGone, LineSettings, SerialTransport

FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 5.0

EventT = TypeVar("EventT")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DeviceState:
    """Tell that a device came, went, or needs a person; `detail` is in words."""

    device: str
    state: Literal["absent", "ready", "faulted"]
    detail: str = ""


class DeviceWorker(ABC, Generic[EventT]):
    """Keep one device served from `start()` to `stop()`; a stopped one is not started again."""

    def __init__(
        self,
        path: str,
        on_event: Callable[[EventT | DeviceState], None],
        settings: LineSettings,
        name: str,
    ) -> None:
        self.name = name or path
        self._path = path
        self._on_event = on_event
        self._settings = settings
        self._jitter = random.Random(path)
        self._state: DeviceState | None = None
        self._pause_seconds = FIRST_PAUSE_SECONDS
        self._stopping = threading.Event()
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_read, False)
        os.set_blocking(self._wake_write, False)
        self._wake_lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name=f"device {self.name}", daemon=True)

    def start(self) -> None:
        """Begin serving; events come from now on, from the device's own thread."""
        self._thread.start()

    def stop(self, timeout_seconds: float = 10.0) -> None:
        """End serving and release the port; harmless when called twice or from a callback."""
        self._stopping.set()
        self.wake()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(timeout_seconds)
        if self._thread.ident is None:
            self._finish()

    def wake(self) -> None:
        """Make the thread look at its wishes now."""
        with self._wake_lock:
            if self._wake_write >= 0:
                try:
                    os.write(self._wake_write, b"!")
                except BlockingIOError:
                    return  # a full pipe wakes it just as well

    @abstractmethod
    def _serve(self, port: SerialTransport) -> None:
        """Talk to the open port until `_stopping`; losing the port ends it with DeviceGone."""

    def _look_at_wishes(self) -> None:
        """Take what other threads left; called on waking, with or without an open port."""

    def _wind_up(self) -> None:
        """Settle what is left when the device is stopped."""

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                with SerialTransport(self._path, self._settings) as port:
                    self._serve(port)
            except DeviceGone as gone:
                self._report("absent", str(gone))
                self._back_off()
            except Exception as bug:
                _log.exception("the driver of %s failed; it is opened anew", self.name)
                self._report("faulted", f"driver failed: {bug}")
                self._back_off()
        self._finish()

    def _finish(self) -> None:
        self._wind_up()
        self._close_pipe()

    def _back_off(self) -> None:
        until = time.monotonic() + self._pause_seconds * self._jitter.uniform(0.75, 1.25)
        while not self._stopping.is_set() and (left := until - time.monotonic()) > 0:
            self._wait(left)
        self._pause_seconds = min(self._pause_seconds * 2, LONGEST_PAUSE_SECONDS)

    def _wait(self, seconds: float) -> None:
        select.select([self._wake_read], [], [], seconds)
        self._answer_wake()

    def _read(self, port: SerialTransport, timeout_seconds: float) -> bytes:
        data = port.read(timeout_seconds, self._wake_read)
        self._answer_wake()
        return data

    def _answer_wake(self) -> None:
        try:
            os.read(self._wake_read, 4096)
        except BlockingIOError:
            return
        self._look_at_wishes()

    def _report(self, state: Literal["absent", "ready", "faulted"], detail: str = "") -> None:
        if self._stopping.is_set():
            return  # an answer that was not waited for is no fault
        if state == "ready":
            self._pause_seconds = FIRST_PAUSE_SECONDS
        told = DeviceState(self.name, state, detail)
        if told != self._state:
            self._state = told
            self._tell(told)

    def _tell(self, event: EventT | DeviceState) -> bool:
        """Hand one event over; False when the owner failed on it (logged: the device lives on)."""
        try:
            self._on_event(event)
        except Exception:
            _log.exception("the owner of %s failed on %r", self.name, event)
            return False
        return True

    def _close_pipe(self) -> None:
        with self._wake_lock:
            for fd in (self._wake_read, self._wake_write):
                if fd >= 0:
                    os.close(fd)
            self._wake_read = self._wake_write = -1
