"""Ctrl-C ends a station only when it is meant."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from stations.ending import WITHIN_SECONDS, Ending

START = datetime(2026, 1, 5, 8, 30, tzinfo=UTC)
MOMENTS = st.lists(st.integers(0, 100), max_size=12).map(sorted)


@settings(max_examples=100)
@given(MOMENTS)
def test_the_first_press_that_follows_another_in_time_ends_it(tenths: list[int]) -> None:
    ending = Ending()
    moments = [START + timedelta(seconds=n / 10) for n in tenths]
    ends = [ending.press(at) for at in moments]
    near = [b - a <= 10 * WITHIN_SECONDS for a, b in pairwise(tenths)]
    assert (ends.index(True) - 1 if any(ends) else -1) == (near.index(True) if any(near) else -1)


def test_another_key_in_between_or_a_clock_set_back_begins_anew() -> None:
    ending = Ending()
    assert not ending.press(START)
    ending.cancel()
    assert not ending.press(START)
    assert not ending.press(START - timedelta(seconds=1))
    assert ending.is_begun(START)
    assert ending.press(START)
