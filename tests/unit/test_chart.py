"""Bars and their axis."""

from __future__ import annotations

import pytest

from wms.web.office.chart import Mark, columns, rows, shortened, ticks


@pytest.mark.parametrize(
    ("most", "wanted"),
    [
        (0, [0, 1]),
        (1, [0, 1]),
        (4, [0, 1, 2, 3, 4]),
        (5, [0, 2, 4, 6]),
        (137, [0, 50, 100, 150]),
        (8_000, [0, 2_000, 4_000, 6_000, 8_000]),
    ],
)
def test_the_axis_has_round_numbers_up_to_the_most(most: int, wanted: list[int]) -> None:
    assert ticks(most) == wanted


def test_columns_are_as_tall_as_their_values_and_nothing_is_flat() -> None:
    plot = columns([Mark("07", 100, "100"), Mark("08", 50, "50"), Mark("09", 0, "0")])
    tall = [bar.height for bar in plot.bars]
    assert tall == [200, 100, 0]
    assert len({bar.y + bar.height for bar in plot.bars}) == 1
    assert all(bar.x >= 0 and bar.x + bar.width <= plot.width for bar in plot.bars)


def test_what_is_small_beside_the_rest_is_still_seen() -> None:
    assert columns([Mark("a", 1_000_000, ""), Mark("b", 1, "")]).bars[1].height == 2


def test_lying_bars_have_a_whisker_to_their_further_value() -> None:
    one, none = rows([Mark("a", 20, "20 s", further=40), Mark("b", 10, "10 s")]).bars
    assert one.further - one.x == 2 * one.width
    assert none.further == 0
    assert none.y > one.y


def test_long_names_are_shortened() -> None:
    assert shortened("scan.wrong_item") == "scan.wrong_item"
    assert len(shortened("x" * 80)) == len(shortened("y" * 22))
