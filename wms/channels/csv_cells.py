"""Cells of CSV files that spreadsheets open: none of them is taken for a formula.

A text that begins with a character that starts a formula somewhere gets an apostrophe before it,
and so does one that begins with an apostrophe, so that reading can undo it. Numbers are left as
they are: -3 is no formula.

Source: OWASP, CSV Injection.
"""

from __future__ import annotations

STARTS = frozenset("=+-@\t\r\n＝＋－＠")
MARK = "'"


def safe(value: object) -> str:
    """Return a cell that is shown as it is everywhere; None is an empty cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return str(value)
    return MARK + value if value[:1] == MARK or value[:1] in STARTS else value


def plain(cell: str) -> str:
    """Return what `safe` was given; a text that it would not have written stays as it is."""
    follows = cell[1:2]
    is_marked = cell[:1] == MARK and (follows in STARTS or follows == MARK)
    return cell[1:] if is_marked and follows else cell
