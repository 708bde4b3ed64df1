"""Read a JSON array element by element, with little more than one of them in memory."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from wms.channels import plain_words
from wms.channels.lines import BadLine

MAX_ELEMENT_CHARS = 1024 * 1024
CHUNK_BYTES = 64 * 1024
_DECODER = json.JSONDecoder()
_SPACE = re.compile(r"[ \t\r\n]*")


class _Window:
    """What was read of a file and not yet used begins at `_place`, in line `line`."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._text = ""
        self._place = 0
        self._is_over = False
        self.line = 1

    def mark(self) -> str:
        """Return the next character that is no space; "" at the end of the file."""
        while True:
            match = _SPACE.match(self._text, self._place)
            self._use(match.end() if match else self._place)
            if self._place < len(self._text) or not self._more():
                return self._text[self._place : self._place + 1]

    def step(self) -> None:
        """Use the character that was marked."""
        self._use(self._place + 1)

    def element(self) -> Any:
        """Take one JSON value.

        :raises BadLine: it is no JSON, too long, or cut off.
        """
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._place)
            except (ValueError, RecursionError) as error:
                self._widen(error)
                continue
            if end < len(self._text) or not self._more():
                self._use(end)
                return value

    def _widen(self, error: Exception) -> None:
        """Read on, because the value may only be cut off."""
        if len(self._text) - self._place > MAX_ELEMENT_CHARS:
            words = f"no JSON value ends within {MAX_ELEMENT_CHARS} characters"
            raise BadLine(self.line, words) from None
        if isinstance(error, RecursionError) or not self._more():
            raise BadLine(self.line, plain_words.of_json(error)) from None

    def _more(self) -> bool:
        """Read as much as is there already, at least a chunk; tell whether there was any."""
        if self._is_over:
            return False
        self._text = self._text[self._place :]
        self._place = 0
        raw = self._file.read(max(CHUNK_BYTES, len(self._text)))
        self._is_over = not raw
        try:
            self._text += self._decoder.decode(raw, final=self._is_over)
        except UnicodeDecodeError as error:
            line = self.line + self._text.count("\n") + raw.count(b"\n", 0, error.start)
            words = f"byte 0x{error.object[error.start]:02X} is not UTF-8: save the file as UTF-8"
            raise BadLine(line, words) from None
        return bool(raw)

    def _use(self, upto: int) -> None:
        self.line += self._text.count("\n", self._place, upto)
        self._place = upto


def elements(file: BinaryIO) -> Iterator[Any]:
    """Yield the elements of the array that `file` holds.

    :raises BadLine: the file breaks off or is no array; what was yielded before is good.
    """
    window = _Window(file)
    if window.mark() != "[":
        raise BadLine(window.line, "a JSON array is needed: it begins with [")
    window.step()
    if window.mark() == "]":
        return
    while True:
        window.mark()
        yield window.element()
        match window.mark():
            case ",":
                window.step()
            case "]":
                return
            case other:
                raise BadLine(window.line, f"a comma or ] is needed here, not {other!r}")
