"""Someone at the terminal of a real station process."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pyte

from stations.readback import ReadBack, read_back

COMMAND = (sys.executable, "-m", "stations.main")
ROOT = Path(__file__).parents[2]


class Bells(pyte.Screen):
    """A terminal's screen that counts its bells."""

    rung = 0

    def bell(self, *args: object) -> None:
        self.rung += 1


class Person:
    """Someone at the terminal of one running station."""

    def __init__(self, arguments: list[str], columns: int = 20, rows: int = 16) -> None:
        self.screen = Bells(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.process = subprocess.Popen(
            [*COMMAND, *arguments], stdin=slave, stdout=slave, cwd=ROOT, start_new_session=True
        )
        os.close(slave)

    def look(self) -> ReadBack | None:
        """Take in what is drawn now, or None before the first screen."""
        while select.select([self._master], [], [], 0.01)[0]:
            try:
                self._stream.feed(os.read(self._master, 4096))
            except OSError:
                break
        try:
            return read_back(self.screen.display)
        except ValueError:
            return None

    def sees(self, what: Callable[[ReadBack], object], seconds: float = 10.0) -> ReadBack:
        """Wait until the screen is as told."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            seen = self.look()
            if seen is not None and what(seen):
                return seen
        shown = "\n".join(self.screen.display)
        raise AssertionError(f"never seen; the terminal shows\n{shown}")

    def is_ready(self) -> None:
        """Wait until all is well, and the scanner's line has been silent for a moment."""
        self.sees(lambda seen: seen.status == "ok")
        time.sleep(0.3)

    def press(self, keys: str) -> None:
        os.write(self._master, keys.encode())

    def end(self, number: int = signal.SIGTERM) -> int:
        """Send a signal and return the exit code."""
        self.process.send_signal(number)
        code = self.process.wait(10)
        os.close(self._master)
        return code


class Start(Protocol):
    """Start a station process with someone at its terminal."""

    def __call__(self, arguments: list[str], columns: int = 20, rows: int = 16, /) -> Person: ...
