"""Suggest a bin, put away, and the way from the first screen to the bin."""

from __future__ import annotations

import pytest
from sqlalchemy import event, insert

from tests.usecases.inbound import asn, refused, store, suggest, together
from tests.world import World
from wms.inbound import putaway
from wms.layout.models import Warehouse


def test_the_suggestion_is_kept_for_its_lpn(world: World) -> None:
    world.bins("A-01", "A-02", kind="pick").bins("B-01").item("MUG").item("CUP")
    for code, sku in (("P-1", "MUG"), ("P-2", "CUP"), ("P-3", "MUG")):
        world.stock(sku, 5, at="DOCK", lpn=code)
    assert suggest(world, world.ids["P-1"]).code == "A-01"
    assert suggest(world, world.ids["P-2"]).code == "A-02"
    assert suggest(world, world.ids["P-1"]).code == "A-01"
    assert suggest(world, world.ids["P-3"]).code == "B-01"
    refused("putaway.bin", lambda: store(world, world.ids["P-3"], "A-02"))
    store(world, world.ids["P-1"], "A-01")
    assert world.on_hand("MUG") == {"A-01": 5, "DOCK/P-3": 5}
    refused("putaway.empty", lambda: suggest(world, world.ids["P-1"]))


def test_the_same_goods_join_and_others_share_only_when_no_bin_is_empty(world: World) -> None:
    world.bins("A-01").bins("F-01", kind="pick").item("MUG").item("CUP")
    world.item("KEY", merchant="RIVAL").stock("MUG", 1, at="A-01")
    for code, sku in (("P-1", "MUG"), ("P-2", "CUP"), ("P-3", "CUP"), ("P-4", "KEY")):
        world.stock(sku, 5, at="DOCK", lpn=code)
    assert suggest(world, world.ids["P-1"]).code == "A-01"
    assert suggest(world, world.ids["P-2"]).code == "F-01"
    store(world, world.ids["P-1"], "A-01")
    assert suggest(world, world.ids["P-3"]).code == "A-01"
    no = refused("putaway.no_bin", lambda: suggest(world, world.ids["P-4"]))
    assert str(no.text) == "No bin has room for these 5 pieces"


def test_a_suggestion_is_made_anew_when_its_bin_was_filled_meanwhile(world: World) -> None:
    world.bins("A-01", "A-02").item("MUG").item("KEY", merchant="RIVAL")
    world.stock("MUG", 5, at="DOCK", lpn="P-1")
    assert suggest(world, world.ids["P-1"]).code == "A-01"
    world.stock("KEY", 1, at="A-01")
    refused("putaway.bin", lambda: store(world, world.ids["P-1"], "A-01"))
    assert suggest(world, world.ids["P-1"]).code == "A-02"


def test_a_bin_beyond_the_nearest_is_found(world: World) -> None:
    small = [f"S-{n:02d}" for n in range(putaway.NEAREST + 5)]
    world.bins(*small, length_mm=10, width_mm=10, height_mm=10).bins("Z-99").item("MUG")
    world.stock("MUG", 5, at="DOCK", lpn="P-1")
    assert suggest(world, world.ids["P-1"]).code == "Z-99"


def test_a_suggestion_takes_few_statements_however_many_bins_there_are(world: World) -> None:
    world.bins(*[f"A-{n:02d}" for n in range(60)]).item("MUG").item("CUP")
    world.stock("CUP", 1, at="A-00").stock("MUG", 5, at="DOCK", lpn="P-1")
    said: list[str] = []

    def note(conn: object, cursor: object, statement: str, *rest: object) -> None:
        said.append(statement)

    event.listen(world.db.engine, "before_cursor_execute", note)
    suggest(world, world.ids["P-1"])
    event.remove(world.db.engine, "before_cursor_execute", note)
    assert 0 < len([one for one in said if "BEGIN" not in one]) <= 9


def test_bins_of_another_warehouse_are_not_suggested(world: World) -> None:
    world.item("MUG").stock("MUG", 5, at="DOCK", lpn="P-1")
    other = {"code": "W2", "name": "Two", "timezone": "UTC"}
    number = world.do(
        lambda c: c.execute(insert(Warehouse).returning(Warehouse.id), other).scalar()
    )
    world.do(lambda c: world._location(c, number, "X-01", "storage", 1))
    refused("putaway.no_bin", lambda: suggest(world, world.ids["P-1"]))


def test_many_at_once_are_sent_to_bins_of_their_own(world: World) -> None:
    world.bins(*[f"A-{n:02d}" for n in range(8)])
    for n in range(8):
        world.item(f"S-{n}").stock(f"S-{n}", 1, at="DOCK", lpn=f"P-{n}")
    found: list[str] = []
    together(8, lambda n: found.append(suggest(world, world.ids[f"P-{n}"]).code))
    assert sorted(found) == [f"A-{n:02d}" for n in range(8)]


@pytest.mark.parametrize("key", ["RECEIVE", "PUTAWAY"])
def test_back_leads_to_the_menu_from_the_first_screen(world: World, key: str) -> None:
    desk = world.station("H1", worker="anna")
    assert desk.key(key).title == key
    assert desk.scan("%BACK").title == "MENU"


def test_the_whole_way_needs_nothing_but_scans(world: World) -> None:
    """Whoever follows `expects`, and counts by command barcodes, gets the goods into the bin."""
    world.bins("A-01").item("MUG", gtin="9501101530003")
    asn(world)
    desk = world.station("H1", worker="anna")
    desk.scan("%RECEIVE")
    desk.scan(desk.screen.expects)
    desk.scan("9501101530003")
    desk.scan("%QTY")
    desk.scan(desk.screen.expects)
    label = desk.screen.expects
    for _ in range(2):
        desk.scan(desk.screen.expects)
    desk.scan("%BACK")
    desk.scan("%PUTAWAY")
    desk.scan(label)
    desk.scan(desk.screen.expects)
    assert world.on_hand("MUG") == {"A-01": 12}
    assert world.differences() == []
