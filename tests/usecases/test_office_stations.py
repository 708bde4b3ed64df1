"""Stations on the pages: who is there, pairing that works once, and documents that did not come."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import Connection, insert, select

from tests.usecases.api import Caller
from tests.usecases.office import Browser, signed_in, words
from tests.world import World
from wms.people import enroll
from wms.terminal.models import Document

_SECRET = re.compile(r'class="secret">([^<]+)<')
KEY = "k" * 32


@pytest.fixture
def office(world: World) -> Browser:
    return signed_in(world, "admin")


def document(world: World, station: str, state: str = "failed", **given: object) -> int:
    """Book a label of a parcel that ended in a state."""

    def add(conn: Connection) -> int:
        row = {"station_id": world.ids[station], "device": "label", "kind": "lpn", "data": {}}
        row |= {"copy_no": 1, "for_kind": "lpn", "for_id": 7, "state": state, "reason": ""}
        row |= {"detail": "out of paper", "booked_at": world.at, **given}
        return conn.execute(insert(Document).returning(Document.id), row).scalar_one()

    return int(world.do(add))


def documents(world: World) -> list[tuple[str, int, str]]:
    """Return (state, copy, reason) of all documents."""
    asked = select(Document.state, Document.copy_no, Document.reason).order_by(Document.id)
    with world.db.read() as conn:
        return [(row[0], row[1], row[2]) for row in conn.execute(asked)]


def test_stations_show_who_is_there_and_who_is_silent(office: Browser, world: World) -> None:
    world.station("HAND-1", worker="ola")
    world.station("PACK-1", "bench")
    said = words(office.get("/stations"))
    assert "HAND-1 handheld Ola MENU" in said
    assert "PACK-1 bench – – – fine" in said
    world.at += timedelta(minutes=25)
    assert "silent" in words(office.get("/stations"))


def test_a_station_is_added_and_paired_by_a_code_that_works_once(
    office: Browser, world: World
) -> None:
    page = office.post("/stations", code="PACK-3", kind="bench", follow=False)
    [code] = _SECRET.findall(page.get_data(as_text=True))
    assert page.headers["Cache-Control"] == "no-store"
    assert "data:image/png;base64," in page.get_data(as_text=True)
    assert "/station/ at the device" in words(page)
    asked = {"code": code, "key": KEY}
    paired = Caller(world, "none").post("/stations/pair", asked)
    assert paired.get_json()["station"] == "PACK-3"
    assert Caller(world, KEY).get("/stations/PACK-3/screen").status_code == 200
    other = Caller(world, "none").post("/stations/pair", {"code": code, "key": "o" * 32})
    assert other.status_code == 403
    assert code not in office.get("/stations").get_data(as_text=True)


@pytest.mark.parametrize(
    ("code", "kind", "said"),
    [
        ("", "bench", "is taken or empty"),
        ("HAND-1", "bench", "HAND-1 is taken"),
        ("X-1", "fridge", "fridge is no kind"),
        ("X" * 33, "bench", "code is too long"),
    ],
)
def test_a_station_needs_a_free_name_and_a_kind(
    office: Browser, world: World, code: str, kind: str, said: str
) -> None:
    world.station("HAND-1")
    assert said in words(office.post("/stations", code=code, kind=kind, back="/stations"))


def test_a_revoked_station_is_trusted_no_more_and_may_be_paired_anew(
    office: Browser, world: World
) -> None:
    desk = world.station("HAND-1", worker="ola")
    _, key = world.do(
        lambda c: enroll.station(c, code="H-2", kind="handheld", warehouse_id=world.warehouse_id)
    )
    assert Caller(world, key).get("/stations/H-2/screen").status_code == 200
    assert "H-2 is trusted no more" in words(office.post("/stations/H-2/revoke"))
    assert Caller(world, key).get("/stations/H-2/screen").status_code == 401
    office.post("/stations/HAND-1/revoke")
    assert desk.engine.current(desk.post, world.at).screen.title == "SIGN IN"
    assert "H-2 handheld – – – revoked" in words(office.get("/stations"))
    assert "NO is not known" in words(office.post("/stations/NO/revoke", back="/stations"))
    [code] = _SECRET.findall(office.post("/stations/H-2/pair").get_data(as_text=True))
    Caller(world, "none").post("/stations/pair", {"code": code, "key": KEY})
    assert Caller(world, KEY).get("/stations/H-2/screen").status_code == 200


def test_what_did_not_come_out_is_printed_again_as_a_copy(office: Browser, world: World) -> None:
    desk = world.station("PACK-1", "bench")
    number = document(world, "PACK-1")
    said = words(office.get("/stations"))
    assert "LPN label" in said
    assert "failed out of paper" in said
    assert "1 document does not come out" in said
    told = words(office.post(f"/stations/documents/{number}/again", station="PACK-1"))
    assert "It is printed again, as a copy" in told
    assert documents(world) == [("void", 1, ""), ("booked", 2, "office")]
    assert [d.copy_no for d in desk.engine.current(desk.post, world.at).documents] == [2]
    again = words(office.post(f"/stations/documents/{number}/again", back="/stations"))
    assert "not waiting for anybody" in again


def test_it_may_come_out_at_another_station(office: Browser, world: World) -> None:
    world.station("PACK-1", "bench")
    other = world.station("PACK-2", "bench")
    number = document(world, "PACK-1", "unknown")
    office.post(f"/stations/documents/{number}/again", station="PACK-2")
    assert len(other.engine.current(other.post, world.at).documents) == 1
    second = document(world, "PACK-1", for_id=8)
    told = words(office.post(f"/stations/documents/{second}/again", station="NO", back="/stations"))
    assert "NO is no station that prints" in told


def test_a_newer_copy_stands_in_its_way_and_it_may_be_given_up(
    office: Browser, world: World
) -> None:
    world.station("PACK-1", "bench")
    first = document(world, "PACK-1")
    document(world, "PACK-1", "confirmed", copy_no=2)
    back = {"back": "/stations", "station": "PACK-1"}
    told = words(office.post(f"/stations/documents/{first}/again", follow=True, **back))
    assert "A newer copy of it was printed" in told
    assert "not waited for" in words(office.post(f"/stations/documents/{first}/drop"))
    assert documents(world) == [("void", 1, ""), ("confirmed", 2, "")]
    told = words(office.post("/stations/documents/99/drop", back="/stations"))
    assert "not waiting for anybody" in told


def test_a_document_that_waits_long_is_seen_but_not_doubled(office: Browser, world: World) -> None:
    world.station("PACK-1", "bench")
    number = document(world, "PACK-1", "booked")
    assert "Not printed" not in words(office.get("/stations"))
    world.at += timedelta(minutes=6)
    assert "not fetched yet" in words(office.get("/stations"))
    told = words(office.post(f"/stations/documents/{number}/again", back="/stations"))
    assert "not waiting for anybody" in told


def test_supervisors_pair_and_revoke_but_add_no_station(world: World) -> None:
    browser = signed_in(world)
    world.station("HAND-1")
    assert browser.post("/stations", code="X-1", kind="bench").status_code == 403
    assert browser.post("/stations/HAND-1/pair").status_code == 200
    worker = signed_in(world, "worker")
    for path in ("/HAND-1/pair", "/HAND-1/revoke", "/documents/1/again", "/documents/1/drop"):
        assert worker.post(f"/stations{path}").status_code == 403
    assert worker.get("/stations").status_code == 403
