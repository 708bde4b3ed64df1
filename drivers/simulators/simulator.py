"""What every simulated device shares: one thread that owns the pty and the device's physics."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from queue import Empty, SimpleQueue

from drivers.simulators.pty_host import PtyHost

TICK_SECONDS = 0.02
REST_SECONDS = 10.0
CALL_TIMEOUT_SECONDS = 30.0


class Simulator:
    """Plugged in by `start()`; every wish of another thread is carried out by its own."""

    def __init__(self, link_path: str | Path) -> None:
        self._host = PtyHost(link_path)
        self._wishes: SimpleQueue[tuple[Callable[[], None], Future[None]]] = SimpleQueue()
        self._stopping = threading.Event()
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_read, False)
        self._wake_lock = threading.Lock()
        name = f"simulated {self._host.link_path.name}"
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    @property
    def path(self) -> str:
        """Return the path that a driver opens."""
        return str(self._host.link_path)

    def start(self) -> None:
        """Plug the device in and let it live; returns once it can be opened."""
        self._host.replug()
        self._thread.start()

    def stop(self) -> None:
        """Switch the device off and remove its symlink."""
        if self._stopping.is_set():
            return
        self._stopping.set()
        if self._thread.ident is None:
            self._clean_up()
        elif self._thread is not threading.current_thread():
            self._wake()
            self._thread.join(CALL_TIMEOUT_SECONDS)

    def unplug(self) -> None:
        """Pull the cable, in mid-frame if need be."""
        self._do(self._host.unplug)

    def replug(self) -> None:
        """Put the cable back; the device node is a new one, the symlink the same."""
        self._do(self._host.replug)

    def _heard(self, data: bytes) -> None:
        """Take bytes of the host; a device that listens overrides this."""

    def _tick(self, now: float) -> None:
        """Let time pass; called at least every `TICK_SECONDS` while the device `is_in_motion`."""

    def _is_in_motion(self) -> bool:
        """Tell whether anything may happen to the device by itself."""
        return False

    def _do(self, wish: Callable[[], None]) -> None:
        """Carry `wish` out on the device's thread and wait until it is done."""
        if threading.current_thread() is self._thread or not self._thread.is_alive():
            wish()
            return
        done: Future[None] = Future()
        self._wishes.put((wish, done))
        self._wake()
        done.result(CALL_TIMEOUT_SECONDS)

    def _run(self) -> None:
        try:
            while not self._stopping.is_set():
                self._live()
        finally:
            self._clean_up()

    def _live(self) -> None:
        seconds = TICK_SECONDS if self._is_in_motion() else REST_SECONDS
        data = self._host.read(seconds, self._wake_read)
        if data:
            self._heard(data)
        self._grant_wishes()
        self._tick(time.monotonic())

    def _grant_wishes(self) -> None:
        with contextlib.suppress(BlockingIOError):
            os.read(self._wake_read, 4096)
        with contextlib.suppress(Empty):
            while True:
                wish, done = self._wishes.get_nowait()
                _settle(wish, done)

    def _clean_up(self) -> None:
        self._grant_wishes()
        self._host.unplug()
        with self._wake_lock:
            os.close(self._wake_read)
            os.close(self._wake_write)
            self._wake_read = self._wake_write = -1

    def _wake(self) -> None:
        """Make the thread look at its wishes; one that has ended needs no waking."""
        with self._wake_lock:
            if self._wake_write >= 0:
                os.write(self._wake_write, b"!")


def _settle(wish: Callable[[], None], done: Future[None]) -> None:
    try:
        wish()
    except Exception as error:
        done.set_exception(error)
    else:
        done.set_result(None)
