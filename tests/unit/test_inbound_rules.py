"""What may be booked of what arrives, and which bin takes it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wms.errors import Refused
from wms.inbound import arrival, rules
from wms.inbound.arrival import Line
from wms.stock.contents import Bin, Content, Sides

TODAY = date(2026, 3, 2)
SIDES: Sides = (100, 80, 60)


def line(
    no: int = 1,
    expected: int = 12,
    received: int = 0,
    *,
    item_id: int = 1,
    lot: str = "",
    tracks: str = "",
) -> Line:
    tracked = ("lot" in tracks, "expiry" in tracks)
    return Line(no, no, item_id, "MUG", "Mug", *tracked, lot, None, expected, received)


def content(
    item_id: int = 1,
    pieces: int = 1,
    *,
    lot_id: int = 0,
    merchant_id: int = 1,
    sides: Sides = SIDES,
    grams: int = 300,
) -> Content:
    return Content(item_id, f"SKU-{item_id}", lot_id, merchant_id, pieces, sides, grams)


def place(
    code: str = "A-01",
    *held: Content,
    kind: str = "storage",
    sequence: int = 0,
    sides: Sides = (0, 0, 0),
    most_grams: int = 0,
    is_promised: bool = False,
) -> Bin:
    is_storage = kind in ("storage", "pick")
    return Bin(1, 1, code, kind, sequence, sides, most_grams, is_storage, is_promised, held)


def why(bin_: Bin, *goods: Content, sharing: frozenset[tuple[int, int]] = frozenset()) -> str:
    return str(rules.why_not(bin_, goods, sharing=sharing, fill_percent=85) or "")


sides = st.tuples(*[st.integers(0, 600)] * 3)
piece_sides = st.tuples(*[st.integers(1, 600)] * 3)
contents = st.builds(
    content,
    st.integers(1, 4),
    st.integers(1, 20),
    lot_id=st.integers(0, 2),
    merchant_id=st.integers(1, 2),
    sides=piece_sides,
    grams=st.integers(0, 2000),
)
bins = st.builds(
    lambda code, held, **given: place(code, *held, **given),
    st.sampled_from(["A", "B", "C"]),
    st.lists(contents, max_size=2),
    kind=st.sampled_from(["pick", "storage", "dock"]),
    sides=sides,
    most_grams=st.sampled_from([0, 5000]),
    is_promised=st.booleans(),
)
lines = st.lists(
    st.builds(
        line,
        st.integers(1, 99),
        st.integers(1, 30),
        st.integers(0, 35),
        item_id=st.integers(1, 2),
        lot=st.sampled_from(["", "L1", "L2"]),
    ),
    unique_by=lambda row: row.id,
    max_size=5,
)


@given(lines, st.sampled_from(["", "L1"]), st.integers(1, 60), st.sampled_from([0, 10]))
@settings(max_examples=150)
def test_shares_book_all_pieces_within_the_tolerance_or_none(
    announced: list[Line], lot: str, quantity: int, over_percent: int
) -> None:
    room = sum(row.room(over_percent) for row in announced if row.item_id == 1)
    asked = {"item_id": 1, "lot": lot, "quantity": quantity, "over_percent": over_percent}
    if quantity > room:
        with pytest.raises(Refused, match="too many"):
            arrival.shares(announced, **asked)  # type: ignore[arg-type]
        return
    shares = arrival.shares(announced, **asked)  # type: ignore[arg-type]
    assert sum(n for _, n in shares) == quantity
    assert all(row.item_id == 1 and 0 < n <= row.room(over_percent) for row, n in shares)


def test_shares_fill_the_announced_lot_first_and_the_tolerance_last() -> None:
    announced = [line(1, 10), line(2, 10, lot="L2"), line(3, 10, lot="L1")]
    shares = arrival.shares(announced, item_id=1, lot="L1", quantity=31, over_percent=10)
    assert [(row.id, n) for row, n in shares] == [(3, 11), (1, 10), (2, 10)]


def test_what_came_over_takes_no_room_and_goes_to_the_nearest_line() -> None:
    full = [line(1, expected=4, received=4, lot="L1"), line(2, expected=3, received=3)]
    asked = {"item_id": 1, "over_percent": 0}
    assert arrival.over(full, lot="L1", **asked).id == 1
    assert arrival.over(full, lot="L9", **asked).id == 2
    more = replace(full[1], received=9, over_received=6)
    assert (more.open, more.room(0), more.room(100)) == (0, 0, 3)
    with pytest.raises(Refused, match=r"receive\.not_over"):
        arrival.over([full[0], replace(more, received=8)], lot="", **asked)
    with pytest.raises(Refused, match=r"receive\.not_announced"):
        arrival.over(full, lot="", item_id=9, over_percent=0)


def test_a_lot_and_an_expiry_are_asked_for_only_where_they_are_tracked() -> None:
    assert arrival.lot_of(line(), "L1", TODAY) == ""
    assert arrival.lot_of(line(tracks="lot"), " L1 ", None) == "L1"
    assert arrival.lot_of(line(tracks="expiry"), "", TODAY) == "2026-03-02"
    with pytest.raises(Refused, match="needs a lot"):
        arrival.lot_of(line(tracks="lot expiry"), "", TODAY)
    with pytest.raises(Refused, match="needs an expiry date"):
        arrival.lot_of(line(tracks="lot expiry"), "L1", None)


@pytest.mark.parametrize("lot", ["", "   ", "x" * 21, "a\x1db"])
def test_what_cannot_be_printed_as_a_lot_is_no_lot(lot: str) -> None:
    with pytest.raises(Refused, match="is no lot"):
        arrival.valid_lot(lot)


def test_goods_that_expire_within_the_limit_are_short_lived_and_expired_ones_refused() -> None:
    assert not arrival.is_short_lived(None, TODAY, 30)
    assert not arrival.is_short_lived(TODAY + timedelta(days=30), TODAY, 30)
    assert arrival.is_short_lived(TODAY + timedelta(days=29), TODAY, 30)
    arrival.check_expiry(TODAY + timedelta(days=1), TODAY)
    with pytest.raises(Refused, match="Expired on 2026-03-02"):
        arrival.check_expiry(TODAY, TODAY)


def test_a_piece_fits_if_it_does_in_any_turn() -> None:
    assert rules.fits_inside((100, 80, 60), (60, 100, 80))
    assert not rules.fits_inside((100, 80, 60), (100, 80, 59))
    assert rules.fits_inside((5000, 80, 60), (0, 80, 60))


@given(piece_sides, sides, st.permutations(range(3)))
@settings(max_examples=100)
def test_turning_a_piece_does_not_change_whether_it_fits(
    piece: Sides, room: Sides, turn: list[int]
) -> None:
    turned = (piece[turn[0]], piece[turn[1]], piece[turn[2]])
    assert rules.fits_inside(piece, room) == rules.fits_inside(turned, room)


def test_an_unlimited_bin_takes_anything_that_may_lie_there() -> None:
    assert why(place(), content(pieces=100_000)) == ""
    assert why(place("A-01", content()), content()) == ""
    assert why(place("A-01", content(2)), content()) == ""


def test_a_bin_says_why_it_does_not_take_goods() -> None:
    assert why(place("QC", kind="qc"), content()) == "QC is no bin for storage"
    assert "on their way" in why(place(is_promised=True), content())
    assert "another merchant" in why(place("A", content(2, merchant_id=2)), content())
    assert "another lot of SKU-1" in why(place("A", content(lot_id=2)), content(lot_id=1))
    shared = frozenset({(1, 2), (2, 1)})
    assert "same barcode" in why(place("A", content(2)), content(), sharing=shared)
    assert why(place(sides=(90, 90, 90)), content()) == "SKU-1 is too large for A-01"
    assert why(place(most_grams=599), content(pieces=2)) == "A-01 carries at most 0.599 kg"


def test_goods_fill_a_bin_to_the_percentage_and_not_beyond() -> None:
    room = place(sides=(200, 200, 200))
    most = 200**3 * 85 // 100 // (100 * 80 * 60)
    assert why(room, content(pieces=most)) == ""
    assert "no room for all of it" in why(room, content(pieces=most + 1))


def test_one_piece_alone_may_fill_its_bin() -> None:
    assert why(place(sides=SIDES), content()) == ""
    assert "no room" in why(place(sides=SIDES), content(sides=(100, 80, 30), pieces=2))


def test_same_goods_come_before_empty_before_shared_and_pick_before_storage() -> None:
    choices = [
        place("SHARED", content(2), kind="pick"),
        place("FAR", kind="storage", sequence=1),
        place("FACE-2", kind="pick", sequence=9),
        place("FACE-1", kind="pick", sequence=8),
        place("SAME", content(), kind="storage", sequence=99),
    ]
    best = rules.ranked(choices, [content()], sharing=frozenset(), fill_percent=85)
    assert [bin_.code for bin_ in best] == ["SAME", "FACE-1", "FACE-2", "FAR", "SHARED"]


@given(st.lists(bins, max_size=4), st.lists(contents, min_size=1, max_size=2))
@settings(max_examples=100)
def test_no_chosen_bin_is_overfilled_or_mixed(offered: list[Bin], goods: list[Content]) -> None:
    for bin_ in rules.ranked(offered, goods, sharing=frozenset(), fill_percent=85):
        everything = (*bin_.contents, *goods)
        assert bin_.is_storage
        assert not bin_.is_promised
        grams = sum(one.total_grams for one in everything)
        assert not bin_.max_weight_grams or grams <= bin_.max_weight_grams
        held = {one.merchant_id for one in bin_.contents}
        assert held <= {one.merchant_id for one in goods}
        for new in goods:
            assert all(
                one.lot_id == new.lot_id for one in bin_.contents if one.item_id == new.item_id
            )
