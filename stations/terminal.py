"""The person's terminal: rows out as plain VT100, keys in, and the bell.

Source: ECMA-48 (CUP, ED, SGR), DEC private modes 7 (autowrap) and 25 (cursor). Only rows that
have changed are written; the bell rings last, so that who hears it sees the new screen.
"""

from __future__ import annotations

import os
import select
import termios
import threading
import tty
from collections.abc import Callable, Sequence

from stations.keyboard import ESCAPE_SECONDS, KeyDecoder, KeyPress
from stations.screen import Look, Row
from wms.terminal.wire import Tone

BELLS = {Tone.NEUTRAL: 0, Tone.DONE: 1, Tone.ATTENTION: 2, Tone.REFUSED: 3}

_SGR = {
    Look.PLAIN: "0",
    Look.TITLE: "0;7",
    Look.PROMPT: "0;1",
    Look.NEUTRAL: "0",
    Look.DONE: "0;30;42",
    Look.ATTENTION: "0;30;43",
    Look.REFUSED: "0;1;37;41",
}
_CLEAR = "\x1b[0m\x1b[2J"
_ENTER = f"{_CLEAR}\x1b[?7l\x1b[?25l"
_LEAVE = "\x1b[0m\x1b[2J\x1b[H\x1b[?7h\x1b[?25h"


class Terminal:
    """Draw on `output`; both ends may be something else than a terminal (a file, a pipe)."""

    def __init__(self, output: int = 1) -> None:
        self._output = output
        self._shown: list[Row] = []

    def open(self) -> None:
        """Clear the terminal."""
        self._write(_ENTER)

    def draw(self, rows: Sequence[Row], bells: int = 0) -> None:
        """Show `rows`, top to bottom, then ring.

        :raises OSError: the terminal has gone.
        """
        is_other_size = [len(row.text) for row in rows] != [len(row.text) for row in self._shown]
        old: Sequence[Row | None] = [None] * len(rows) if is_other_size else self._shown
        changed = [
            (n, row) for n, (row, was) in enumerate(zip(rows, old, strict=True)) if row != was
        ]
        text = _CLEAR if is_other_size else ""
        text += "".join(
            f"\x1b[{n + 1};1H\x1b[{_SGR[row.look]}m{row.text}\x1b[0m" for n, row in changed
        )
        self._shown = list(rows)
        self._write(text + "\a" * bells)

    def close(self) -> None:
        """Leave the terminal as a shell wants it."""
        try:
            self._write(_LEAVE)
        except OSError:
            return  # it has gone: nothing to tidy up

    def _write(self, text: str) -> None:
        data = text.encode()
        while data:
            data = data[os.write(self._output, data) :]


class Keyboard:
    """Read keys from `source` in raw mode, from a thread of its own."""

    def __init__(
        self, tell: Callable[[KeyPress], None], hung_up: Callable[[], None], source: int = 0
    ) -> None:
        """`hung_up` is called when a real terminal has gone (not at the end of a file)."""
        self._tell = tell
        self._hung_up = hung_up
        self._source = source
        self._is_terminal = os.isatty(source)
        self._before = termios.tcgetattr(source) if self._is_terminal else None
        self._thread = threading.Thread(target=self._run, name="keyboard", daemon=True)

    def start(self) -> None:
        """Set raw mode and begin."""
        if self._is_terminal:
            tty.setraw(self._source)
        self._thread.start()

    def stop(self) -> None:
        """Restore the terminal's mode; the thread ends with the process."""
        if self._before is not None:
            try:
                termios.tcsetattr(self._source, termios.TCSANOW, self._before)
            except termios.error:
                return  # it has gone

    def _run(self) -> None:
        decoder = KeyDecoder()
        while True:
            wait_seconds = ESCAPE_SECONDS if decoder.is_open else None
            try:
                ready, _, _ = select.select([self._source], [], [], wait_seconds)
                data = os.read(self._source, 1024) if ready else b""
            except OSError:
                ready, data = [self._source], b""
            if ready and not data:
                break
            for key in decoder.feed(data) if ready else decoder.flush():
                self._tell(key)
        if self._is_terminal:
            self._hung_up()
