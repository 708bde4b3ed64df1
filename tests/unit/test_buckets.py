"""Buckets of calls: full at first, empty when all are taken, full again after a while."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from wms.web import buckets
from wms.web.buckets import Buckets

AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def later(seconds: float) -> datetime:
    return AT + timedelta(seconds=seconds)


def test_so_many_calls_at_once_and_not_one_more() -> None:
    made = Buckets(per_minute=60, most=3)
    left = [made.take("erp", AT) for _ in range(4)]
    assert [x.remaining for x in left] == [2, 1, 0, 0]
    assert [x.is_allowed for x in left] == [True, True, True, False]
    assert (left[-1].limit, left[-1].wait_seconds, left[-1].full_seconds) == (3, 1, 3)


def test_whoever_waits_as_told_may_call_again() -> None:
    made = Buckets(per_minute=6, most=1)
    assert made.take("erp", AT).is_allowed
    wait = made.take("erp", later(3)).wait_seconds
    assert wait == 7
    assert not made.take("erp", later(3 + wait - 0.5)).is_allowed
    assert made.take("erp", later(3 + wait)).is_allowed


def test_a_refused_call_costs_nothing() -> None:
    made = Buckets(per_minute=60, most=1)
    made.take("erp", AT)
    for tenth in range(9):
        assert not made.take("erp", later(tenth / 10)).is_allowed
    assert made.take("erp", later(1)).is_allowed


def test_a_bucket_never_holds_more_than_it_can() -> None:
    made = Buckets(per_minute=60, most=2)
    made.take("erp", AT)
    assert [made.take("erp", later(9_999)).is_allowed for _ in range(3)] == [True, True, False]


def test_each_name_has_its_own_bucket() -> None:
    made = Buckets(per_minute=60, most=1)
    assert made.take("erp", AT).is_allowed
    assert made.take("shop", AT).is_allowed
    assert not made.take("erp", AT).is_allowed


def test_a_clock_that_goes_back_gives_and_takes_nothing() -> None:
    made = Buckets(per_minute=60, most=2)
    made.take("erp", AT)
    assert made.take("erp", later(-100)).remaining == 0


def test_no_limit_lets_everybody_in() -> None:
    made = Buckets(per_minute=0, most=1)
    assert all(made.take("erp", AT).is_allowed for _ in range(100))


def test_many_names_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(buckets, "MOST_BUCKETS", 10)
    made = Buckets(per_minute=60, most=2)
    for _ in range(3):
        made.take("empty", AT)
    for n in range(100):
        made.take(f"address {n}", AT)
    assert len(made._filled) <= 10
    assert not made.take("empty", AT).is_allowed


def test_a_bucket_that_holds_nothing_makes_no_sense() -> None:
    with pytest.raises(ValueError):
        Buckets(per_minute=5, most=0)
