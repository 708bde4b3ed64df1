"""How large to draw: as told, else as large as the terminal is, within what reads well."""

from __future__ import annotations

import os

LEAST = (20, 16)
MOST = (40, 24)
"""Columns and rows; wider rows and more of them are no easier to read at arm's length."""


def size_to_draw(columns: int, rows: int, output: int = 1) -> tuple[int, int]:
    """Return columns and rows to draw on the terminal `output`; 0 stands for its real size."""
    real = _real_size(output)
    fitting = [min(max(*each), most) for *each, most in zip(real, LEAST, MOST, strict=True)]
    return columns or fitting[0], rows or fitting[1]


def _real_size(output: int) -> tuple[int, int]:
    try:
        return os.get_terminal_size(output)
    except OSError:  # a file or a pipe
        return LEAST
