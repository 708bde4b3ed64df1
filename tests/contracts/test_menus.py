"""The menu of each kind of station: what it offers can be pressed, and nothing is left out."""

from __future__ import annotations

import pytest

from stations.keys import MOST, places
from tests.world import World
from wms.demo.crew import crew
from wms.dialogues import home, registry
from wms.people.models import KINDS

registry.load()
MOST_ENTRIES = 7


@pytest.mark.parametrize("kind", KINDS)
def test_a_menu_has_seven_entries_at_most_and_back(kind: str) -> None:
    keys = home.Menu("Anna", kind=kind).screen().keys
    assert 0 < len(keys) - 1 <= MOST_ENTRIES
    assert keys[-1] == "BACK"
    assert max(places(keys)) <= MOST_ENTRIES + 1 < MOST


def test_every_kind_of_station_has_a_menu_of_known_dialogues() -> None:
    assert set(home.MENUS) == set(KINDS)
    assert {key for keys in home.MENUS.values() for key in keys} == set(home.ENTRIES)


@pytest.mark.parametrize("orders", [1, 40, 400])
def test_who_works_in_the_demo_finds_the_work_on_the_menu(orders: int) -> None:
    for member in crew(orders):
        assert set(member.flows) <= set(home.MENUS[member.kind]), member.code


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_on_the_menu_is_begun_by_its_command_barcode(world: World, kind: str) -> None:
    world.worker("eva", role="supervisor", pin="4711")
    desk = world.station("S1", kind)
    for key in home.ENTRIES:
        desk.scan(world.badges["eva"])
        desk.type("4711")
        assert desk.screen.title == "MENU"
        assert desk.scan(f"%{key}").title != "MENU", key
        while desk.screen.title != "SIGN IN":
            desk.scan("%BACK")
