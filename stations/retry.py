"""How long to wait before asking again."""

from __future__ import annotations

import random
from collections.abc import Iterator

FIRST_SECONDS = 0.1
LONGEST_SECONDS = 3.0


def delays(jitter: random.Random) -> Iterator[float]:
    """Yield seconds for ever: doubling from 0.1 to 3, spread by half, so that stations do not
    all come back in the same moment.
    """
    seconds = FIRST_SECONDS
    while True:
        yield seconds * jitter.uniform(0.5, 1.0)
        seconds = min(seconds * 2, LONGEST_SECONDS)
