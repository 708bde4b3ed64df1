"""How long planning may go on, counted in looks and not in seconds: the same plan everywhere."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Looks:
    """A `should_stop` that says so after it was asked `left` times."""

    left: int

    def __call__(self) -> bool:
        self.left -= 1
        return self.left < 0
