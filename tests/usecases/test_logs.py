"""The log: a line a request that can be searched, and nothing in it that is secret or private."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from typing import Any

import pytest

from tests.usecases.api import an_asn, an_order, caller
from tests.usecases.test_station_api import Station
from tests.world import World
from wms.logs import lines
from wms.terminal.wire import Scan, Typed, to_json

PRIVATE = {
    "name": "Zofia Zielinska",
    "street": ["ul. Poufna 77"],
    "postal_code": "31-337",
    "city": "Tajnowo",
    "country": "PL",
    "phone": "+48600700800",
    "email": "zofia@poufne.example",
}
PIN = "48151623"


@contextmanager
def written(kind: str) -> Iterator[io.StringIO]:
    """Yield what is written to standard error meanwhile, by all loggers, whatever their level."""
    out = io.StringIO()
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    with redirect_stderr(out):
        lines.begin(kind)
        root.setLevel(logging.DEBUG)
        try:
            yield out
        finally:
            root.handlers[:] = before
            root.setLevel(level)


def _planted(world: World) -> list[str]:
    """Drive the site with secrets in every place that takes some; return them."""
    world.item("MUG").worker("eva", role="supervisor", pin=PIN)
    api, station = caller(world), Station(world)
    api.post("/items", {})
    api.post("/orders", an_order(recipient=PRIVATE))
    api.post("/orders", an_order("1002", recipient=PRIVATE | {"country": "nowhere"}))
    api.post("/orders", an_order("1001", recipient=PRIVATE | {"city": "Inne"}))
    api.get(f"/orders?email={PRIVATE['email']}")
    api.get(f"/orders/{PRIVATE['phone']}")
    api.raw("GET", f"/nowhere/{api.key}?key={api.key}", headers={"X-Request-Id": f"x {api.key}"})
    api.raw("POST", "/asns", data=b"\xff" + json.dumps(an_asn()).encode())
    station.send(station.event(input=to_json(Scan(world.badges["eva"]))))
    station.send(station.event(input=to_json(Typed("0000" + PIN))))
    station.send(station.event(input=to_json(Typed(PIN))))
    station.send(station.event(input=to_json(Scan(PRIVATE["phone"]))))
    with pytest.MonkeyPatch.context() as broken:
        broken.setattr(world.db, "run", _broken)
        api.post("/orders", an_order("1003", recipient=PRIVATE))
        station.client.get(f"/api/v1/stations/{station.code}/screen?pin={PIN}")
    texts = [part for v in PRIVATE.values() for part in (v if isinstance(v, list) else [v])]
    secret = [api.key, station.key, world.badges["eva"], PIN, "eva", "Eva"]
    return [word for word in (*texts, *secret) if word != "PL"]


def _broken(work: Any) -> Any:
    raise RuntimeError(f"{PRIVATE['name']} {PRIVATE['street']} {PIN}")


@pytest.mark.parametrize("kind", ["json", "text"])
def test_no_secret_and_no_address_is_ever_written(world: World, kind: str) -> None:
    with written(kind) as out:
        planted = _planted(world)
    said = out.getvalue()
    assert said.count("answered") > 10
    assert "RuntimeError" in said
    assert [word for word in planted if word in said] == []


def test_a_line_tells_which_request_event_and_station(world: World) -> None:
    station = Station(world)
    sent = station.event()
    with written("json") as out:
        answer = station.post(f"/stations/{station.code}/events", sent, X_Request_Id="req-7.A")
    assert answer.headers["X-Request-Id"] == "req-7.A"
    [line] = [json.loads(line) for line in out.getvalue().splitlines()]
    assert line["request_id"] == "req-7.A"
    assert (line["station"], line["event"]) == (station.code, sent["id"])
    assert line["route"] == "/api/v1/stations/<code>/events"
    assert (line["method"], line["status"], line["outcome"]) == ("POST", 200, "refused")
    assert line["code"]
    assert line["duration_ms"] > 0
    assert (line["level"], line["time"][10], line["time"][-6:]) == ("info", "T", "+00:00")


def test_a_request_id_that_is_none_is_replaced(world: World) -> None:
    client = caller(world).client
    for given in ("", "a b", "x" * 65, "a\tb"):
        answer = client.get("/health", headers={"X-Request-Id": given})
        assert len(answer.headers["X-Request-Id"]) == 32


def test_an_error_is_written_without_its_own_words() -> None:
    record = logging.LogRecord("x", logging.ERROR, "f", 1, "it broke", (), None)
    private = PRIVATE["name"]
    try:
        raise ValueError(private)
    except ValueError as error:
        record.exc_info = (ValueError, error, error.__traceback__)
    for writer in (lines.JsonLines(), lines.TextLines()):
        words = writer.format(record)
        assert "ValueError" in words
        assert str(private) not in words
