"""The API's order events: what happened to an order, and why one waits with what helps."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from tests import packing
from tests.bench import Bench, with_order
from tests.orders import accepted, allocated
from tests.usecases.api import MUG, an_order, caller, problem
from tests.usecases.fits import seen
from tests.waves import planned, released_wave
from tests.world import World
from wms.orders.note import note
from wms.packing.models import Parcel
from wms.people.actor import Actor


def kinds(found: Any) -> list[str]:
    return [event["kind"] for event in found["items"]]


@pytest.fixture
def walked(world: World) -> World:
    """An order that went in a wave and was picked, packed and shipped, step by step."""
    quality = {"every_nth_order": 0, "first_orders": 0}
    world.config = {**world.config, "quality": {**world.config["quality"], **quality}}
    world.bins("A-01").item("MUG", gtin="5901234123457", weight_grams=300).totes("T1")
    packing.carton(world, "C2", (300, 200, 150), tare=120)
    packing.carrier(world, "POST", "LANE-1")
    world.stock("MUG", 2, at="A-01")
    order_id = accepted(world, "S-1", [("MUG", 2)], carrier="POST")
    world.at += timedelta(minutes=1)
    allocated(world, "S-1")
    world.at += timedelta(minutes=1)
    reference, _ = planned(world, [order_id])
    world.at += timedelta(minutes=1)
    released_wave(world, reference)
    desk = world.station("H-1", worker="anna")
    for code in ("%PICK", "T1", "A-01", "05901234123457", "05901234123457", "T1", "PACK"):
        desk.scan(code)
    bench = Bench(world)
    parcel = bench.begin(order_id)
    bench.put(parcel, "MUG", 2)
    world.at += timedelta(minutes=1)
    bench.finish(parcel, 720)
    world.at += timedelta(minutes=1)
    bench.depart()
    return world


def test_an_order_tells_its_whole_way_in_order(walked: World) -> None:
    found = seen(caller(walked), "/orders/S-1/events")
    way = ["accepted", "allocated", "planned", "released", "picked", "packed", "shipped"]
    assert kinds(found) == way
    by_kind = {event["kind"]: event["about"] for event in found["items"]}
    assert by_kind["released"]["wave"] == by_kind["planned"]["wave"] == "W-1"
    assert by_kind["picked"]["pieces"] == 2
    sscc = by_kind["packed"]["sscc"]
    assert by_kind["shipped"] == {"parcel_no": 1, "sscc": sscc, "tracking": sscc}
    times = [event["at"] for event in found["items"]]
    assert times == sorted(times)
    assert "anna" not in str(found).lower()


def test_changes_and_a_cancel_stand_among_what_happened(world: World) -> None:
    shop = caller(world)
    shop.post("/items", MUG)
    shop.post("/orders", an_order("1001"))
    world.at += timedelta(minutes=5)
    shop.put("/orders/1001", an_order("1001", priority=2))
    world.at += timedelta(minutes=5)
    shop.post("/orders/1001/cancel", {"reason": "twice"})
    found = seen(shop, "/orders/1001/events")
    assert kinds(found) == ["accepted", "noted", "cancelled"]
    assert found["items"][1]["words"] == "The order was changed: priority"
    assert "twice" in found["items"][2]["words"]
    order = seen(shop, "/orders/1001")
    assert [note["kind"] for note in order["notes"]] == ["changed"]
    assert order["remedy"] == "Send it as a new order"


def test_an_order_that_waits_says_why_and_what_helps(world: World) -> None:
    world.bins("A-01").item("MUG").stock("MUG", 1, at="A-01")
    accepted(world, "S-1", [("MUG", 2)])
    accepted(world, "S-2", [("MUG", 1)])
    allocated(world, "S-1", "S-2")
    shop = caller(world)
    waiting = seen(shop, "/orders/S-1")
    assert (waiting["status"], waiting["reason"]) == ("waiting", "no_stock MUG")
    assert "stock of MUG" in waiting["reason_words"]
    assert waiting["remedy"].startswith("It goes on by itself when stock comes")
    assert seen(shop, "/orders/S-2")["remedy"] == ""


def test_a_parcel_that_was_not_weighed_says_so_wherever_it_is_shown(world: World) -> None:
    bench = with_order(world)
    parcel = bench.begin(world.ids["O-1"])
    bench.put(parcel, "MUG", 3)
    bench.put(parcel, "CAP", 1)
    world.do(lambda conn: _reckoned(conn, parcel))
    bench.label(parcel)
    bench.close(parcel)
    shop = caller(world)
    assert seen(shop, "/orders/O-1")["parcels"][0]["unweighed"] is True
    [shipment] = seen(shop, "/shipments")["items"]
    assert shipment["unweighed"] is True
    assert any("not weighed" in event["words"] for event in _events(world))


def _reckoned(conn: Any, parcel: int) -> None:
    """Leave the parcel as one whose scale was dead."""
    values = {"status": "weighed", "weight_grams": 1110, "expected_grams": 1110}
    conn.execute(update(Parcel).where(Parcel.id == parcel).values(**values, unweighed=True))


def _events(world: World) -> Any:
    return seen(caller(world, merchant="SHOP"), "/orders/O-1/events")["items"]


def test_every_kind_of_note_is_said_in_words(world: World) -> None:
    world.item("MUG")
    number = accepted(world, "S-1", [("MUG", 1)])
    world.worker("anna")
    notes = {
        "missing": {"pieces": 2, "fetched": 1, "parcel": 1},
        "found": {"sku": "MUG", "pieces": 1},
        "found_late": {"sku": "MUG", "pieces": 1},
        "changed": {"fields": ["carrier_code", "recipient"], "lines": 2, "parcels": 1},
    }
    for kind, about in notes.items():
        given = {"actor": Actor(world.ids["anna"]), "at": world.at}
        world.do(lambda c, k=kind, a=about, g=given: note(c, number, k, a, **g))
    found = seen(caller(world), "/orders/S-1")["notes"]
    assert [row["kind"] for row in found] == list(notes)
    assert "2 pieces were missing at the bench (parcel 1), 1 of them" in found[0]["words"]
    assert found[3]["words"] == (
        "The order was changed: carrier, recipient, 2 lines; 1 labels are void"
    )
    assert "anna" not in str(found).lower()


def test_events_of_an_order_that_is_not_yours_are_not_known(world: World) -> None:
    world.item("MUG").item("CAP", merchant="HATS")
    accepted(world, "S-1", [("MUG", 1)])
    other = caller(world, merchant="HATS")
    assert problem(other.get("/orders/S-1/events"), 404)["code"] == "order.unknown"
    shop = caller(world)
    problem(shop.get("/orders/NO/events"), 404)
    problem(shop.get("/orders/S-1/events?limit=1"), 400)
