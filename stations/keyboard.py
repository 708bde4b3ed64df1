"""Bytes of a keyboard in raw mode -> keys (sans-IO).

Source: ECMA-48 control sequences; function keys as xterm, the VT220 and the Linux console send
them (`ESC O P`, `ESC [ 1 1 ~`, `ESC [ [ A`).
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from enum import StrEnum

ESCAPE_SECONDS = 0.05
"""An ESC that nothing follows for so long is the key itself."""

_SEQUENCE = re.compile(r"\x1b(?:O.|\[\[.|\[[0-?]*[ -/]*[@-Z\\-~])")
_BEGUN = re.compile(r"\x1b(?:O|\[\[?|\[[0-?]*[ -/]*)?")
_FUNCTION = re.compile(r"\x1b(?:O|\[1;\d)([PQRS])|\x1b\[\[([A-E])|\x1b\[(\d+)(?:;\d+)?~")
_NUMBERS = {11: 1, 12: 2, 13: 3, 14: 4, 15: 5, 17: 6, 18: 7, 19: 8, 20: 9, 21: 10, 23: 11, 24: 12}


class Stroke(StrEnum):
    """A kind of key press."""

    CHARACTER = "character"
    ENTER = "enter"
    ESCAPE = "escape"
    ERASE = "erase"
    FUNCTION = "function"
    INTERRUPT = "interrupt"


@dataclass(frozen=True, slots=True)
class KeyPress:
    """One key; `text` of a character, `number` of a function key (1 is F1)."""

    stroke: Stroke
    text: str = ""
    number: int = 0


class KeyDecoder:
    """Turn bytes into key presses; unknown sequences and other control characters are nothing."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("ignore")
        self._rest = ""

    @property
    def is_open(self) -> bool:
        """Whether an escape sequence has begun; call `flush` when nothing follows."""
        return bool(self._rest)

    def feed(self, data: bytes) -> list[KeyPress]:
        """Return the keys that `data` completes."""
        self._rest += self._decoder.decode(data)
        found: list[KeyPress] = []
        while self._rest and (token := self._token()):
            self._rest = self._rest[len(token) :]
            found += _keys(token)
        return found

    def flush(self) -> list[KeyPress]:
        """Return the keys of a sequence that will not go on: ESC itself, then the rest."""
        rest, self._rest = self._rest, ""
        return [key for token in rest for key in _keys(token)]

    def _token(self) -> str:
        if not self._rest.startswith("\x1b"):
            return self._rest[0]
        if match := _SEQUENCE.match(self._rest):
            return match.group()
        return "" if _BEGUN.fullmatch(self._rest) else "\x1b"


def _keys(token: str) -> list[KeyPress]:
    if token in "\r\n":
        return [KeyPress(Stroke.ENTER)]
    if token in "\x7f\x08":
        return [KeyPress(Stroke.ERASE)]
    if token == "\x1b":
        return [KeyPress(Stroke.ESCAPE)]
    if token == "\x03":  # Ctrl-C: in raw mode it is a byte, not a signal
        return [KeyPress(Stroke.INTERRUPT)]
    if match := _FUNCTION.fullmatch(token):
        return _function(match)
    return [KeyPress(Stroke.CHARACTER, token)] if token.isprintable() else []


def _function(match: re.Match[str]) -> list[KeyPress]:
    if match[3]:
        number = _NUMBERS.get(int(match[3]), 0)
    else:
        number = "PQRS".find(match[1]) + 1 if match[1] else "ABCDE".find(match[2]) + 1
    return [KeyPress(Stroke.FUNCTION, number=number)] if number else []
