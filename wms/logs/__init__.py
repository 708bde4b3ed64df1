"""Log failures without the data that was in hand: no PIN, no badge, no recipient's address.

An error's own words may quote rows and parameters (PostgreSQL's DETAIL does), so what is logged is
its kind, its SQLSTATE and constraint, and where it rose.
"""

from __future__ import annotations

import logging
import traceback


def described(error: BaseException) -> str:
    """Return the kind of an error, with what a database says of it that is no data."""
    orig = getattr(error, "orig", None)
    if orig is None:
        return type(error).__name__
    state = getattr(orig, "sqlstate", None) or getattr(orig, "sqlite_errorname", None) or ""
    diag = getattr(orig, "diag", None)
    constraint = getattr(diag, "constraint_name", None) or ""
    return " ".join(part for part in (type(error).__name__, state, constraint) if part)


def failed(log: logging.Logger, words: str, *given: object, error: BaseException) -> None:
    """Log that something failed, with the places it rose through but not its message."""
    places = "".join(traceback.format_tb(error.__traceback__))
    log.error(words + ": %s\n%s", *given, described(error), places)
