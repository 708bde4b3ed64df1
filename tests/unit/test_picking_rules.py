"""Who gets a piece at the put wall, and how pieces are shared out."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wms.orders.rules import spread
from wms.picking.rules import Claim, whose


def _claim(position: int, *, left: int = 1, slot: int = 0, cancelled: bool = False) -> Claim:
    return Claim(position, f"O-{position}", position, cancelled, 1, left, slot, "")


def test_nobody_gets_a_piece_that_nobody_wants() -> None:
    assert whose([]) is None


def test_without_a_slot_the_first_of_the_batch_is_served() -> None:
    assert whose([_claim(3), _claim(1, left=9), _claim(2)]) == _claim(1, left=9)


def test_an_order_with_a_slot_comes_before_one_that_needs_a_new_one() -> None:
    assert whose([_claim(1), _claim(2, left=5, slot=7)]) == _claim(2, left=5, slot=7)


def test_of_those_with_slots_the_one_that_is_complete_soonest_is_served() -> None:
    near, far = _claim(2, left=1, slot=8), _claim(1, left=4, slot=7)
    assert whose([far, near]) == near


def test_a_cancelled_order_is_served_last_even_when_it_has_a_slot() -> None:
    assert whose([_claim(1, slot=7, cancelled=True), _claim(2)]) == _claim(2)


@given(st.integers(0, 50), st.lists(st.integers(-3, 20), max_size=6))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_pieces_are_shared_out_in_order_and_no_room_gets_too_many(
    pieces: int, rooms: list[int]
) -> None:
    shares = spread(pieces, rooms)
    assert len(shares) == len(rooms)
    assert all(0 <= share <= max(room, 0) for share, room in zip(shares, rooms, strict=True))
    assert sum(shares) == min(pieces, sum(max(room, 0) for room in rooms))
    later = False
    for share, room in zip(shares, rooms, strict=True):
        assert not (later and share), "a later one got something although an earlier had room"
        later = later or share < max(room, 0)
