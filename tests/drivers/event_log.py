"""What a device has told, to be waited for by a test."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from drivers.worker import DeviceState


class EventLog:
    """Collect events from a device's thread."""

    def __init__(self) -> None:
        self.events: list[Any] = []
        self._news = threading.Condition()

    def __call__(self, event: Any) -> None:
        with self._news:
            self.events.append(event)
            self._news.notify_all()

    def wait_for(self, wanted: Callable[[Any], bool], *, timeout_seconds: float = 8.0) -> Any:
        """Return the first event that fits, told already or within the time-out."""
        deadline = time.monotonic() + timeout_seconds
        seen = 0
        with self._news:
            while True:
                for event in self.events[seen:]:
                    if wanted(event):
                        return event
                seen = len(self.events)
                if not self._news.wait(deadline - time.monotonic()):
                    raise AssertionError(f"did not come; came: {self.events}")

    def wait_for_state(self, state: str, words: str = "") -> Any:
        """Return the device's state event of this state whose detail holds `words`."""
        return self.wait_for(
            lambda e: isinstance(e, DeviceState) and e.state == state and words in e.detail
        )

    def wait_for_job(self, job_id: str, state: str) -> Any:
        """Return the progress event of this job and state."""
        return self.wait_for(lambda e: getattr(e, "job_id", None) == job_id and e.state == state)

    def states_of(self, job_id: str) -> list[str]:
        """Return the states of a job so far."""
        return [e.state for e in self.events if getattr(e, "job_id", None) == job_id]

    def of(self, kind: type[Any]) -> list[Any]:
        """Return the events of one type so far."""
        return [event for event in self.events if isinstance(event, kind)]

    def forget(self) -> None:
        """Begin anew: what was told so far no longer counts."""
        with self._news:
            self.events.clear()
