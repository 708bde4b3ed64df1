"""What a count decides, for any numbers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wms.counting.rules import MOST, NO_LOT, Stood, lot_without_label, quantity, settle
from wms.errors import Refused

pieces = st.integers(0, 30)
stood = st.builds(Stood, pieces, pieces, pieces)


@settings(max_examples=80)
@given(st.integers(-60, 60), stood)
def test_every_piece_of_the_difference_is_accounted_for(difference: int, here: Stood) -> None:
    plan = settle(difference, here)
    assert plan.surplus - plan.missing - plan.left == difference
    assert plan.from_short + plan.freed == here.short_held


@settings(max_examples=80)
@given(st.integers(-60, 60), stood)
def test_no_more_leaves_than_is_there_and_nothing_stays_that_could(
    difference: int, here: Stood
) -> None:
    plan = settle(difference, here)
    assert plan.from_good <= here.free_good
    assert plan.from_other <= here.other_held
    if plan.left:
        assert plan.missing == here.short_held + here.free_good + here.other_held
    if plan.from_other:
        assert plan.from_good == here.free_good


def test_short_pieces_leave_first_and_damaged_ones_last() -> None:
    plan = settle(-4, Stood(short_held=2, free_good=1, other_held=3))
    assert (plan.from_short, plan.from_good, plan.from_other) == (2, 1, 1)


@pytest.mark.parametrize(
    ("tracks", "here", "lot"),
    [
        (False, set(), NO_LOT),
        (False, {0}, NO_LOT),
        (False, {7}, 7),
        (False, {0, 7}, None),
        (True, {7}, 7),
        (True, {7, 8}, None),
        (True, set(), None),
    ],
)
def test_a_lot_is_asked_for_only_when_in_doubt(
    tracks: bool, here: set[int], lot: int | None
) -> None:
    assert lot_without_label(tracks, here) == lot


@pytest.mark.parametrize("text", ["", "-1", "1.5", "١", "one", "100000", "9" * 30])
def test_a_quantity_is_refused_when_nobody_can_mean_it(text: str) -> None:
    with pytest.raises(Refused) as refused:
        quantity(text)
    assert refused.value.field == "quantity"


@settings(max_examples=20)
@given(st.integers(0, MOST))
def test_a_quantity_is_read_as_it_is_written(n: int) -> None:
    assert quantity(f" {n} ") == n
