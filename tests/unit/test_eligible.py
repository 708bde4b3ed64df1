"""A cut-off is the next time the warehouse's clock says so, whatever the season."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from wms.picking.eligible import Standing, Wanted, choose, next_cut_off, shown, wanted_by, why_not

WARSAW = "Europe/Warsaw"


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "cut_off"),
    [
        ("2026-03-02 12:00", "2026-03-02 15:00"),
        ("2026-03-02 15:00", "2026-03-03 15:00"),
        ("2026-07-01 13:59", "2026-07-01 14:00"),
        ("2026-03-28 16:00", "2026-03-29 14:00"),
        ("2026-10-24 22:30", "2026-10-25 15:00"),
    ],
)
def test_a_cut_off_is_the_next_one_on_the_warehouses_clock(now: str, cut_off: str) -> None:
    assert next_cut_off("16:00", WARSAW, _utc(now)) == _utc(cut_off)


def test_no_cut_off_lets_everything_in() -> None:
    wanted = wanted_by("ALL", {"max_orders": 1, "max_lines": 2}, WARSAW, _utc("2026-03-02 12:00"))
    assert wanted == Wanted((), None, 1, 2, "savings", WARSAW, "ALL")


def _order(number: int, **more: object) -> Standing:
    facts = {"status": "allocated", "reason": "", "priority": 5, "carrier": "", "ship_by": None}
    facts |= {"accepted_at": _utc("2026-03-01 08:00"), "lines": 1}
    return Standing(number, f"O-{number}", **(facts | more))  # type: ignore[arg-type]


def test_the_most_urgent_come_first_then_what_is_due_first() -> None:
    orders = [
        _order(1),
        _order(2, ship_by=_utc("2026-03-03 08:00")),
        _order(3, ship_by=_utc("2026-03-02 08:00")),
        _order(4, priority=2),
    ]
    chosen, left_out = choose(orders, Wanted(max_orders=3))
    assert [order.id for order in chosen] == [4, 3, 2]
    assert [order.id for order, _ in left_out] == [1]


@pytest.mark.parametrize("status", ["released", "picked", "packed", "shipped", "cancelled"])
def test_what_is_further_on_is_in_no_wave(status: str) -> None:
    assert str(why_not(_order(1, status=status, cluster="C-1"), Wanted()))


def test_times_are_told_as_the_warehouse_reads_them() -> None:
    assert shown(_utc("2026-07-01 22:30"), WARSAW) == "2026-07-02 00:30"
