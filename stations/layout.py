"""Break words into terminal rows so that the text can be read back exactly.

Theory: a row of whole words uses at most `columns - 1` characters. Hence a row that is full to the
last column can only be a piece of a word too long for one row, and the next row goes on inside
that word. Where the word ends with the full row, the next row begins with an extra space.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

MARKS = {"neutral": "-", "done": "*", "attention": "!", "refused": "X"}
"""Tone name -> the mark of its message row."""

GUARD = "·"
"""Before a line that would otherwise look like another kind of row."""

CUT = "…"
"""The row that stands for lines that did not fit."""


def clean(text: str) -> str:
    """Return `text` on one line: composed, single spaces, nothing that a terminal would obey."""
    composed = unicodedata.normalize("NFC", text)
    shown = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in composed)
    return " ".join(shown.split())


def wrap(text: str, columns: int, first: str = "", other: str = "") -> list[str]:
    """Return the rows of `text`, the first prefixed `first`, the rest `other`."""
    return wrap_words(clean(text).split(), columns, " ", first, other)


def wrap_words(
    words: Sequence[str], columns: int, separator: str, first: str = "", other: str = ""
) -> list[str]:
    """Return the rows of `words` with `separator` between those on one row."""
    rows: list[str] = []
    row, blank = first, True
    for word in words:
        joined = row + word if blank else row + separator + word
        if len(joined) < columns:
            row = joined
        else:
            row = _open_row(rows, row, blank, separator, other)
            row = _place(rows, row, word, columns, other)
        blank = False
    return [*rows, row.rstrip()] if row.strip() or not rows else rows


def unwrap(rows: Sequence[str], columns: int, first: int, other: int, separator: str = " ") -> str:
    """Return the text that `wrap` broke; `first` and `other` are the prefixes' lengths."""
    text, was_full = "", False
    for number, row in enumerate(rows):
        piece = row.rstrip()[other if number else first :]
        text += piece if was_full or not number else separator + piece
        was_full = len(row.rstrip()) >= columns
    return text.strip()


def _open_row(rows: list[str], row: str, blank: bool, separator: str, other: str) -> str:
    """Return the row where a word that does not fit behind `row` begins."""
    if blank:
        return row
    if not row.strip():  # the word before ended with a full row
        return row + separator
    rows.append(row)
    return other


def _place(rows: list[str], row: str, word: str, columns: int, other: str) -> str:
    """Put a word on full rows as long as it is too long; return the row that is left open."""
    while len(row) + len(word) >= columns:
        room = columns - len(row)
        rows.append(row + word[:room])
        row, word = other, word[room:]
    return row + word
