"""Where an error arose: between which moments, and by which moves it may have come."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from wms.insights.origin_rules import (
    ADJUST,
    COUNT,
    SHORT,
    Candidate,
    Kind,
    Look,
    Span,
    last_agreed,
    ranked,
    spans,
)

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HERE, THERE = Kind(1, 7, 0), Kind(2, 7, 0)


def at(minutes: int) -> datetime:
    return NINE + timedelta(minutes=minutes)


def count(minutes: int, difference: int | None, *, settles: bool = True) -> Look:
    return Look(at(minutes), COUNT, difference, settles and difference is not None, minutes)


def short(minutes: int, missing: int) -> Look:
    return Look(at(minutes), SHORT, -missing, False, minutes)


def test_an_error_lies_between_the_last_agreement_and_the_first_difference() -> None:
    [span] = spans(HERE, [count(0, 0), count(10, 0), count(30, -2)])
    assert span == Span(HERE, at(10), at(30), COUNT, -2, is_open=False)


def test_without_a_look_before_nobody_knows_since_when() -> None:
    [span] = spans(HERE, [count(30, 3)])
    assert (span.after, span.before, span.difference) == (None, at(30), 3)


def test_a_short_is_the_first_moment_and_the_count_after_it_says_how_many() -> None:
    [span] = spans(HERE, [count(0, 0), short(20, 1), short(25, 2), count(40, -4)])
    assert (span.after, span.before, span.seen_by) == (at(0), at(20), SHORT)
    assert (span.difference, span.is_open) == (-4, False)


def test_pieces_that_a_count_found_again_are_no_error() -> None:
    [span] = spans(HERE, [short(20, 1), count(40, 0)])
    assert span.was_found
    assert not span.is_open


def test_a_short_that_nobody_counted_yet_is_open() -> None:
    [span] = spans(HERE, [count(0, 0), short(20, 1)])
    assert span.is_open


def test_a_count_that_was_not_booked_ends_nothing() -> None:
    [span] = spans(HERE, [count(0, 0), count(10, -5, settles=False), count(20, -5)])
    assert (span.after, span.before, span.difference) == (at(0), at(10), -5)
    [pending] = spans(HERE, [count(0, 0), count(10, -5, settles=False)])
    assert pending.is_open


def test_a_count_that_nobody_can_read_says_nothing() -> None:
    assert spans(HERE, [count(0, 0), count(10, None)]) == []


def test_books_that_were_right_again_make_the_next_error_a_new_one() -> None:
    newest, oldest = spans(HERE, [count(0, 0), count(10, -1), count(20, 2)])
    assert (oldest.after, oldest.before) == (at(0), at(10))
    assert (newest.after, newest.before) == (at(10), at(20))


def test_a_correction_by_hand_is_believed() -> None:
    look = Look(at(10), ADJUST, 4, True, 1)
    [span] = spans(HERE, [count(0, 0), look, count(20, 0)])
    assert (span.difference, span.seen_by) == (4, ADJUST)
    assert last_agreed([look]) == at(10)


def move(number: int, pieces: int, document: tuple[str, int] = ("", 0)) -> Candidate:
    return Candidate(number, at(number), pieces, document)


def test_a_move_of_as_many_pieces_is_looked_into_before_others() -> None:
    [span] = spans(HERE, [count(0, 0), count(30, -2)])
    best, other = ranked(span, [move(1, -1), move(2, -2)])
    assert (best.candidate.number, best.reasons) == (2, ("same", "touched"))
    assert other.reasons == ("touched",)


def test_what_was_found_about_its_order_speaks_for_a_move() -> None:
    [span] = spans(HERE, [count(0, 0), count(30, -2)])
    moves = [move(1, -1, ("order_line", 5)), move(2, -2, ("order_line", 6))]
    best = ranked(span, moves, hinted=[("order_line", 5)])[0]
    assert (best.candidate.number, best.reasons) == (1, ("hint", "touched"))


def test_a_mirror_in_another_bin_counts_only_in_the_same_time_and_number() -> None:
    [span] = spans(HERE, [count(0, 0), count(30, -2)])
    [mirror] = spans(THERE, [count(5, 0), count(40, 2)])
    [late] = spans(THERE, [count(35, 0), count(40, 2)])
    [more] = spans(THERE, [count(5, 0), count(40, 3)])
    assert "mirror" in ranked(span, [move(1, -2)], others=[span, mirror])[0].reasons
    assert "mirror" not in ranked(span, [move(1, -2)], others=[late])[0].reasons
    assert "mirror" not in ranked(span, [move(1, -2)], others=[more])[0].reasons
    assert "mirror" not in ranked(span, [move(1, -1)], others=[mirror])[0].reasons


def test_of_equals_the_newest_comes_first() -> None:
    [span] = spans(HERE, [count(30, -9)])
    assert [one.candidate.number for one in ranked(span, [move(1, -1), move(2, -1)])] == [2, 1]


@given(
    st.lists(
        st.tuples(
            st.integers(0, 50),
            st.sampled_from([COUNT, SHORT]),
            st.one_of(st.none(), st.integers(-3, 3)),
        ),
        max_size=12,
    )
)
def test_spans_never_overlap_and_begin_where_books_and_bin_agreed(
    looked: list[tuple[int, str, int | None]],
) -> None:
    looks = [
        Look(at(when), what, n if what == COUNT else -1, what == COUNT and n is not None, order)
        for order, (when, what, n) in enumerate(looked)
    ]
    found = spans(HERE, looks)[::-1]
    agreed = {look.at for look in looks if look.settles}
    for before, span in zip([None, *found], found, strict=False):
        assert span.after is None or span.after in agreed
        assert span.after is None or span.after <= span.before
        if before is not None:
            assert span.after is not None
            assert before.before <= span.after
    assert all(not span.is_open for span in found[:-1])
