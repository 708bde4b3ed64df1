"""What a count decides, for any numbers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wms.counting.rules import (
    HAND_SECONDS,
    MOST,
    NO_LOT,
    Course,
    Limits,
    Stood,
    classes,
    difference,
    is_decided,
    lot_without_label,
    quantity,
    settlement,
    signed,
)
from wms.errors import Refused

pieces = st.integers(0, 30)
stood = st.builds(Stood, pieces, pieces, pieces)


@settings(max_examples=80)
@given(st.integers(-60, 60), stood)
def test_every_piece_of_the_difference_is_accounted_for(difference: int, here: Stood) -> None:
    plan = settlement(difference, here)
    assert plan.surplus - plan.missing - plan.left == difference
    assert plan.from_short + plan.freed == here.short_held


@settings(max_examples=80)
@given(st.integers(-60, 60), stood)
def test_no_more_leaves_than_is_there_and_nothing_stays_that_could(
    difference: int, here: Stood
) -> None:
    plan = settlement(difference, here)
    assert plan.from_good <= here.free_good
    assert plan.from_other <= here.other_held
    if plan.left:
        assert plan.missing == here.short_held + here.free_good + here.other_held
    if plan.from_other:
        assert plan.from_good == here.free_good


def test_short_pieces_leave_first_and_damaged_ones_last() -> None:
    plan = settlement(-4, Stood(short_held=2, free_good=1, other_held=3))
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


AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def after(seconds: int) -> datetime:
    return AT + timedelta(seconds=seconds)


def _is_in_hand(pieces: int, at: datetime, look: datetime) -> bool:
    """Tell whether pieces may have been in a hand when somebody looked."""
    hand = timedelta(seconds=HAND_SECONDS)
    return look - (hand if pieces > 0 else timedelta()) <= at <= look + hand


@settings(max_examples=80)
@given(
    st.integers(-5, 5),
    st.lists(st.tuples(st.integers(1, 999), st.integers(-3, 3).filter(bool)), max_size=6),
    st.integers(0, 999),
)
def test_one_look_at_a_pile_that_nobody_touched_then_is_exact(
    differs: int, moves: list[tuple[int, int]], look: int
) -> None:
    expected = 30
    changes = tuple((after(at), pieces) for at, pieces in sorted(moves))
    now = expected + sum(pieces for _, pieces in changes)
    course = Course(AT, expected, now, changes)
    level = expected + sum(pieces for at, pieces in changes if at < after(look))
    known = difference(level + differs, course.levels(after(look), after(look)))
    if any(_is_in_hand(pieces, at, after(look)) for at, pieces in changes):
        assert known in (differs, 0, None)
    else:
        assert known == differs


def test_what_was_booked_before_the_count_began_is_in_what_was_expected() -> None:
    course = Course(AT, 5, 3, ((AT, 5), (AT, -2)))
    assert course.levels(AT, AT) == [5, 3]


def test_pieces_that_are_booked_but_not_set_down_yet_are_not_missing() -> None:
    levels = Course(AT, 5, 9, ((after(10), 4),)).levels(after(20), after(20))
    assert [difference(n, levels) for n in (5, 7, 9)] == [0, None, 0]


def test_pieces_that_moved_while_they_were_counted_are_counted_again_or_agree() -> None:
    levels = Course(AT, 5, 3, ((after(10), -2),)).levels(AT, after(20))
    assert [difference(n, levels) for n in (5, 4, 3)] == [0, None, 0]


@pytest.mark.parametrize(
    ("differences", "books", "passed"),
    [((-1,), 9, False), ((-2,), 9, True), ((2, -2), 100, False), ((None,), 9, False)],
)
def test_a_limit_is_passed_where_both_its_parts_are(
    differences: tuple[int | None, ...], books: int, passed: bool
) -> None:
    limits = Limits(by_another=True, pieces=1, percent=10)
    assert limits.are_passed(differences, books) == passed
    assert not Limits(pieces=1, percent=10).are_passed(differences, books)


def test_two_who_agree_or_a_third_decide() -> None:
    own, other = {(1, 0): -2}, {(1, 0): -3}
    assert not is_decided(own, [])
    assert not is_decided(own, [other])
    assert is_decided(own, [own])
    assert is_decided(own, [other, {}])


def test_classes_follow_how_much_is_picked() -> None:
    assert classes({1: 70, 2: 15, 3: 10, 4: 5}) == {1: "A", 2: "A", 3: "B", 4: "C"}
    assert classes({}) == {}


@pytest.mark.parametrize("text", ["", "2", "+", "-x", "+-2", "++2"])
def test_more_or_fewer_must_be_said(text: str) -> None:
    with pytest.raises(Refused):
        signed(text)
    assert (signed("+2"), signed(" -2 ")) == (2, -2)
