"""The thread that delivers events, one after the other, and asks for the screen when idle.

An event is asked for again and again until the server has said its last word. What happens is
told through `tell`, from this thread.
"""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass
from queue import Empty, SimpleQueue

from stations.api import NoLink, Rejected, StationApi
from stations.retry import delays
from wms.terminal.wire import Answer, Event

HEARTBEAT_SECONDS = 2.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answered:
    """The server answered an event, or the question for the screen (`event_id` is "")."""

    event_id: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Denied:
    """The server rejected an event for good, or the question for the screen."""

    event_id: str
    words: str


@dataclass(frozen=True, slots=True)
class LinkLost:
    """The server cannot be reached at the moment; asking goes on."""

    words: str


LinkNews = Answered | Denied | LinkLost


class Link:
    """Serve the events given to `send` from `start()` to `stop()`."""

    def __init__(self, api: StationApi, tell: Callable[[LinkNews], None]) -> None:
        self._api = api
        self._tell = tell
        self._orders: SimpleQueue[Event | None] = SimpleQueue()
        self._stopping = threading.Event()
        self._jitter = random.Random()
        self._idle_delays = delays(self._jitter)
        self._idle_seconds = HEARTBEAT_SECONDS
        self._is_lost = False
        self._thread = threading.Thread(target=self._run, name="link", daemon=True)

    def start(self) -> None:
        """Begin; without an event to send, the screen is asked for first."""
        self._thread.start()

    def send(self, event: Event) -> None:
        """Deliver `event`; news of it comes later."""
        self._orders.put(event)

    def ask_screen(self) -> None:
        """Ask for the screen now."""
        self._orders.put(None)

    def stop(self, timeout_seconds: float = 0.5) -> None:
        """End; an event under way stays unanswered, to be sent again by the next run."""
        self._stopping.set()
        self._orders.put(None)
        if self._thread.ident is not None:
            self._thread.join(timeout_seconds)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                event = self._orders.get(timeout=self._idle_seconds)
            except Empty:
                event = None
            if not self._stopping.is_set():
                self._deliver(event) if event else self._poll()
        self._api.close()

    def _deliver(self, event: Event) -> None:
        for pause_seconds in delays(self._jitter):
            try:
                self._up(Answered(event.id, self._api.send(event)))
                return
            except Rejected as no:
                self._up(Denied(event.id, str(no)))
                return
            except NoLink as gone:
                self._lose(gone)
            if self._stopping.wait(pause_seconds):
                return

    def _poll(self) -> None:
        try:
            self._up(Answered("", self._api.screen()))
        except Rejected as no:
            self._up(Denied("", str(no)))
        except NoLink as gone:
            self._idle_seconds = next(self._idle_delays)
            self._lose(gone)

    def _lose(self, gone: NoLink) -> None:
        if not self._is_lost:  # once, not with each try
            _log.warning("no link: %s (%r)", gone, gone.__cause__)
        self._is_lost = True
        self._tell(LinkLost(str(gone)))

    def _up(self, news: Answered | Denied) -> None:
        self._is_lost = False
        self._idle_seconds = HEARTBEAT_SECONDS
        self._idle_delays = delays(self._jitter)
        self._tell(news)
