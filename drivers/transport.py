"""The serial port: the only place where bytes enter and leave, and where "gone" is told.

A port fails in three unrelated exception families (pyserial's, OSError, termios.error); a device
needs one answer to all of them: close, wait, open again. Hence `DeviceGone`. POSIX only.
"""

from __future__ import annotations

import select
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType

import serial

CHUNK_BYTES = 256
_FAILURES = (serial.SerialException, OSError, termios.error, ValueError)


class DeviceGone(Exception):  # noqa: N818 - an outcome of every call, not a defect
    """The port is absent, unplugged, stuck or held by another program; the text says which."""


@dataclass(frozen=True, slots=True)
class LineSettings:
    """Say how the port is set; 9600 8N1 is the factory setting of most devices."""

    baudrate: int = 9600
    bytesize: int = 8
    parity: str = "N"
    stopbits: float = 1
    xonxoff: bool = False
    write_timeout_seconds: float = 5.0


class SerialTransport:
    """Own one open serial port; use as a context manager so that the port is always closed."""

    def __init__(self, path: str, settings: LineSettings | None = None) -> None:
        """Open `path` for this process alone.

        :raises DeviceGone: the path is missing, forbidden or already held.
        """
        self._path = path
        self._port = _closed_port(path, settings or LineSettings())
        with self._gone("cannot be opened"):
            self._port.open()

    def read(self, timeout_seconds: float, wake_fd: int | None = None) -> bytes:
        """Return what has arrived within the time-out, b"" when nothing has or `wake_fd` rose.

        :raises DeviceGone: the device was unplugged, or a second program reads the same port.
        """
        with self._gone("was unplugged"):
            port_fd = self._port.fileno()
            watched = [port_fd] if wake_fd is None else [port_fd, wake_fd]
            ready, _, _ = select.select(watched, [], [], max(0.0, timeout_seconds))
            return self._port.read(4096) if port_fd in ready else b""

    def write(self, data: bytes) -> None:
        """Send all of `data` in small pieces, so that flow control can bite in between.

        :raises DeviceGone: unplugged, or it took nothing for the write time-out; then an
            unknown part of the data has been sent.
        """
        with self._gone("does not take data"):
            for start in range(0, len(data), CHUNK_BYTES):
                self._port.write(data[start : start + CHUNK_BYTES])

    def close(self) -> None:
        """Close the port; never fails (a port held open would come back under another name)."""
        with _ignored():
            self._port.close()

    def __enter__(self) -> SerialTransport:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def _gone(self, what: str) -> Iterator[None]:
        try:
            yield
        except _FAILURES as error:
            raise DeviceGone(f"{self._path} {what}: {error}") from error


@contextmanager
def _ignored() -> Iterator[None]:
    try:
        yield
    except _FAILURES:
        return


def _closed_port(path: str, settings: LineSettings) -> serial.Serial:
    # dtr/rts before open: toggling them afterwards resets some devices
    port = serial.Serial(
        None,
        baudrate=settings.baudrate,
        bytesize=settings.bytesize,
        parity=settings.parity,
        stopbits=settings.stopbits,
        xonxoff=settings.xonxoff,
        timeout=0,
        write_timeout=settings.write_timeout_seconds,
        exclusive=True,
    )
    port.port = path
    port.dtr = True
    port.rts = True
    return port
