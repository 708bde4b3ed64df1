"""Cut a ZPL byte stream into commands, as a printer does while it receives.

Source: Zebra ZPL II programming guide: a command is `^` (format) or `~` (control) and two letters
(`^A` has one, the font letter follows); its parameters run to the next prefix; STX and ETX
stand for ^XA and ^XZ. Commands without parameters act on arrival, others when the next one begins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PREFIX = re.compile(rb"[\^~\x02\x03]")
_ALIASES = {0x02: "^XA", 0x03: "^XZ"}
_BARE = frozenset({"^XA", "^XZ", "^FS", "^FR", "~HS", "~JA", "~PS", "~PP", "~JR"})


@dataclass(frozen=True, slots=True)
class Command:
    """One command, such as ("^FO", b"40,40")."""

    name: str
    params: bytes = b""

    @property
    def raw(self) -> bytes:
        """Return the command as it can be sent again."""
        return self.name.encode("latin-1") + self.params


class ZplTokenizer:
    """Feed bytes in any slices; an unfinished command waits for its end."""

    def __init__(self) -> None:
        self._buffer = b""

    def feed(self, data: bytes) -> list[Command]:
        """Return the commands that `data` completes; text outside of commands is skipped."""
        self._buffer += data
        commands: list[Command] = []
        while (command := self._next()) is not None:
            commands.append(command)
        return commands

    def reset(self) -> None:
        """Forget an unfinished command."""
        self._buffer = b""

    def _next(self) -> Command | None:
        if (found := _PREFIX.search(self._buffer)) is None:
            self._buffer = b""
            return None
        self._buffer = self._buffer[found.start() :]
        if alias := _ALIASES.get(self._buffer[0]):
            return self._cut(alias, 1, 1)
        size = 2 if self._buffer[1:2] == b"A" else 3
        if len(self._buffer) < size:
            return None
        name = self._buffer[:size].decode("latin-1").upper()
        if name in _BARE:
            return self._cut(name, size, size)
        end = _PREFIX.search(self._buffer, size)
        return None if end is None else self._cut(name, size, end.start())

    def _cut(self, name: str, start: int, end: int) -> Command:
        params = self._buffer[start:end].replace(b"\r", b"").replace(b"\n", b"")
        self._buffer = self._buffer[end:]
        return Command(name, params)
