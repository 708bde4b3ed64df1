"""Pieces are never made nor lost by hands, whatever the hands do."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stations.people.reality import Kind
from stations.people.world import NotThere, World

PLACES = ("A-01-1", "T-001", "HAND S-1", "LOST")
KINDS = (Kind("MUG"), Kind("PILLS", "L1"), Kind("PILLS", "L2"))
moves = st.tuples(
    st.sampled_from(KINDS), st.integers(0, 6), st.sampled_from(PLACES), st.sampled_from(PLACES)
)


@given(st.lists(st.tuples(st.sampled_from(KINDS), st.integers(1, 9))), st.lists(moves, max_size=40))
@settings(max_examples=60, deadline=None)
def test_hands_move_pieces_and_nothing_else(
    arrivals: list[tuple[Kind, int]], handled: list[tuple[Kind, int, str, str]]
) -> None:
    world, brought = World(), Counter[Kind]()
    for kind, quantity in arrivals:
        world.arrive("A-01-1", kind, quantity)
        brought[kind] += quantity
    for kind, quantity, source, target in handled:
        before = world.places()
        try:
            world.move(kind, quantity, source, target)
        except NotThere:
            assert world.places() == before
        assert world.total() == brought
        assert all(n > 0 for kinds in world.places().values() for n in kinds.values())


@given(st.lists(st.sampled_from(PLACES), max_size=10))
@settings(max_examples=30, deadline=None)
def test_everything_of_a_place_is_carried_over(way: list[str]) -> None:
    world = World()
    world.arrive("TRUCK", KINDS[0], 3)
    world.arrive("TRUCK", KINDS[1], 2)
    source = "TRUCK"
    for target in way:
        world.move_all(source, target)
        assert world.count(target) == 5
        source = target


def test_more_than_there_is_cannot_be_taken() -> None:
    world = World()
    world.arrive("A-01-1", KINDS[0], 2)
    with pytest.raises(NotThere, match=r"3 x MUG\| wanted from A-01-1, 2 are there"):
        world.move(KINDS[0], 3, "A-01-1", "T-001")


def test_two_people_never_get_the_same_container() -> None:
    world = World()
    for tote in ("T-001", "T-002"):
        world.set_down(tote, "EMPTIES")
    taken = [world.grab("EMPTIES", f"CART {n}") for n in range(3)]
    assert taken == ["T-001", "T-002", None]
    assert world.stands("T-002") == "CART 1"


def test_one_person_at_a_time_stands_in_front_of_a_bin() -> None:
    world = World()
    assert world.step_to("A-01-1", "anna")
    assert not world.step_to("A-01-1", "bob")
    assert world.step_to("A-02-1", "anna")
    assert world.step_to("A-01-1", "bob")
    assert not world.step_to("A-01-1", "anna")


def test_a_named_lot_is_not_mistaken_for_another() -> None:
    world = World()
    world.arrive("A-01-1", KINDS[2], 1)
    assert world.kind_at("A-01-1", "PILLS", "L1") is None
    assert world.kind_at("A-01-1", "PILLS", "L2") == KINDS[2]
    assert world.kind_at("A-01-1", "PILLS") == KINDS[2]
