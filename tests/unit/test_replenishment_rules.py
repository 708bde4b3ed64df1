"""What is brought to which face, from where, how much: pure decisions."""

from __future__ import annotations

from datetime import date

from wms.orders.rules import Choice, Need, Offer, choose
from wms.replenishment.rules import DEMAND, MIN, Bring, Face, Source, best, bring, spread

TODAY = date(2026, 3, 2)


def _face(at: int = 1, least: int = 2, most: int = 10, **more: object) -> Face:
    return Face(at, at, least, most, **more)  # type: ignore[arg-type]


def test_an_order_is_promised_from_the_face_before_what_expires_sooner_elsewhere() -> None:
    offers = [
        Offer(1, 7, 20, 9, date(2026, 4, 1), is_far=True),
        Offer(2, 7, 10, 3, date(2026, 9, 1)),
        Offer(3, 7, 21, 9, date(2026, 5, 1), is_far=True),
    ]
    chosen, missing = choose([Need(1, 7, 5)], offers, TODAY)
    assert (chosen, missing) == ([Choice(1, 2, 3), Choice(1, 1, 2)], [])


def test_a_face_with_enough_on_it_needs_nothing() -> None:
    assert bring([_face(on_hand=4, reserved=2)], [Source(9, 0, 0, 9, 50)], TODAY) == []


def test_what_is_promised_away_counts_as_gone_already() -> None:
    found = bring([_face(on_hand=4, reserved=3)], [Source(9, 0, 0, 9, 50)], TODAY)
    assert found == [Bring(1, 9, 0, 0, 6, MIN, 9)]


def test_what_somebody_brings_already_is_not_asked_for_again() -> None:
    assert bring([_face(coming=2)], [Source(9, 0, 0, 9, 50)], TODAY) == []


def test_demand_is_brought_even_beyond_what_the_face_shall_hold() -> None:
    found = bring([_face(most=5)], [Source(9, 0, 0, 9, 50, waiting=12, priority=3)], TODAY)
    assert found == [Bring(1, 9, 0, 0, 12, DEMAND, 3)]


def test_who_goes_for_an_order_fills_the_face_on_the_same_walk() -> None:
    found = bring([_face(least=0)], [Source(9, 0, 0, 9, 50, waiting=4, priority=3)], TODAY)
    assert found == [Bring(1, 9, 0, 0, 10, DEMAND, 3)]


def test_the_oldest_lot_is_brought_and_no_other_beside_it() -> None:
    old = Source(9, 0, 5, 9, 3, expires_on=date(2026, 4, 1))
    new = Source(8, 0, 6, 8, 50, expires_on=date(2026, 9, 1))
    assert bring([_face()], [new, old], TODAY) == [Bring(1, 9, 0, 5, 3, MIN, 9)]


def test_expired_goods_fill_no_face() -> None:
    assert bring([_face()], [Source(9, 0, 5, 9, 3, expires_on=TODAY)], TODAY) == []


def test_an_lpn_comes_as_a_whole_or_not_at_all() -> None:
    assert bring([_face()], [Source(9, 77, 0, 9, 11)], TODAY) == []
    assert bring([_face()], [Source(9, 77, 0, 9, 10)], TODAY) == [Bring(1, 9, 77, 0, 10, MIN, 9)]


def test_several_sources_fill_one_face() -> None:
    found = bring([_face()], [Source(8, 0, 0, 8, 4), Source(9, 0, 0, 9, 50)], TODAY)
    assert [(b.location_id, b.quantity) for b in found] == [(8, 4), (9, 6)]


def test_a_lot_goes_to_the_face_that_has_it_else_to_an_empty_one() -> None:
    faces = [
        _face(1, lots=frozenset({5})),
        _face(2, on_hand=8, lots=frozenset({6})),
        _face(3),
    ]
    assert best(faces, 6).location_id == 2
    assert best(faces, 7).location_id == 3
    assert best(faces[:2], 7).location_id == 1


def test_pieces_keep_promises_in_their_order_the_last_one_in_part() -> None:
    assert spread(5, [(1, 3), (2, 4), (3, 1)]) == [(1, 3), (2, 2)]
    assert spread(9, [(1, 3)]) == [(1, 3)]
    assert spread(0, [(1, 3)]) == []
