"""How often somebody may call: a bucket of calls each, which fills up again steadily. Pure.

The buckets are those of one process: where several serve a site, each lets as many through.

Source: draft-ietf-httpapi-ratelimit-headers (token buckets, RateLimit and RateLimit-Policy).
"""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass
from datetime import datetime

MOST_BUCKETS = 10_000
"""More than so many callers at once are not told apart: the fullest buckets are forgotten."""


@dataclass(frozen=True, slots=True)
class Left:
    """`remaining` calls may follow at once; it is full again in `full_seconds`, and where this
    call was one too many the next may come in `wait_seconds`."""

    is_allowed: bool
    limit: int
    remaining: int
    full_seconds: int
    wait_seconds: int


class Buckets:
    """One bucket a name: holds `most` calls and gets `per_minute` new ones; 0 a minute: no limit.

    :raises ValueError: a bucket that holds nothing, or a negative number.
    """

    def __init__(self, *, per_minute: int, most: int) -> None:
        if per_minute < 0 or most < 1:
            raise ValueError("at least 0 a minute and 1 at once")
        self.per_minute = per_minute
        self.most = most
        self._filled: dict[str, tuple[float, datetime]] = {}
        self._lock = threading.Lock()

    def take(self, name: str, at: datetime) -> Left:
        """Take one call out of a bucket, if there is one; `at` may go back by a clock's slip."""
        if not self.per_minute:
            return Left(True, self.most, self.most, 0, 0)
        with self._lock:
            holds = self._holds(name, at)
            is_allowed = holds >= 1
            if is_allowed:
                holds -= 1
            if len(self._filled) >= MOST_BUCKETS and name not in self._filled:
                self._forget(at)
            self._filled[name] = (holds, at)
        return self._left(holds, is_allowed)

    @property
    def window_seconds(self) -> int:
        """Seconds in which an empty bucket fills up."""
        return math.ceil(self.most * 60 / self.per_minute) if self.per_minute else 0

    def _holds(self, name: str, at: datetime) -> float:
        holds, since = self._filled.get(name, (float(self.most), at))
        seconds = max(0.0, (at - since).total_seconds())
        return min(float(self.most), holds + seconds * self.per_minute / 60)

    def _left(self, holds: float, is_allowed: bool) -> Left:
        full = math.ceil((self.most - holds) * 60 / self.per_minute)
        wait = 0 if is_allowed else max(1, math.ceil((1 - holds) * 60 / self.per_minute))
        return Left(is_allowed, self.most, int(holds), full, wait)

    def _forget(self, at: datetime) -> None:
        """Forget the half that is fullest: of those least is lost."""
        by_holds = sorted(self._filled, key=lambda name: self._holds(name, at), reverse=True)
        for name in by_holds[: MOST_BUCKETS // 2]:
            del self._filled[name]
