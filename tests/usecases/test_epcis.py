"""EPCIS events of a day: valid by GS1's schema, in its words, the same each time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, FormatChecker

from tests.usecases.api import Caller, caller
from tests.usecases.test_returns import Dock
from tests.world import World
from wms.channels.epcis import exporting
from wms.gs1 import has_valid_check_digit
from wms.people.actor import SYSTEM
from wms.stock.ledger import Move, Place, post

GTIN = "9521234543213"
OWN, FOREIGN = GTIN, "5901234123457"
assert has_valid_check_digit(OWN)


@pytest.fixture
def day(world: World) -> World:
    """Received, put away, moved, counted, packed, shipped and returned."""
    world.item("CUP", gtin=OWN).item("JAR", gtin=FOREIGN, lot=True).bins("A-01", "A-02")
    world.stock("CUP", 10, at="A-01").stock("JAR", 5, at="A-01", lot="L/7", expires="2027-01-31")
    dock = Dock(world)
    dock.take("MUG", 1)
    dock.take("TEA", 1, lot="L1", condition="damaged", to="scrap")

    def later(conn: Any) -> None:
        cup = world.goods(conn, "CUP")
        there, other = Place(world.ids["A-01"]), Place(world.ids["A-02"])
        moves = [
            Move("move", cup, 4, there, other),
            Move("count", cup, 1, other, Place(0), "count", 1),
            Move("hold", cup, 2, other, Place(world.ids["A-02"], status="held")),
        ]
        for move in moves:
            post(conn, world.warehouse_id, [move], actor=SYSTEM, at=world.at)

    world.do(later)
    return world


def document(api: Caller, query: str = "") -> dict[str, Any]:
    answer = api.get(f"/exports/epcis.json{query}")
    assert answer.mimetype == "application/ld+json"
    return dict(json.loads(answer.get_data(as_text=True)))


def told(api: Caller) -> list[Mapping[str, Any]]:
    return list(document(api)["epcisBody"]["eventList"])


def test_events_are_valid_by_the_schema_of_gs1(day: World, shared_data: Path) -> None:
    schema = json.loads((shared_data / "epcis" / "EPCIS-JSON-Schema.json").read_text("utf-8"))
    checker = Draft7Validator(schema, format_checker=FormatChecker())
    api = caller(day)
    found = document(api)
    assert len(found["epcisBody"]["eventList"]) > 10
    assert [error.message for error in checker.iter_errors(found)] == []
    lines = api.get("/exports/epcis.jsonl").get_data(as_text=True).splitlines()
    assert [error.message for row in lines for error in checker.iter_errors(json.loads(row))] == []
    broken = found | {"epcisBody": {"eventList": [{"type": "ObjectEvent", "bizStep": "nonsense"}]}}
    assert list(checker.iter_errors(broken))


def test_each_step_is_said_in_the_words_of_the_cbv(day: World) -> None:
    events = told(caller(day))
    steps = {(event["type"], event["action"], event["bizStep"]) for event in events}
    assert steps >= {
        ("ObjectEvent", "OBSERVE", "receiving"),
        ("ObjectEvent", "OBSERVE", "storing"),
        ("ObjectEvent", "DELETE", "cycle_counting"),
        ("ObjectEvent", "OBSERVE", "holding"),
        ("AggregationEvent", "ADD", "packing"),
        ("ObjectEvent", "OBSERVE", "staging_outbound"),
        ("ObjectEvent", "OBSERVE", "shipping"),
    }
    dispositions = [event["disposition"] for event in events]
    assert {"returned", "in_transit", "non_sellable_other", "unknown"} <= set(dispositions)


def test_what_was_packed_is_what_ships_by_its_sscc(day: World) -> None:
    events = told(caller(day))
    packed = [e for e in events if e["bizStep"] == "packing"]
    shipped = [e for e in events if e["bizStep"] == "shipping"]
    assert [e["epcList"] for e in shipped] == [
        [p] for p in dict.fromkeys(e["parentID"] for e in packed)
    ]
    assert all(e["parentID"].startswith("urn:epc:id:sscc:9521234.") for e in packed)
    assert len(packed[0]["parentID"].rpartition(":")[2].replace(".", "")) == 17
    assert "bizLocation" not in shipped[0]
    assert shipped[0]["bizTransactionList"] == [
        {"type": "po", "bizTransaction": "urn:wms:document:O-1"}
    ]


def test_goods_are_named_by_class_and_lot(day: World) -> None:
    api = caller(day)
    names = {q["epcClass"] for e in told(api) for q in e.get("quantityList", ())}
    assert "urn:epc:idpat:sgtin:9521234.054321.*" in names
    assert f"https://id.gs1.org/01/0{FOREIGN}/10/L%2F7" in names
    day.config = {**day.config, "gs1": {**day.config["gs1"], "item_prefixes": ["590123"]}}
    api = Caller(day, api.key)
    names = {q["epcClass"] for e in told(api) for q in e.get("quantityList", ())}
    assert "urn:epc:class:lgtin:590123.0412345.L%2F7" in names


def test_places_are_named_by_the_gln_of_the_building(day: World) -> None:
    api = caller(day)
    places = {event["readPoint"]["id"] for event in told(api)}
    assert "urn:wms:location:W1:A-01" in places
    day.config = {**day.config, "gs1": {**day.config["gs1"], "gln": "9521234000013"}}
    places = {event["readPoint"]["id"] for event in told(Caller(day, api.key))}
    assert "urn:epc:id:sgln:9521234.00001.A-01" in places


def test_the_same_ledger_tells_the_same_events(day: World) -> None:
    api = caller(day)
    first = [event["eventID"] for event in told(api)]
    assert len(set(first)) == len(first)
    day.stock("CUP", 1, at="A-02")
    again = [event["eventID"] for event in told(api)]
    assert again[:-1] == first


def test_a_merchant_sees_its_own_goods_only(day: World) -> None:
    day.item("HAT", merchant="OTHER").stock("HAT", 3, at="A-01")
    own = told(caller(day, merchant="OTHER"))
    assert [e["quantityList"][0]["epcClass"] for e in own] == ["urn:wms:item:OTHER:HAT"]
    assert own[0]["eventID"] in {event["eventID"] for event in told(caller(day))}


def test_a_deed_is_one_event_wherever_a_page_ends(day: World, monkeypatch: Any) -> None:
    api = caller(day)
    whole = told(api)
    monkeypatch.setattr(exporting, "PAGE", 1)
    assert told(api) == whole
