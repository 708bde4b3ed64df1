"""Stations that are asked what this is and that, all the time, as people do it: over HTTP."""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

PACE_SECONDS = (2.0, 3.0)
"""A person's pause between two scans, from and to."""


@dataclass
class Times:
    """Milliseconds by what was asked, since the last `taken`; for several threads."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _kept: dict[str, list[float]] = field(default_factory=dict)

    def note(self, name: str, ms: float) -> None:
        with self._lock:
            self._kept.setdefault(name, []).append(ms)

    def taken(self) -> dict[str, list[float]]:
        """Return what was noted, and begin anew."""
        with self._lock:
            found, self._kept = self._kept, {}
        return found


class Station:
    """A handheld on one kept-alive connection, in a thread of its own."""

    def __init__(self, port: int, code: str, key: str, badge: str) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.code, self.key = code, key
        self.last, self.screen_no = "", 0
        self._heard(self._ask("GET", f"/api/v1/stations/{code}/screen"))
        self.say({"kind": "scan", "text": badge, "symbology": ""})
        self.say({"kind": "key", "name": "WHAT", "value": ""})

    def say(self, given: dict[str, Any]) -> None:
        """Say one event."""
        event = {"id": str(uuid.uuid4()), "after": self.last, "screen_no": self.screen_no}
        event |= {"occurred_at": datetime.now(UTC).isoformat(), "input": given}
        self._heard(self._ask("POST", f"/api/v1/stations/{self.code}/events", event))

    def _ask(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        self.line.request(method, path, json.dumps(body) if body else None, headers)
        reply = self.line.getresponse()
        plain: dict[str, Any] = json.loads(reply.read())
        assert reply.status == 200, plain
        return plain

    def _heard(self, plain: dict[str, Any]) -> None:
        self.last, self.screen_no = plain["last_event"], plain["screen"]["no"]

    def work(self, codes: Sequence[str], times: Times, over: threading.Event, seed: int) -> None:
        """Scan on until it is over."""
        chance = random.Random(seed)
        over.wait(chance.uniform(0, PACE_SECONDS[1]))
        while not over.is_set():
            began = time.perf_counter()
            self.say({"kind": "scan", "text": chance.choice(codes), "symbology": ""})
            times.note("station event", (time.perf_counter() - began) * 1000)
            over.wait(chance.uniform(*PACE_SECONDS))
        self.line.close()
