"""Deliberate mistakes, so many of each kind and no more; chosen by the seed, not by the clock."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from zlib import crc32


class Budget:
    """What may still go wrong; shared by all people."""

    def __init__(self, allowed: Mapping[str, int], seed: int) -> None:
        self._left = dict(allowed)
        self._seed = seed
        self._lock = threading.Lock()

    def spend(self, kind: str, at_most: int = 1) -> int:
        """Return how many mistakes of a kind to make now, up to `at_most`; they are used up."""
        with self._lock:
            spent = min(self._left.get(kind, 0), at_most)
            self._left[kind] = self._left.get(kind, 0) - spent
            return spent

    def has(self, kind: str) -> bool:
        """Tell whether a mistake of this kind is still to be made."""
        with self._lock:
            return self._left.get(kind, 0) > 0

    def left(self) -> dict[str, int]:
        """Return the mistakes that nobody has made yet."""
        with self._lock:
            return {kind: n for kind, n in self._left.items() if n}

    def choose(self, among: Sequence[str], why: str) -> str | None:
        """Return one of `among`, the same for the same seed and reason; None if there is none."""
        if not among:
            return None
        return among[crc32(f"{self._seed}:{why}".encode()) % len(among)]
