"""Ctrl-C twice in a row ends a station; once could be a slip of the hand (pure)."""

from __future__ import annotations

from datetime import datetime, timedelta

WITHIN_SECONDS = 2.0
"""So soon after the first Ctrl-C a second one ends the station."""


class Ending:
    """Remember a first Ctrl-C until it is too old, or another key was pressed."""

    def __init__(self) -> None:
        self._first: datetime | None = None

    def press(self, at: datetime) -> bool:
        """Take a Ctrl-C; True when it is the second."""
        second = self.is_begun(at)
        self._first = None if second else at
        return second

    def is_begun(self, at: datetime) -> bool:
        """Return whether a Ctrl-C now would be the second."""
        if self._first is None:
            return False
        return timedelta(0) <= at - self._first <= timedelta(seconds=WITHIN_SECONDS)

    def cancel(self) -> None:
        """Forget the first: something else was pressed."""
        self._first = None
