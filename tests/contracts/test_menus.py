"""The menu of each kind of station: what it offers can be pressed, and nothing is left out."""

from __future__ import annotations

import pytest

from stations.keys import MOST, places
from tests.world import World
from wms.demo.crew import Sizes, crew
from wms.dialogues import home, registry
from wms.people.models import KINDS

registry.load()


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_of_a_menu_can_be_pressed_and_leads_back(kind: str) -> None:
    found: list[str] = []
    for page in range(len(home.pages(kind))):
        keys = home.Menu("Anna", kind=kind, page=page).screen().keys
        assert 0 < len(keys) - 1 <= home.MOST_ENTRIES
        assert keys[-1] == "BACK"
        assert max(places(keys)) <= home.MOST_ENTRIES + 1 < MOST
        found += [key for key in keys if key not in ("BACK", home.MORE)]
    assert found == [entry.key for entry in home.offered(kind)]


def test_more_turns_the_pages_and_back_leads_to_the_first(world: World) -> None:
    desk = world.station("S1", "handheld", worker="anna")
    first = desk.screen.keys
    assert home.MORE in first
    assert desk.scan("%MORE").keys != first
    assert desk.key("BACK").keys == first
    for _ in home.pages("handheld"):
        desk.key("MORE")
    assert desk.screen.keys == first
    assert desk.key("BACK").title == "SIGN IN"


def test_every_kind_of_station_has_a_menu_of_known_dialogues() -> None:
    assert set(home.MENUS) == set(KINDS)
    on_menu = {key for keys in home.MENUS.values() for key in keys}
    assert on_menu <= set(home.ENTRIES)
    assert all(home.ENTRIES[key].offers for key in set(home.ENTRIES) - on_menu)


@pytest.mark.parametrize("sizes", [Sizes(), Sizes(1, 1, 0, 1, 1), Sizes(9, 20, 3, 2, 16)])
def test_who_works_in_the_demo_finds_the_work_on_the_menu(sizes: Sizes) -> None:
    for member in crew(sizes):
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
