"""Which carton is proposed, and what a difference in weight is called."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from wms.packing.rules import Carton, Content, fits, pieces_in, propose, spread
from wms.packing.weight import Difference, difference, expectation

SMALL = Carton(1, "C1", 120, 90, 70, 40, 5_000)
LARGE = Carton(2, "C2", 300, 200, 150, 120, 10_000)
TOLERANCE = {"tolerance_grams": 15, "tolerance_percent": 4}

sizes = st.tuples(*[st.integers(10, 400)] * 3)
contents = st.lists(
    st.builds(
        lambda n, size, grams, quantity: Content(n, f"S{n}", *size, grams, quantity),
        st.integers(1, 9),
        sizes,
        st.integers(0, 3_000),
        st.integers(1, 20),
    ),
    min_size=1,
    max_size=4,
)
cartons = st.lists(
    st.builds(
        lambda n, size, most: Carton(n, f"C{n}", *size, 100, most),
        st.integers(1, 9),
        st.tuples(*[st.integers(50, 800)] * 3),
        st.sampled_from([0, 2_000, 30_000]),
    ),
    max_size=5,
)


def mug(quantity: int = 1, grams: int = 300) -> Content:
    return Content(1, "MUG", 100, 80, 60, grams, quantity)


def test_the_smallest_carton_that_takes_everything_is_proposed() -> None:
    found = propose([mug()], [LARGE, SMALL], fill_percent=80)
    assert found is not None
    assert (found.carton.code, found.pieces) == ("C1", 1)


def test_what_fits_in_no_single_carton_begins_in_the_one_that_takes_most() -> None:
    found = propose([mug(40)], [SMALL, LARGE], fill_percent=80)
    assert found is not None
    assert (found.carton.code, found.pieces) == ("C2", 15)


def test_a_carton_is_full_when_it_is_heavy_enough() -> None:
    assert pieces_in(LARGE, [mug(9, grams=4_000)], 100) == 2


def test_a_long_piece_is_turned_but_never_bent() -> None:
    assert fits(SMALL, Content(1, "PEN", 20, 120, 20, 10, 1))
    assert not fits(SMALL, Content(1, "ROD", 20, 121, 20, 10, 1))


def test_nothing_is_proposed_where_no_piece_fits() -> None:
    lamp = Content(2, "LAMP", 500, 400, 300, 900, 1)
    assert propose([lamp], [SMALL, LARGE], fill_percent=80) is None
    assert propose([mug()], [], fill_percent=80) is None


@settings(max_examples=100)
@given(contents, cartons, st.integers(50, 100))
def test_a_proposed_carton_keeps_volume_and_weight_and_no_smaller_one_would_do(
    wanted: list[Content], known: list[Carton], fill_percent: int
) -> None:
    found = propose(wanted, known, fill_percent=fill_percent)
    pieces = sum(content.quantity for content in wanted)
    if found is None:
        assert not any(
            fits(c, w) and pieces_in(c, [w], fill_percent) for c in known for w in wanted
        )
    elif found.pieces == pieces:
        carton = found.carton
        volume = sum(c.volume_mm3 * c.quantity for c in wanted)
        assert all(fits(carton, content) for content in wanted)
        assert volume * 100 <= carton.volume_mm3 * fill_percent
        grams = sum(c.weight_grams * c.quantity for c in wanted)
        assert not carton.max_weight_grams or grams <= carton.max_weight_grams
        smaller = [c for c in known if c.volume_mm3 < carton.volume_mm3]
        assert all(pieces_in(c, wanted, fill_percent) < pieces for c in smaller)
    else:
        assert all(pieces_in(c, wanted, fill_percent) <= found.pieces < pieces for c in known)


@settings(max_examples=100)
@given(st.integers(0, 50), st.lists(st.integers(0, 9), max_size=6))
def test_shares_fill_the_rooms_in_their_order(quantity: int, rooms: list[int]) -> None:
    shares = dict(spread(quantity, list(enumerate(rooms))))
    assert sum(shares.values()) == min(quantity, sum(rooms))
    assert all(0 < share <= rooms[n] for n, share in shares.items())
    last = max(shares, default=-1)
    assert all(shares.get(n, 0) == rooms[n] for n in range(last))


def test_the_tolerance_is_the_larger_of_grams_and_percent() -> None:
    assert expectation(100, [mug()], **TOLERANCE).tolerance_grams == 16
    assert expectation(20, [mug(1, 100)], **TOLERANCE).tolerance_grams == 15


def test_a_missing_piece_is_called_by_its_name() -> None:
    wanted = [mug(2), Content(2, "CAP", 10, 10, 10, 90, 1)]
    expected = expectation(120, wanted, **TOLERANCE)
    assert difference(expected.grams - 15, expected, wanted) is None
    assert _words(difference(expected.grams - 95, expected, wanted)) == "About one CAP too light"
    assert _words(difference(expected.grams - 295, expected, wanted)) == "About one MUG too light"
    assert _words(difference(expected.grams + 290, expected, wanted)) == "About one MUG too heavy"


def test_a_difference_that_is_no_piece_is_told_in_grams() -> None:
    expected = expectation(120, [mug(2)], **TOLERANCE)
    assert _words(difference(expected.grams - 200, expected, [mug(2)])) == "200 g too light"
    assert _words(difference(expected.grams + 90, expected, [mug(2)])) == "90 g too heavy"


def test_an_item_that_the_scale_cannot_miss_is_named() -> None:
    pin = Content(3, "PIN", 10, 10, 10, 8, 1)
    assert expectation(120, [mug(), pin], **TOLERANCE).unseen == "PIN"
    assert expectation(120, [mug()], **TOLERANCE).unseen == ""


def test_with_an_unknown_weight_inside_a_parcel_can_only_be_too_light() -> None:
    gift = mug(1, grams=0)
    expected = expectation(120, [gift], **TOLERANCE)
    assert expected.unweighed == "MUG"
    assert difference(5_000, expected, [gift]) is None
    assert _words(difference(60, expected, [gift])) == "60 g too light"


@settings(max_examples=100)
@given(contents, st.integers(1, 90_000))
def test_a_weight_is_accepted_exactly_within_tolerance(wanted: list[Content], grams: int) -> None:
    expected = expectation(100, wanted, **TOLERANCE)
    gap = difference(grams, expected, wanted)
    near = abs(grams - expected.grams) <= expected.tolerance_grams
    assert (gap is None) == (near or (grams > expected.grams and bool(expected.unweighed)))
    assert gap is None or gap.gap_grams == grams - expected.grams


def _words(gap: Difference | None) -> str:
    assert gap is not None
    return str(gap.words)
