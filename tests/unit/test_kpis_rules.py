"""Shares, medians, hours of a warehouse's day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from wms.insights import quarters
from wms.insights.kpis_rules import percent_words, percentile, permille, rate_words, steps_of

WARSAW = ZoneInfo("Europe/Warsaw")
EIGHT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def test_a_percentile_is_one_of_the_values() -> None:
    assert percentile([], 50) is None
    assert percentile([7], 90) == 7
    assert percentile([3, 1, 2, 4], 50) == 2
    assert percentile(list(range(1, 11)), 90) == 9
    assert percentile(list(range(1, 12)), 90) == 10


def test_the_whole_is_said_only_where_nothing_is_wrong() -> None:
    assert permille(0, 0) is None
    assert percent_words(permille(9_999, 10_000)) == "99.9%"
    assert percent_words(permille(5, 5)) == "100.0%"
    assert percent_words(None) == "–"


def test_a_rate_has_one_digit_after_the_point_rounded() -> None:
    assert rate_words(0, 0) == "–"
    assert rate_words(10, 4) == "2.5"
    assert rate_words(2, 3) == "0.7"
    assert rate_words(3, 136, per=100) == "2.2"


def test_each_step_counts_the_orders_of_which_both_moments_are_known() -> None:
    full = {"accepted": EIGHT, "released": EIGHT + timedelta(seconds=60)}
    full |= {"allocated": EIGHT + timedelta(seconds=20), "shipped": EIGHT + timedelta(hours=1)}
    by_step = {(s.since, s.until): s for s in steps_of([full, {"accepted": EIGHT}])}
    assert by_step["accepted", "allocated"].median_seconds == 20
    assert by_step["allocated", "released"].median_seconds == 40
    assert by_step["released", "picked"].median_seconds is None
    assert by_step["accepted", "shipped"].p90_seconds == 3600
    assert by_step["accepted", "shipped"].orders == 1


def test_a_day_of_the_warehouse_has_23_to_25_hours() -> None:
    def hours(day: date) -> int:
        ends = [quarters.midnight(d, WARSAW) for d in (day, day + timedelta(days=1))]
        return len(quarters.hours_of(ends[0], ends[1], WARSAW))

    assert hours(date(2026, 3, 2)) == 24
    assert hours(date(2026, 3, 29)) == 23
    assert hours(date(2026, 10, 25)) == 25


def test_quarters_fall_into_the_hours_and_days_of_the_zone() -> None:
    number = int(datetime(2026, 3, 1, 23, 30, tzinfo=UTC).timestamp()) // 900
    assert quarters.by_day({number: 3}, WARSAW) == {date(2026, 3, 2): 3}
    [hour] = quarters.by_hour({number: 3, number + 1: 2}, WARSAW)
    assert (hour.hour, hour.minute) == (0, 0)
    india = ZoneInfo("Asia/Kolkata")
    hours = quarters.by_hour({number - 1: 1, number: 2}, india)
    assert [(h.hour, n) for h, n in hours.items()] == [(4, 1), (5, 2)]
