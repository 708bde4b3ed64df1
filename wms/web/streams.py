"""Server-sent events for pages: each holds a thread, so there are only so many.

Whoever comes when all are taken gets 503 with Retry-After and asks from time to time instead. What
is told is asked for by `tell` every so often in a short transaction of its own: no stream holds a
connection to the database while it waits. A comment is sent when there is nothing to say, since a
page that has gone is noticed at the next write. On draining all of them end; pages come again.

Source: WHATWG HTML, "Server-sent events".
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

from flask import Response

from wms.web import measures
from wms.web.problems import Problem

BEAT = ": beat\n\n"
BEAT_SECONDS = 10.0
LONGEST_SECONDS = 600.0
"""Then a page comes again: so no process keeps more of them than its share for long."""

AGAIN_MILLISECONDS = 3000


class Streams:
    """At most `most` streams of one process; `drain` ends them all and lets none begin."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._lock = threading.Lock()
        self._open = 0
        self._draining = threading.Event()

    @property
    def open(self) -> int:
        """Return how many there are."""
        return self._open

    @property
    def is_draining(self) -> bool:
        """Tell whether this process is about to end."""
        return self._draining.is_set()

    def drain(self) -> None:
        """End all streams and let none begin."""
        self._draining.set()

    def answer(self, tell: Callable[[], str], *, every_seconds: float = 1.0) -> Response:
        """Answer with a stream: what `tell` returns, asked every so often; "" is nothing new.

        `tell` returns whole events as they are sent (see `event`).

        :raises Problem: 503, all streams are taken or the server is about to end.
        """
        self._enter()
        response = Response(self._told(tell, every_seconds), mimetype="text/event-stream")
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Accel-Buffering"] = "no"
        response.call_on_close(self._leaver())
        return response

    def _enter(self) -> None:
        with self._lock:
            if not self.is_draining and self._open < self.most:
                self._open += 1
                measures.streams(1)
                return
        measures.turned_away()
        remedy = "Ask for the page's data every few seconds instead"
        raise Problem(503, "streams.full", "No stream is free", remedy=remedy)

    def _leaver(self) -> Callable[[], None]:
        """Return what gives a stream's place back, once."""
        left = threading.Event()

        def leave() -> None:
            with self._lock:
                if not left.is_set():
                    left.set()
                    self._open -= 1
                    measures.streams(-1)

        return leave

    def _told(self, tell: Callable[[], str], every_seconds: float) -> Iterator[str]:
        yield f"retry: {AGAIN_MILLISECONDS}\n\n"
        ends = time.monotonic() + LONGEST_SECONDS
        said = time.monotonic()
        while not self.is_draining and time.monotonic() < ends:
            words = tell()
            if not words and time.monotonic() - said >= BEAT_SECONDS:
                words = BEAT
            if words:
                said = time.monotonic()
                yield words
            self._draining.wait(every_seconds)


def event(data: str, *, name: str = "", number: str = "") -> str:
    """Return an event as it is sent; its data may have several lines."""
    head = (f"event: {name}\n" if name else "") + (f"id: {number}\n" if number else "")
    return head + "".join(f"data: {line}\n" for line in data.splitlines() or [""]) + "\n"
