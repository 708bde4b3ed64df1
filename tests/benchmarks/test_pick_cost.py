"""The benchmark runs and compares what it says it compares."""

from __future__ import annotations

from tests.benchmarks import pick_cost


def test_a_confirmed_pick_is_measured_in_all_three_ways() -> None:
    with pick_cost.sqlite_copies() as fresh:
        found = pick_cost.measure(fresh, 10)
    assert set(found) == {
        "engine in process",
        "plain driver, same statements",
        "engine through HTTP",
    }
    assert 0 < found["plain driver, same statements"] < found["engine in process"]
