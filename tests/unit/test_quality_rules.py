"""Which orders are looked at, and how pieces are shared out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wms.orders.rules import spread
from wms.quality.rules import FIRST, NTH, Look, progress, why_check


def _limits(nth: int, first: int) -> dict[str, dict[str, int]]:
    return {"quality": {"every_nth_order": nth, "first_orders": first}}


@pytest.mark.parametrize(
    ("order_id", "number", "nth", "first", "why"),
    [
        (10, 99, 5, 1, NTH),
        (11, 99, 5, 1, ""),
        (11, 1, 5, 1, FIRST),
        (11, 2, 5, 2, FIRST),
        (11, 3, 5, 2, ""),
        (10, 1, 0, 0, ""),
        (10, 0, 0, 3, ""),
    ],
)
def test_an_order_is_checked_by_its_number_or_as_a_first_one(
    order_id: int, number: int, nth: int, first: int, why: str
) -> None:
    assert why_check(order_id, number, _limits(nth, first)) == why


@settings(max_examples=60)
@given(st.integers(1, 50), st.integers(1, 9))
def test_one_order_in_n_is_checked(start: int, nth: int) -> None:
    chosen = [n for n in range(start, start + nth * 10) if why_check(n, 99, _limits(nth, 0))]
    assert len(chosen) == 10


@settings(max_examples=80)
@given(st.integers(0, 60), st.lists(st.integers(-3, 12), max_size=6))
def test_shares_fill_the_first_rooms_first(pieces: int, rooms: list[int]) -> None:
    shares = spread(pieces, rooms)
    limits = [max(room, 0) for room in rooms]
    assert sum(shares) == min(pieces, sum(limits))
    assert all(0 <= share <= limit for share, limit in zip(shares, limits, strict=True))
    short = [n for n, (a, b) in enumerate(zip(shares, limits, strict=True)) if a < b]
    assert not short or not any(shares[short[0] + 1 :])


def test_failed_pieces_count_as_seen_although_they_left() -> None:
    looks = [Look(1, "MUG", 0, "-", 2, passed=1, failed=1), Look(2, "CAP", 7, "L1", 1)]
    assert progress(looks) == (2, 4)
    assert [look.left for look in looks] == [1, 1]
    assert [look.name for look in looks] == ["MUG", "CAP L1"]
