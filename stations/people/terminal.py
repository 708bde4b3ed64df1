"""A station process and the terminal that it draws on; the process may die, the terminal stays.

Source: pty(7). The slave is kept open here too, so that a killed process leaves the line, its
modes and what was drawn last as they are; the next process takes them over.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyte

from stations.readback import ReadBack, read_back

COLUMNS, ROWS = 20, 16
SETTLE_SECONDS = 0.005
QUICK_DEATH_SECONDS = 2.0
_KEYS = ("OP", "OQ", "OR", "OS", "[15~", "[17~", "[18~", "[19~", "[20~", "[21~", "[23~", "[24~")


class Terminal:
    """What one person looks at and types on. `look`, `watch` and `press` are for their thread."""

    def __init__(self) -> None:
        self._screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self._screen)
        self._drawn_at = 0.0
        self._read: ReadBack | None = None
        self._is_read = False
        self._master, self.slave = pty.openpty()
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))

    def look(self) -> ReadBack | None:
        """Take in what is drawn once it rests; None while there is no whole screen."""
        while self._drain(max(0.0, self._drawn_at + SETTLE_SECONDS - time.monotonic())):
            pass
        if not self._is_read:
            self._is_read = True
            try:
                self._read = read_back(self._screen.display)
            except ValueError:
                self._read = None
        return self._read

    def watch(self, seconds: float) -> bool:
        """Wait until something is drawn; False when nothing was."""
        return self._drain(seconds)

    def press(self, keys: str) -> None:
        """Type `keys`."""
        os.write(self._master, keys.encode())

    def function_key(self, number: int) -> None:
        """Press F1 to F12."""
        self.press(f"\x1b{_KEYS[number - 1]}")

    def rows(self) -> str:
        """Return what is drawn, row by row."""
        return "\n".join(row.rstrip() for row in self._screen.display).rstrip()

    def close(self) -> None:
        """Hang up."""
        os.close(self.slave)
        os.close(self._master)

    def _drain(self, seconds: float) -> bool:
        if not select.select([self._master], [], [], seconds)[0]:
            return False
        self._stream.feed(os.read(self._master, 65536))
        self._drawn_at, self._is_read = time.monotonic(), False
        return True


class StationProcess:
    """`wms-station` at a terminal; started again whenever it has died."""

    def __init__(
        self, command: Sequence[str], slave: int, errors: Path, environment: Mapping[str, str]
    ) -> None:
        self._command = command
        self._slave = slave
        self._errors = errors
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self.deaths = 0

    def keep_alive(self) -> None:
        """Start the process unless it runs; one that dies at once waits before its next start."""
        now = time.monotonic()
        if self._process is not None:
            if self._process.poll() is None:
                return
            if now - self._started_at < QUICK_DEATH_SECONDS * min(self.deaths, 1):
                return
            self.deaths += 1
        self._started_at = now
        with self._errors.open("ab") as errors:
            self._process = subprocess.Popen(
                self._command,
                stdin=self._slave,
                stdout=self._slave,
                stderr=errors,
                env=dict(self._environment),
            )

    @property
    def pid(self) -> int:
        """Return the id of the process, 0 before its first start."""
        return self._process.pid if self._process else 0

    def ask_to_end(self) -> None:
        """Ask it to end."""
        if self._process is not None:
            self._process.terminate()

    def end(self, timeout_seconds: float = 5.0) -> None:
        """Ask it to end, and make it end."""
        if self._process is None:
            return
        self.ask_to_end()
        try:
            self._process.wait(timeout_seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
