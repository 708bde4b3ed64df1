"""The physics of a scale: a load, the time it takes to come to rest, zero and tare (no I/O).

The pan swings after each change: a decaying, deterministic wobble; it counts as stable once the
settling time is over. Weights are grams; times are seconds of one monotonic clock.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

ZERO_RANGE = Decimal("0.02")  # of the capacity, either side


@dataclass(frozen=True, slots=True)
class PanState:
    """What the cell sees: net grams in whole resolution steps, at rest or not, in range or not."""

    net_grams: Decimal
    stable: bool
    over: bool
    under: bool


class Platform:
    """One weighing pan."""

    def __init__(
        self, capacity_grams: Decimal, resolution_grams: Decimal, settle_seconds: float
    ) -> None:
        self._capacity_grams = capacity_grams
        self.resolution_grams = resolution_grams
        self.settle_seconds = settle_seconds
        self.tare_grams = Decimal(0)
        self._stuck_in_motion = False
        self._zero_grams = Decimal(0)
        self._load_grams = Decimal(0)
        self._before_grams = Decimal(0)
        self._changed_at = -math.inf

    def load(self, grams: Decimal, now: float) -> None:
        """Put so much on the pan, instead of what lies there."""
        self._before_grams, self._load_grams = self._load_grams, grams
        self._changed_at = now

    def shake(self, going_on: bool, now: float) -> None:
        """Keep the pan in motion from now on, or let it come to rest."""
        self._before_grams, self._changed_at = Decimal(0), now
        self._stuck_in_motion = going_on

    def state(self, now: float) -> PanState:
        """Return what the cell sees now."""
        gross = self._swinging(now) - self._zero_grams
        return PanState(
            net_grams=self._step(gross - self.tare_grams),
            stable=self._is_at_rest(now),
            over=gross > self._capacity_grams,
            under=gross < -self._capacity_grams * ZERO_RANGE,
        )

    def zero(self) -> str:
        """Zero the pan at rest; return the reply letter A, or + / - outside the zero range."""
        limit = self._capacity_grams * ZERO_RANGE
        if abs(self._load_grams) > limit:
            return "+" if self._load_grams > 0 else "-"
        self._zero_grams, self.tare_grams = self._load_grams, Decimal(0)
        return "A"

    def tare(self) -> str:
        """Take the load at rest as tare; return the reply letter S, or + / - when not possible."""
        gross = self._load_grams - self._zero_grams
        if gross > self._capacity_grams or gross < 0:
            return "+" if gross > 0 else "-"
        self.tare_grams = self._step(gross)
        return "S"

    def _is_at_rest(self, now: float) -> bool:
        return not self._stuck_in_motion and now - self._changed_at >= self.settle_seconds

    def _swinging(self, now: float) -> Decimal:
        if self._is_at_rest(now):
            return self._load_grams
        elapsed = (now - self._changed_at) / max(self.settle_seconds, 1e-6)
        swing = math.exp(-4 * elapsed) * math.cos(18 * elapsed) + 0.002 * math.sin(40 * elapsed)
        change = self._load_grams - self._before_grams
        return self._load_grams - change * Decimal(f"{swing:.6f}")

    def _step(self, grams: Decimal) -> Decimal:
        return (grams / self.resolution_grams).quantize(Decimal(1)) * self.resolution_grams
