"""Shipping on the pages: lanes, manifests that are closed out, their papers, parcels by number."""

from __future__ import annotations

from typing import Any

import pytest

from tests import packing as stage
from tests.bench import Bench, status
from tests.usecases.office import Browser, signed_in, words
from tests.world import World
from wms.packing import queries as packing
from wms.people.actor import SYSTEM
from wms.shipping import queries as shipping
from wms.shipping.load import load


class Yard:
    """Parcels on the lane of POST, which leave when their manifest is closed out."""

    def __init__(self, world: World) -> None:
        collected = {"departs": "load", "collected_at": {"POST": "11:30"}}
        world.config = {**world.config, "shipping": {**world.config["shipping"], **collected}}
        world.item("MUG", weight_grams=300)
        stage.carton(world, "C2", (300, 200, 150), tare=120)
        stage.carrier(world, "POST", "LANE-1")
        stage.carrier(world, "SWIFT", "LANE-2")
        self.world, self.bench = world, Bench(world)

    def parcel(self, ref: str, *, loaded: bool = False) -> int:
        stage.picked(self.world, ref, {f"T-{ref}": [("MUG", 1, "")]})
        number = self.bench.begin(self.world.ids[ref])
        self.bench.put(number, "MUG", 1)
        self.bench.finish(number, 420)
        self.bench.depart()
        if loaded:
            self.world.do(lambda conn: load(conn, self.world.warehouse_id, **self._who(number)))
        return number

    def _who(self, number: int) -> dict[str, Any]:
        with self.world.db.read() as conn:
            carrier = shipping.carriers(conn)[0].id
        given = {"parcel_id": number, "carrier_id": carrier}
        return given | {"actor": SYSTEM, "at": self.world.at}


@pytest.fixture
def yard(world: World) -> Yard:
    return Yard(world)


@pytest.fixture
def office(yard: Yard) -> Browser:
    return signed_in(yard.world)


def test_each_carrier_shows_what_waits_for_it(office: Browser, yard: Yard) -> None:
    assert "none: it opens with the next parcel" in words(office.get("/shipping"))
    yard.parcel("O-1", loaded=True)
    yard.parcel("O-2")
    said = words(office.get("/shipping"))
    assert "Post Parcel Lane LANE-1 Truck 11:30 late" in said
    assert "On the lane, on no manifest 1 Open manifest M-1" in said
    assert "1 parcel, 0.420 kg Loaded 1 / 1" in said
    assert "Swift Parcel Lane LANE-2 Truck – On the lane, on no manifest 0" in said


def test_a_manifest_is_closed_out_once(office: Browser, yard: Yard) -> None:
    yard.parcel("O-1", loaded=True)
    told = words(office.post("/shipping/M-1/close", only_loaded="1"))
    assert "M-1 is closed with 1 parcel" in told
    assert status(yard.world) == "shipped"
    assert "O-1, 1" in words(office.get("/shipping/M-1"))
    again = words(office.post("/shipping/M-1/close", back="/shipping"))
    assert "M-1 is closed already" in again
    assert "M-1 POST 1 0.420 kg" in words(office.get("/shipping"))
    assert yard.world.differences() == []


def test_what_was_not_loaded_waits_for_the_next_one(world: World) -> None:
    yard = Yard(world)
    world.config = {**world.config, "shipping": {**world.config["shipping"], "departs": "lane"}}
    office = signed_in(world)
    yard.bench.world = world
    yard.parcel("O-1", loaded=True)
    yard.parcel("O-2")
    told = words(office.post("/shipping/M-1/close", only_loaded="1"))
    assert "M-1 is closed with 1 parcel" in told
    assert "1 parcel waits for the next one" in told
    empty = words(office.post("/shipping/M-2/close", only_loaded="1", back="/shipping"))
    assert "Nothing is loaded on M-2" in empty
    assert "M-2 is closed with 1 parcel" in words(office.post("/shipping/M-2/close"))


def test_the_paper_of_a_manifest_is_a_pdf_that_nobody_keeps(office: Browser, yard: Yard) -> None:
    yard.parcel("O-1", loaded=True)
    office.post("/shipping/M-1/close")
    paper = office.get("/shipping/M-1/paper.pdf")
    assert (paper.mimetype, paper.get_data()[:5]) == ("application/pdf", b"%PDF-")
    assert paper.headers["Content-Disposition"] == 'attachment; filename="M-1.pdf"'
    assert paper.headers["Cache-Control"] == "no-store"
    for path in ("/shipping/M-9", "/shipping/M-9/paper.pdf"):
        found = office.get(path)
        assert found.status_code == 404
        assert "There is no manifest M-9" in words(found)


def test_parcels_are_found_by_order_and_number(office: Browser, yard: Yard) -> None:
    number = yard.parcel("O-1", loaded=True)
    yard.parcel("O-2")
    with yard.world.db.read() as conn:
        sscc = packing.parcel(conn, number).sscc
    plate = words(office.get("/shipping/parcels?text=O-1"))
    assert "O-1, 1 closed" in plate
    assert "O-2" not in plate
    assert "O-1, 1" in words(office.get(f"/shipping/parcels?text={sscc}"))
    assert "No parcel is found" in words(office.get("/shipping/parcels?text=NO"))


def test_a_worker_closes_nothing_out(world: World) -> None:
    yard = Yard(world)
    browser = signed_in(world, "worker")
    yard.parcel("O-1", loaded=True)
    assert "/close" not in browser.get("/shipping").get_data(as_text=True)
    assert browser.post("/shipping/M-1/close").status_code == 403
    assert status(world) == "packed"
