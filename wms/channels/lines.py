"""Lines of a file as text, one at a time, however broken the file is."""

from __future__ import annotations

from typing import BinaryIO

MAX_LINE_BYTES = 256 * 1024


class BadLine(ValueError):  # noqa: N818  (a fact about a file)
    """A line that cannot be read; after it, the next one can. `line` counts from 1."""

    def __init__(self, line: int, words: str) -> None:
        super().__init__(words)
        self.line = line


class Lines:
    """Iterate over decoded lines; a bad one raises `BadLine` and iterating may go on."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.number = 0

    def __iter__(self) -> Lines:
        return self

    def __next__(self) -> str:
        """Return the next line with its line end.

        :raises BadLine: not UTF-8, longer than `MAX_LINE_BYTES`, or with a NUL byte.
        """
        raw = self._file.readline(MAX_LINE_BYTES + 1)
        if not raw:
            raise StopIteration
        self.number += 1
        if len(raw) > MAX_LINE_BYTES:
            self._skip_rest(raw)
            raise BadLine(self.number, f"the line is longer than {MAX_LINE_BYTES} bytes")
        if self.number == 1:
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        return decoded(raw, self.number)

    def _skip_rest(self, raw: bytes) -> None:
        while raw and not raw.endswith(b"\n"):
            raw = self._file.readline(MAX_LINE_BYTES)


def decoded(raw: bytes, line: int) -> str:
    """Return `raw` as text.

    :raises BadLine: not UTF-8, or with a NUL byte; says at which byte of the line.
    """
    if b"\0" in raw:
        raise BadLine(line, f"byte {raw.index(0) + 1} of the line is NUL: this is no text")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        byte = f"0x{raw[error.start]:02X}"
        words = f"byte {error.start + 1} of the line ({byte}) is not UTF-8: save the file as UTF-8"
        raise BadLine(line, words) from None
