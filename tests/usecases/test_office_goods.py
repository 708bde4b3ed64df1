"""Stock, locations, holds and counts on the pages."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Connection, select

from tests.usecases.office import Browser, signed_in, words
from tests.world import World
from wms.stock.models import Quant


@pytest.fixture
def office(world: World) -> Browser:
    world.bins("A-01", length_mm=100, width_mm=80, height_mm=600).bins("B-01")
    world.item("MUG", gtin="9501101530003").item("CAP").stock("MUG", 5, at="A-01")
    return signed_in(world)


def quant(world: World, sku: str, status: str = "good") -> int:
    def one(conn: Connection) -> Any:
        asked = select(Quant.id).where(Quant.item_id == world.ids[sku], Quant.status == status)
        return conn.execute(asked.order_by(Quant.id)).scalars().first()

    return int(world.do(one))


@pytest.mark.parametrize("text", ["MUG", "mug of", "9501101530003", "09501101530003"])
def test_items_are_found_by_what_people_know_of_them(office: Browser, text: str) -> None:
    said = words(office.get(f"/stock?text={text}"))
    assert "MUG Mug of SHOP SHOP 5 0 0 5" in said
    assert "CAP" not in said


def test_an_item_shows_where_it_lies(office: Browser, world: World) -> None:
    said = words(office.get(f"/stock/{world.ids['MUG']}"))
    assert "A-01 good 5 0" in said
    assert "GTIN 09501101530003" in said
    assert office.get("/stock/999").status_code == 404
    assert "There is none of it here" in words(office.get(f"/stock/{world.ids['CAP']}"))


def test_pieces_are_held_freed_and_scrapped(office: Browser, world: World) -> None:
    back = f"/stock/{world.ids['MUG']}"
    address = f"/stock/pieces/{quant(world, 'MUG')}/hold"
    told = words(office.post(address, pieces="3", reason="damaged", back=back))
    assert "3 pieces of MUG are held in A-01" in told
    assert "MUG A-01 3 damaged" in words(office.get("/holds"))
    assert "2 MUG are free again" in words(office.post("/holds/1/free", pieces="2"))
    assert "1 MUG is scrapped" in words(office.post("/holds/1/scrap", pieces="1"))
    assert "This hold has ended" in words(office.post("/holds/1/free", pieces="1", back="/holds"))
    assert world.on_hand("MUG") == {"A-01": 4}
    assert world.differences() == []


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"pieces": "9", "reason": "damaged"}, "Only 5 MUG are here"),
        ({"pieces": "0", "reason": "damaged"}, "How many pieces?"),
        ({"pieces": "x", "reason": "damaged"}, "x is no whole number"),
        ({"pieces": "1", "reason": "nonsense"}, "Why is it held?"),
    ],
)
def test_what_cannot_be_held_is_said(
    office: Browser, world: World, fields: dict[str, str], said: str
) -> None:
    address = f"/stock/pieces/{quant(world, 'MUG')}/hold"
    assert said in words(office.post(address, **fields, back="/stock"))
    assert world.on_hand("MUG") == {"A-01": 5}


def test_books_are_put_right_with_a_reason(office: Browser, world: World) -> None:
    address = f"/stock/pieces/{quant(world, 'MUG')}/adjust"
    told = words(office.post(address, pieces="-2", reason="LOST", back="/stock"))
    assert "A-01: 3 MUG in the books now" in told
    refused = words(office.post(address, pieces="900", reason="FOUND", back="/stock"))
    assert "A supervisor may adjust up to 50" in refused
    assert "Nothing lies there" in words(office.post("/stock/pieces/99/adjust", pieces="1"))


def test_locations_show_what_is_in_them_and_how_full_they_are(office: Browser) -> None:
    said = words(office.get("/locations?kind=storage"))
    assert "A-01 storage A 1 5 0 50%" in said, "five mugs of 480 cm3 in 4.8 litres"
    assert "B-01 storage B 0 0 0 –" in said
    one = words(office.get("/locations/A-01"))
    assert "MUG Mug of SHOP" in one
    assert "It is empty" in words(office.get("/locations/B-01"))
    assert office.get("/locations/NO-1").status_code == 404
    assert "No location is found" in words(office.get("/locations?text=ZZZ"))


def test_counts_are_asked_for_and_planned(office: Browser) -> None:
    assert "A-01 is to be counted" in words(office.post("/locations/A-01/count"))
    assert "A count of it is not done: somebody asked" in words(office.get("/locations/A-01"))
    told = words(office.post("/counts", zone="", days="0", most="10", **{"class": ""}))
    assert "1 count planned" in told, "one bin is waiting already"
    assert "B-01 planned whoever is free" in told
    refused = words(office.post("/counts", zone="ZZ", days="0", most="10", back="/counts"))
    assert "ZZ is not known here" in refused


def test_a_disputed_count_is_approved(office: Browser, world: World) -> None:
    counting = {**world.config["counting"], "recount_by_another": True}
    counting |= {"limit_pieces": 0, "limit_percent": 0}
    world.config = {**world.config, "counting": counting}
    office.post("/locations/A-01/count")
    desk = world.station("COUNT-1", worker="anna")
    desk.key("COUNT")
    desk.scan("A-01")
    for _ in range(3):
        desk.scan("9501101530003")
    for _ in range(4):
        if "DONE" in desk.screen.keys:
            desk.key("DONE")
    said = words(office.get("/counts"))
    assert "A-01 MUG" in said
    assert "-2" in said
    told = words(office.post("/counts/2/approve"))
    assert "The count of A-01 is booked" in told
    assert world.on_hand("MUG") == {"A-01": 3}
    assert "There is no such count" in words(office.post("/counts/99/approve", back="/counts"))
    assert world.differences() == []
