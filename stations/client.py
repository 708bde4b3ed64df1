"""The outbox: what a person did, in order, each event named once and chained to the one before.

Pure: it neither stores nor sends. One event at a time is the head, under way until the server's
last word; those made meanwhile wait behind it and are never dropped.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from datetime import datetime

from wms.terminal.wire import Event, Input


class Outbox:
    """Events that the server has not answered yet; begins with those of a former run."""

    def __init__(self, unanswered: Iterable[Event] = (), last_event: str = "") -> None:
        self._waiting = deque(unanswered)
        self._last_event = last_event

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def head(self) -> Event | None:
        """The event to send now, again and again until it is settled."""
        return self._waiting[0] if self._waiting else None

    def draft(self, given: Input, event_id: str, screen_no: int, at: datetime) -> Event:
        """Return the event for an input made on screen `screen_no`, not yet in the outbox."""
        after = self._waiting[-1].id if self._waiting else self._last_event
        return Event(event_id, after, screen_no, at, given)

    def add(self, event: Event) -> None:
        """Put a drafted (and stored) event behind all others."""
        self._waiting.append(event)

    def settle(self, event_id: str, last_event: str | None) -> bool:
        """Take the head out after its last word; False when it is not the head (an echo).

        `last_event` is what the server wants named next, None when it rejected the event.
        """
        if not self._waiting or self._waiting[0].id != event_id:
            return False
        self._waiting.popleft()
        if last_event is not None:
            self._last_event = last_event
        return True

    def resume(self, last_event: str) -> bool:
        """Take the server's place in the chain from a fetched screen; only when none waits."""
        if self._waiting:
            return False
        self._last_event = last_event
        return True
