"""Which stock an order gets."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from wms.orders.rules import Choice, Need, Offer, choose

TODAY = date(2026, 3, 2)


def test_what_expires_first_goes_first() -> None:
    offers = [
        Offer(1, 7, 10, 5, date(2026, 12, 1)),
        Offer(2, 7, 11, 2, date(2026, 6, 1)),
        Offer(3, 7, 12, 9),
    ]
    chosen, missing = choose([Need(1, 7, 4)], offers, TODAY)
    assert chosen == [Choice(1, 2, 2), Choice(1, 1, 2)]
    assert missing == []


def test_what_has_expired_is_no_offer() -> None:
    chosen, missing = choose([Need(1, 7, 1)], [Offer(1, 7, 10, 5, TODAY)], TODAY)
    assert chosen == []
    assert missing == [Need(1, 7, 1)]


def test_one_bin_that_holds_enough_beats_two_that_do_not() -> None:
    offers = [Offer(1, 7, 10, 2), Offer(2, 7, 11, 9), Offer(3, 7, 12, 3)]
    assert choose([Need(1, 7, 3)], offers, TODAY)[0] == [Choice(1, 3, 3)]


def test_a_bin_where_the_order_stops_anyway_is_preferred() -> None:
    offers = [Offer(1, 7, 10, 3), Offer(2, 8, 20, 5), Offer(3, 7, 20, 9)]
    chosen, _ = choose([Need(1, 7, 3), Need(2, 8, 1)], offers, TODAY)
    assert {choice.quant_id for choice in chosen} == {2, 3}


@given(
    needs=st.lists(st.tuples(st.integers(1, 4), st.integers(1, 9)), max_size=5),
    stock=st.lists(
        st.tuples(
            st.integers(1, 4),
            st.integers(1, 6),
            st.integers(0, 6),
            st.sampled_from([None, TODAY, date(2026, 5, 1), date(2027, 1, 1)]),
        ),
        max_size=8,
    ),
)
def test_nothing_is_promised_twice_and_all_is_accounted_for(
    needs: list[tuple[int, int]], stock: list[tuple[int, int, int, date | None]]
) -> None:
    wanted = [Need(n, item, quantity) for n, (item, quantity) in enumerate(needs)]
    offers = [Offer(n, item, bin_, free, day) for n, (item, bin_, free, day) in enumerate(stock)]
    chosen, missing = choose(wanted, offers, TODAY)
    for offer in offers:
        taken = sum(c.quantity for c in chosen if c.quant_id == offer.quant_id)
        assert 0 <= taken <= offer.free
    for need in wanted:
        got = sum(c.quantity for c in chosen if c.line_id == need.line_id)
        lost = sum(m.quantity for m in missing if m.line_id == need.line_id)
        assert got + lost == need.quantity
        usable = sum(o.free for o in offers if o.item_id == need.item_id and o.expires_on != TODAY)
        given_away = sum(c.quantity for c in chosen if offers[c.quant_id].item_id == need.item_id)
        assert not lost or given_away == usable
