"""What stations say over HTTP, and what they must never get: a traceback or a lost event."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from sqlalchemy import select

from tests.usecases.api import Caller, caller, problem
from tests.usecases.full_disk import full_disk
from tests.world import World
from wms.db import Database
from wms.people import enroll
from wms.terminal import documents
from wms.terminal.engine import Engine
from wms.terminal.machine import Person, Post, Work
from wms.terminal.models import Document, StationEvent
from wms.terminal.wire import Scan, to_json

PARCEL = "395212340000000014"
SHIPPING = {
    "sender_lines": ["Example", "Dock Road 1"],
    "recipient": {
        "name": "Anna Nowak",
        "street": ["ul. Długa 5"],
        "postal_code": "00-238",
        "city": "Warszawa",
        "region": "",
        "country": "PL",
    },
    "carrier": "SWIFT",
    "service": "Parcel",
    "routing_code": "LANE-1",
    "parcel_no": 2,
    "parcel_count": None,
    "weight_grams": 1240,
    "order_reference": "O-1",
    "sscc": PARCEL,
}
SLIP = {
    "merchant_lines": ["Shop"],
    "recipient_lines": ["Anna Nowak"],
    "order_reference": "O-1",
    "parcel_no": 1,
    "parcel_count": 1,
    "lines": [{"sku": "MUG", "name": "Mug", "ordered": 2, "in_this_parcel": 2}],
    "packed_on": "2026-03-02",
    "message": "",
}
LPN = {"sscc": PARCEL, "sku": "MUG", "name": "Mug", "quantity": 12, "lot": "", "expires_on": None}


class Station(Caller):
    """A station that speaks the wire."""

    def __init__(self, world: World, code: str = "H-1", kind: str = "handheld") -> None:
        self.number, key = world.do(
            lambda c: enroll.station(c, code=code, kind=kind, warehouse_id=world.warehouse_id)
        )
        super().__init__(world, key)
        self.code = code
        self.post_of = Post(self.number, code, kind, world.warehouse_id)

    def screen(self) -> dict[str, Any]:
        return dict(self.get(f"/stations/{self.code}/screen").get_json())

    def event(self, **changes: Any) -> dict[str, Any]:
        answer = self.screen()
        plain = {"id": str(uuid.uuid4()), "after": answer["last_event"]}
        plain |= {"screen_no": answer["screen"]["no"], "occurred_at": self.world.at.isoformat()}
        return plain | {"input": to_json(Scan("NOTHING"))} | changes

    def send(self, event: Any) -> Any:
        return self.post(f"/stations/{self.code}/events", event)

    def book(self, kind: str, data: dict[str, Any], device: str, copy_no: int = 1) -> int:
        def add(conn: Any) -> int:
            work = Work(conn, Person(), self.post_of, self.world.at, self.world.config)
            key: dict[str, Any] = {"for_kind": "test", "for_id": 1, "copy_no": copy_no}
            return documents.book(work, kind=kind, data=data, device=device, **key)

        return int(self.world.do(add))


@pytest.fixture
def station(world: World) -> Station:
    return Station(world)


def test_a_station_signs_a_worker_in_and_gets_the_next_screen(
    station: Station, world: World
) -> None:
    world.worker("ann")
    assert station.screen()["screen"]["title"] == "SIGN IN"
    badge = to_json(Scan(world.badges["ann"]))
    answer = station.send(station.event(input=badge)).get_json()
    assert (answer["outcome"], answer["screen"]["title"]) == ("applied", "MENU")
    assert station.screen()["screen"] == answer["screen"]


def test_an_event_sent_again_gets_the_same_answer_and_is_recorded_once(
    station: Station, world: World
) -> None:
    event = station.event()
    first, again = station.send(event).get_json(), station.send(event).get_json()
    assert first == again
    assert first["outcome"] == "refused"
    with world.db.read() as conn:
        assert conn.execute(select(StationEvent.id)).scalars().all() == [event["id"]]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"id": ""}, "id"),
        ({"id": "x" * 65}, "id"),
        ({"after": 5}, "after"),
        ({"after": "\ud800"}, "after"),
        ({"screen_no": 2**40}, "screen_no"),
        ({"screen_no": -1}, "screen_no"),
        ({"screen_no": "1"}, "screen_no"),
        ({"occurred_at": "yesterday"}, "occurred_at"),
        ({"occurred_at": "2026-03-02T12:00:00"}, "occurred_at"),
        ({"occurred_at": "0001-01-01T00:00:00+14:00"}, "occurred_at"),
        ({"input": {"kind": "scan", "text": "a\u0000b"}}, "input.text"),
        ({"input": {"kind": "scan", "text": "x" * 5000}}, "text"),
        ({"input": {"kind": "weight", "grams": 2**50}}, "input.grams"),
        ({"input": {"kind": "dance"}}, "input.kind"),
        ({"input": []}, "input"),
    ],
)
def test_a_malformed_event_is_refused_for_good_by_field(
    station: Station, changes: dict[str, Any], field: str
) -> None:
    assert problem(station.send(station.event(**changes)), 400)["field"] == field


def test_an_event_id_is_a_stations_own(station: Station, world: World) -> None:
    event = station.event()
    station.send(event)
    other = Station(world, "H-2")
    other.send(other.event(id=event["id"]))
    events = caller(world).get("/station-events?limit=2").get_json()
    assert [(e["station"], e["id"]) for e in events["items"]] == [
        ("H-1", event["id"]),
        ("H-2", event["id"]),
    ]
    assert {e["outcome"] for e in events["items"]} == {"refused"}


def test_a_station_needs_its_own_key(station: Station, world: World) -> None:
    other = Station(world, "H-2")
    for path in ("screen", "documents/1"):
        found = problem(other.get(f"/stations/H-1/{path}"), 401)
        assert found["code"] == "station.key"
    problem(other.get("/stations/%00/screen"), 404)


def test_more_than_64_kilobytes_are_too_long(station: Station) -> None:
    big = station.event() | {"more": "x" * 70_000}
    problem(station.send(big), 413)


@pytest.mark.parametrize(
    ("kind", "data", "device", "begin"),
    [
        ("lpn", LPN, "label", b"^XA"),
        ("shipping", SHIPPING, "label", b"^XA"),
        ("shipping", SHIPPING | {"parcel_count": 2}, "document", b"%PDF"),
        ("slip", SLIP, "document", b"%PDF"),
        ("slip", SLIP | {"parcel_count": None}, "document", b"%PDF"),
    ],
)
def test_a_document_comes_as_its_printer_needs_it(
    station: Station, kind: str, data: dict[str, Any], device: str, begin: bytes
) -> None:
    number = station.book(kind, data, device, copy_no=2)
    response = station.get(f"/stations/H-1/documents/{number}")
    assert response.status_code == 200
    assert response.data.startswith(begin)
    assert response.headers["X-Copy"] == "2"


def test_a_copy_differs_from_the_first_print(station: Station) -> None:
    prints = {
        station.get(
            f"/stations/H-1/documents/{station.book('shipping', SHIPPING, 'label', n)}"
        ).data
        for n in (1, 1, 2, 3)
    }
    assert len(prints) == 3


def test_a_document_that_cannot_be_drawn_says_why(station: Station) -> None:
    for data in (SHIPPING | {"sscc": "5"}, {}, SHIPPING | {"recipient": None}):
        number = station.book("shipping", data, "label")
        found = problem(station.get(f"/stations/H-1/documents/{number}"), 422)
        assert found["code"] == "document.drawing"


def test_what_became_of_a_document_is_noted(station: Station, world: World) -> None:
    number = station.book("lpn", LPN, "label")
    path = f"/stations/H-1/documents/{number}"
    told = {"state": "failed", "detail": "no paper\u0000"}
    assert station.raw("PUT", path, json=told).status_code == 200
    with world.db.read() as conn:
        row = conn.execute(select(Document.state, Document.detail)).one()
    assert tuple(row) == ("failed", "no paper?")
    assert problem(station.raw("PUT", path, json={"state": "lost"}), 422)["field"] == "state"
    problem(station.raw("PUT", path, json={"state": 5}), 400)
    problem(station.raw("PUT", "/stations/H-1/documents/99", json=told), 404)
    problem(station.get(f"/stations/H-1/documents/{2**70}"), 404)


def test_a_full_database_makes_the_station_wait_and_changes_nothing(
    station_on_small_disk: Station,
) -> None:
    station = station_on_small_disk
    long_scan = to_json(Scan("x" * 4000))
    event = station.event(input=long_scan)
    station.world.worker("ann")
    with full_disk(station.world.db):
        assert problem(station.send(event), 507)["code"] == "database.full"
    assert station.send(event).get_json()["outcome"] == "refused"
    assert station.world.differences() == []


def test_a_database_that_is_gone_makes_the_station_try_again(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = station.event()
    station.world.db.close()
    gone = Database("postgresql+psycopg://nobody@127.0.0.1:1/none")
    app_site = station.client.application.extensions["wms"]
    engine = Engine(gone, app_site.engine.start, {})
    site = type(app_site)(gone, engine, {}, app_site.clock, app_site.streams)
    station.client.application.extensions["wms"] = site
    response = station.send(event)
    assert problem(response, 503)["code"] == "database.away"
    assert response.headers["Retry-After"]
    gone.close()


@pytest.fixture
def station_on_small_disk(sqlite_db: Database) -> Station:
    return Station(World(sqlite_db))
