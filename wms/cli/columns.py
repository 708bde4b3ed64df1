"""Tables that people read: columns under each other, numbers to the right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def show(names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows under their names."""
    table = [[str(cell) for cell in row] for row in (names, *rows)]
    widths = [max(len(row[n]) for row in table) for n in range(len(names))]
    right = [all(_is_number(row[n]) for row in table[1:]) for n in range(len(names))]
    for row in table:
        cells = (
            cell.rjust(width) if at_right else cell.ljust(width)
            for cell, width, at_right in zip(row, widths, right, strict=True)
        )
        print("  ".join(cells).rstrip())


def _is_number(cell: str) -> bool:
    return cell == "-" or cell[:1].isdigit()
