"""What is reckoned from counts: shares, medians, the steps of an order. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

STAGES = ("accepted", "allocated", "released", "picked", "packed", "shipped")
"""What an order goes through, in its order."""


@dataclass(frozen=True, slots=True)
class Steps:
    """How long orders took from one stage to another: the median and the ninth decile of `orders`
    of which both moments are known; None where there is none."""

    since: str
    until: str
    orders: int
    median_seconds: int | None
    p90_seconds: int | None


def percentile(values: Sequence[int], percent: int) -> int | None:
    """Return the smallest of the values that `percent` of them do not exceed: the nearest rank.

    Source: Hyndman and Fan, "Sample Quantiles in Statistical Packages" (1996), definition 1.
    """
    if not values:
        return None
    ordered = sorted(values)
    return ordered[max(-(-len(ordered) * percent // 100), 1) - 1]


def steps_of(orders: Sequence[Mapping[str, datetime]]) -> list[Steps]:
    """Return each step, and all of them together; a step backwards in time took nothing."""
    pairs = [*pairwise(STAGES), (STAGES[0], STAGES[-1])]
    return [_steps(orders, *pair) for pair in pairs]


def _steps(orders: Sequence[Mapping[str, datetime]], since: str, until: str) -> Steps:
    took = [
        max(int((reached[until] - reached[since]).total_seconds()), 0)
        for reached in orders
        if since in reached and until in reached
    ]
    return Steps(since, until, len(took), percentile(took, 50), percentile(took, 90))


def permille(part: int, whole: int) -> int | None:
    """Return how many of a thousand `part` of `whole` is, rounded down; None of nothing.

    Rounded down, so that 1,000 is said only where nothing is wrong.
    """
    return 1000 * part // whole if whole > 0 else None


def percent_words(share: int | None) -> str:
    """Return a share of a thousand in percent, "–" for none."""
    return "–" if share is None else f"{share // 10}.{share % 10}%"


def rate_words(n: int, of: int, *, per: int = 1) -> str:
    """Return how many come on `per`, with one digit after the point, "–" of nothing."""
    if of <= 0:
        return "–"
    tenths = (20 * n * per + of) // (2 * of)
    return f"{tenths // 10}.{tenths % 10}"
