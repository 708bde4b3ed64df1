"""A plan of a warehouse gives every bin a name, a place and a turn."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wms.errors import Refused
from wms.layout.plan import aisle_name, locations
from wms.outfit import read_plan

PLAN = read_plan()


@given(st.integers(0, 30), st.integers(0, 12), st.integers(0, 5))
@settings(max_examples=40, deadline=None)
def test_each_bin_has_its_own_name_and_turn(aisles: int, bays: int, levels: int) -> None:
    rows = locations(PLAN, aisles=aisles, bays=bays, levels=levels)
    bins = [row for row in rows if row["kind"] in ("pick", "storage")]
    assert len(bins) == aisles * bays * levels
    assert len({row["code"] for row in rows}) == len(rows)
    assert len({row["sequence"] for row in rows}) == len(rows)
    assert all(re.fullmatch(r"[A-Z]+-\d\d-\d", row["code"]) for row in bins)


def test_the_walk_never_jumps_within_an_aisle_and_turns_at_its_end() -> None:
    bins = [row for row in locations(PLAN, aisles=4, bays=10, levels=2) if row["aisle"]]
    bins.sort(key=lambda row: row["sequence"])
    for one, other in pairwise(bins):
        if one["aisle"] == other["aisle"]:
            assert abs(one["y_mm"] - other["y_mm"]) <= PLAN["storage"]["bay_pitch_mm"]
        else:
            assert one["y_mm"] == other["y_mm"]


def test_low_levels_are_pick_faces() -> None:
    bins = [row for row in locations(PLAN, aisles=1, bays=2, levels=4) if row["aisle"]]
    assert {row["level"] for row in bins if row["kind"] == "pick"} == {1, 2}


def test_a_put_wall_has_slots_beside_it() -> None:
    rows = locations(PLAN)
    wall = next(row for row in rows if row["kind"] == "wall")
    slots = [row for row in rows if row["kind"] == "slot"]
    assert [slot["code"] for slot in slots] == [f"{wall['code']}-{n:02d}" for n in range(1, 13)]
    assert {(slot["x_mm"], slot["y_mm"]) for slot in slots} == {(wall["x_mm"], wall["y_mm"])}


def test_aisles_are_named_like_columns_of_a_sheet() -> None:
    assert [aisle_name(n) for n in (0, 25, 26, 51, 52, 701, 702)] == [
        *("A", "Z", "AA", "AZ", "BA", "ZZ", "AAA")
    ]


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"storage": {}}, "storage"),
        ({"storage": PLAN["storage"] | {"aisles": -1}}, "storage"),
        ({"storage": PLAN["storage"] | {"bays": 10**9}}, "storage"),
        ({"area": [{"code": "X", "kind": "moon"}]}, "area X"),
        ({"area": [{"code": "%X", "kind": "dock"}]}, "area 1"),
        ({"area": [{"code": "X", "kind": "dock"}] * 2}, "area"),
        ({"area": [{"code": "X", "kind": "wall"}]}, "area X"),
        ({"area": [{"code": "X", "kind": "dock", "slots": 3}]}, "area X"),
        ({"area": [{"code": "X", "kind": "wall", "slots": 100}]}, "area X"),
        ({"area": [{"code": f"X{n}", "kind": "wall", "slots": 99} for n in range(11)]}, "area"),
    ],
)
def test_a_wrong_plan_says_where(changes: dict[str, Any], where: str) -> None:
    with pytest.raises(Refused) as refusal:
        locations({**PLAN, **changes})
    assert f"[{where}]" in str(refusal.value.text)
