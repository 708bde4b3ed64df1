"""Keys lie where fingers learned to find them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stations.keys import MOST, WELL_KNOWN, places

OTHERS = ("FAIL", "MISSING", "UNPACK", "SLIP", "NOSCALE", "TAKE OVER", "PICK", "PACK")
SCREENS = st.lists(st.sampled_from([*WELL_KNOWN, *OTHERS]), unique=True, max_size=8)


@settings(max_examples=200)
@given(SCREENS)
def test_each_key_of_a_screen_has_a_place_of_its_own(names: list[str]) -> None:
    found = places(names)
    assert sorted(found.values()) == sorted(names)
    assert list(found) == sorted(found)
    assert set(found) <= set(range(1, MOST + 1))


@settings(max_examples=200)
@given(SCREENS)
def test_a_well_known_key_never_moves_and_only_back_lies_where_back_does(names: list[str]) -> None:
    for place, name in places(names).items():
        assert WELL_KNOWN.get(name, place) == place
        assert place != WELL_KNOWN["BACK"] or name == "BACK"


@settings(max_examples=200)
@given(SCREENS)
def test_other_keys_fill_the_lowest_places_in_their_order(names: list[str]) -> None:
    found = places(names)
    others = {place: name for place, name in found.items() if name not in WELL_KNOWN}
    assert list(others.values()) == [name for name in names if name not in WELL_KNOWN]
    below = set(range(1, max(others, default=0))) - {WELL_KNOWN["BACK"]}
    assert below <= set(found)


@settings(max_examples=100)
@given(st.lists(st.sampled_from([*WELL_KNOWN, *map(str, range(20))]), max_size=30))
def test_any_list_of_names_has_places(names: list[str]) -> None:
    found = places(names)
    assert len(set(found.values())) == len(found) <= MOST
    assert set(names) & set(WELL_KNOWN) <= set(found.values())


@pytest.mark.parametrize(
    ("names", "drawn"),
    [
        (("SKIP", "SHORT", "BACK"), {1: "SKIP", 2: "SHORT", 8: "BACK"}),
        (("SHORT", "SKIP", "QTY", "BACK"), {1: "SKIP", 2: "SHORT", 3: "QTY", 8: "BACK"}),
        (("QTY", "FAIL", "MISSING", "BACK"), {1: "FAIL", 2: "MISSING", 3: "QTY", 8: "BACK"}),
        (
            ("RECEIVE", "PUTAWAY", "PICK", "QC", "COUNT", "PACK", "WHAT", "BACK"),
            dict(enumerate(("RECEIVE", "PUTAWAY", "PICK", "QC", "COUNT", "PACK", "WHAT"), 1))
            | {8: "BACK"},
        ),
    ],
)
def test_real_screens_have_these_keys(names: tuple[str, ...], drawn: dict[int, str]) -> None:
    assert places(names) == drawn
