"""In which order work is offered."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from wms.dialogues.offers import LEFT, MINE, NEW, Offer, ranked
from wms.layout.nearness import walk_mm
from wms.layout.queries import LocationRow

NEAR_MM = 10_000


def place(code: str, aisle: int, x_mm: int, y_mm: int) -> LocationRow:
    return LocationRow(1, 1, code, "pick", "A", aisle, 0, 0, x_mm, y_mm, *([0] * 6))


DOCK = place("DOCK", 0, 0, 0)
C5 = place("C-05", 3, 9_000, 24_000)
C6 = place("C-06", 3, 9_000, 26_000)
D5 = place("D-05", 4, 12_000, 24_000)


def offer(number: int, at: LocationRow | None = None, **given: int) -> tuple[str, Offer]:
    return "KEY", Offer(number, lambda work: None, at, **given)


def order(offers: list[tuple[str, Offer]], here: LocationRow | None) -> list[int]:
    return [one.offer.id for one in ranked(offers, here, near_mm=NEAR_MM)]


def test_ones_own_work_comes_first_then_what_was_left_for_one() -> None:
    offers = [offer(1, C5, stage=NEW, priority=1), offer(2, stage=LEFT), offer(3, stage=MINE)]
    assert order(offers, C5) == [3, 2, 1]


def test_what_is_urgent_comes_before_what_is_near() -> None:
    assert order([offer(1, C6, priority=5), offer(2, DOCK, priority=2)], C5) == [2, 1]


def test_what_lies_near_is_done_before_walking_back() -> None:
    offers = [offer(1, DOCK, priority=5), offer(2, C6, priority=6), offer(3, D5, priority=6)]
    assert order(offers, C5) == [2, 1, 3]
    assert order(offers, DOCK) == [1, 2, 3]


def test_where_nobody_knows_the_place_urgency_decides() -> None:
    assert order([offer(1, C5, priority=6), offer(2, DOCK, priority=5)], None) == [2, 1]


def test_between_aisles_one_walks_by_the_front() -> None:
    assert walk_mm(C5, C6) == 2_000
    assert walk_mm(C5, D5) == 3_000 + 24_000 + 24_000
    assert walk_mm(C5, DOCK) == walk_mm(DOCK, C5) == 33_000


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(1, 9), st.sampled_from([DOCK, C5, C6, D5])), max_size=4))
def test_the_order_does_not_depend_on_who_asks_first(rows: list[tuple[int, LocationRow]]) -> None:
    offers = [offer(n, at, priority=urgency) for n, (urgency, at) in enumerate(rows)]
    assert len({tuple(order(list(mixed), C5)) for mixed in permutations(offers)}) == 1
