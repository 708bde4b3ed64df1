"""Where places stand on the drawing of a warehouse."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from zlib import crc32

import pytest

from wms.insights.floor_now import Place
from wms.insights.tours import path
from wms.planning.travel import Floor, Spot, walk_mm
from wms.web.office import map_plan
from wms.web.office.map_plan import Box, apart, beside, boxes, cuts, frame, step, steps


def place(code: str, kind: str = "pick", **given: int) -> Place:
    number = crc32(code.encode())
    blank = Place(number, code, kind, code[0], 0, 0, 0, 0, 0, 0)
    return replace(blank, **given)


def bay(number: int, *, levels: int = 2, aisle: int = 1) -> list[Place]:
    x, y = 6_000 + (aisle - 1) * 3_400, 9_000 + (number - 1) // 2 * 1_300
    return [
        place(f"A-{number:02d}-{n}", aisle=aisle, bay=number, level=n, x_mm=x, y_mm=y)
        for n in range(1, levels + 1)
    ]


def test_odd_bays_stand_left_of_the_aisle_and_even_ones_right_with_the_walkway_free() -> None:
    left, _, right, _ = boxes([*bay(1), *bay(2), *bay(3), *bay(4)])[:4]
    assert left.x_mm + left.width_mm == 6_000 - map_plan.WALKWAY_MM // 2
    assert right.x_mm == 6_000 + map_plan.WALKWAY_MM // 2
    assert left.height_mm == 1_300


def test_the_lowest_level_is_nearest_to_the_aisle_and_levels_do_not_cover_each_other() -> None:
    low, high = boxes([*bay(1), *bay(3)])[:2]
    assert high.x_mm + high.width_mm == low.x_mm
    drawn = boxes([*bay(1, levels=4), *bay(2, levels=4), *bay(3), *bay(4)])
    assert not [
        (one.name, other.name)
        for one in drawn
        for other in drawn
        if one.name < other.name and _overlap(one, other)
    ]


def _overlap(one: Box, other: Box) -> bool:
    wide = min(one.x_mm + one.width_mm, other.x_mm + other.width_mm) - max(one.x_mm, other.x_mm)
    tall = min(one.y_mm + one.height_mm, other.y_mm + other.height_mm) - max(one.y_mm, other.y_mm)
    return wide > 0 and tall > 0


def test_by_bay_all_levels_are_one_box_that_names_them() -> None:
    [one, other] = boxes([*bay(1), *bay(2)], by_bay=True)
    assert one.codes == ("A-01-1", "A-01-2")
    assert other.name == "A-02-1 – A-02-2"


def test_areas_stand_around_their_point_and_slots_are_not_drawn() -> None:
    dock, slot = place("DOCK", "dock", x_mm=2_000, y_mm=1_000), place("WALL-01", "slot")
    [drawn] = boxes([dock, slot])
    assert (drawn.x_mm + drawn.width_mm // 2, drawn.y_mm + drawn.height_mm // 2) == (2_000, 1_000)


def test_a_frame_holds_all_and_turns_the_front_below() -> None:
    drawn = boxes([*bay(1), place("DOCK", "dock", x_mm=2_000, y_mm=1_000)])
    around = frame(drawn, [Spot(30_000, 500)])
    for box in drawn:
        assert 0 <= around.across(box.x_mm) <= around.width_mm - box.width_mm
        assert 0 <= around.down(box.y_mm + box.height_mm) <= around.height_mm
    assert around.across(30_000) <= around.width_mm
    assert around.down(1_000) > around.down(9_000)
    assert frame([]).width_mm > 0


def test_steps_hold_about_as_many_boxes_each_so_that_one_outlier_does_not_pale_the_rest() -> None:
    ends = cuts([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 5_000])
    assert ends == [2, 4, 6, 8, 5_000]
    assert [step(n, ends) for n in (0, 1, 2, 3, 9, 5_000)] == [0, 1, 1, 2, 5, 5]
    assert steps(ends) == [(1, 1, 2), (2, 3, 4), (3, 5, 6), (4, 7, 8), (5, 9, 5_000)]


def test_percent_have_even_steps() -> None:
    ends = cuts([3, 250], is_share=True)
    assert ends == [20, 40, 60, 80, 100]
    assert [step(n, ends) for n in (1, 20, 21, 100, 250)] == [1, 1, 2, 5, 5]


@pytest.mark.parametrize("values", [[], [0, 0], [7], [4, 4, 4]])
def test_few_values_make_few_steps(values: list[int]) -> None:
    ends = cuts(values)
    assert all(step(value, ends) == (5 if value else 0) for value in values)
    assert len(steps(ends)) == len(ends) <= 1


def test_several_walks_lie_beside_each_other_and_one_alone_in_the_middle() -> None:
    line = [Spot(0, 0), Spot(0, 900)]
    assert beside(line, 0, 1) == line
    xs = [beside(line, n, 3)[0].x_mm for n in range(3)]
    assert xs == sorted(set(xs))
    assert max(map(abs, xs)) < map_plan.WALKWAY_MM // 2


def test_signs_that_would_cover_each_other_stand_below() -> None:
    first, second, third = apart([Spot(0, 0), Spot(100, 0), Spot(90_000, 0)])
    assert (first, third) == (Spot(0, 0), Spot(90_000, 0))
    assert second.y_mm >= map_plan.SIGN_MM[1]


def test_the_corners_of_a_walk_are_as_long_as_the_walk() -> None:
    floor = Floor(0, 10_000)
    spots = [Spot(5_000, -3_000), Spot(0, 2_000), Spot(0, 9_000), Spot(3_000, 9_500)]
    corners = path(floor, spots)
    straight = sum(
        abs(one.x_mm - other.x_mm) + abs(one.y_mm - other.y_mm) for one, other in pairwise(corners)
    )
    assert straight == walk_mm(floor, spots)
    assert all(one.x_mm == other.x_mm or one.y_mm == other.y_mm for one, other in pairwise(corners))
