"""What machines ask of the server: alive, ready, figures; whom it believes; streams for pages."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families
from werkzeug.test import TestResponse

from tests.orders import accepted
from tests.world import World
from wms import jobs, migrate
from wms.app import create_app
from wms.db import Database
from wms.stock import audited
from wms.stock.audit import audit
from wms.terminal.wire import Scan, to_json
from wms.web.proxies import Proxies
from wms.web.site import KEY
from wms.web.streams import Streams, event

TOKEN = "0123456789abcdef"
ELSEWHERE = {"REMOTE_ADDR": "10.0.0.7"}


def _app(world: World, **tables: dict[str, Any]) -> Flask:
    config = dict(world.config)
    for name, values in tables.items():
        config[name] = {**config[name], **values}
    return create_app(world.db, config, lambda: world.at)


def _figures(answer: TestResponse) -> dict[tuple[str, ...], float]:
    assert answer.status_code == 200, answer.text
    found: dict[tuple[str, ...], float] = {}
    for family in text_string_to_metric_families(answer.text):
        for sample in family.samples:
            found[(sample.name, *dict(sorted(sample.labels.items())).values())] = sample.value
    return found


def test_a_process_that_cannot_reach_its_database_is_alive_and_not_ready(world: World) -> None:
    client = _app(world).test_client()
    assert client.get("/health").get_json() == {"status": "ok"}
    ready = client.get("/ready")
    assert (ready.status_code, ready.get_json()["revision"]) == (200, migrate.newest())
    gone = Database("postgresql+psycopg://nobody@127.0.0.1:9/none", pool_size=1)
    client = create_app(gone, world.config).test_client()
    assert client.get("/health").status_code == 200
    answer = client.get("/ready")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")


def test_a_database_of_an_older_form_is_not_ready(sqlite_db: Database) -> None:
    world = World(sqlite_db)
    migrate.downgrade(sqlite_db, "-1")
    answer = _app(world).test_client().get("/ready")
    assert answer.status_code == 503
    assert answer.get_json()["remedy"] == "Run: wms migrate"


def test_a_server_that_drains_is_not_ready_and_still_answers(world: World) -> None:
    app = _app(world)
    app.extensions[KEY].streams.drain()
    client = app.test_client()
    assert client.get("/ready").get_json()["code"] == "ready.draining"
    assert client.get("/api/v1/health").status_code == 200


def test_figures_tell_of_requests_events_jobs_orders_stations_and_the_last_audit(
    world: World,
) -> None:
    world.item("MUG").bins("A-01").stock("MUG", 3, at="A-01")
    accepted(world, "S-1", [("MUG", 1)])
    desk = world.station("H-77", worker="anna")
    world.do(lambda conn: jobs.put(conn, "refill", {}, at=world.at))
    world.do(lambda conn: audited.note(conn, audit(conn), at=world.at))
    client = _app(world).test_client()
    client.get("/api/v1/stations/H-77/screen")
    found = _figures(client.get("/metrics"))
    route = ("GET", "/api/v1/stations/<code>/screen")
    assert found[("wms_http_requests_total", *route, "401")] >= 1
    assert found[("wms_http_request_seconds_count", *route)] >= 1
    assert found[("wms_jobs", "refill", "waiting")] == 1
    assert found[("wms_orders", "accepted")] == 1
    assert found[("wms_ledger_head",)] == 1
    assert found[("wms_audit_differences",)] == 0
    assert found[("wms_webhooks", "failing")] == found[("wms_dead_letters",)] == 0
    assert not [name for name, *_ in found if name.endswith("_created")]
    assert found[("wms_audit_last_seconds",)] == world.at.timestamp()
    assert found[("wms_station_last_event_seconds", "H-77")] == world.at.timestamp()
    assert desk.screen.title == "MENU"


def test_figures_count_events_by_what_became_of_them(world: World) -> None:
    from tests.usecases.test_station_api import Station

    station = Station(world)
    before = _figures(station.client.get("/metrics"))
    sent = station.event(input=to_json(Scan("NOTHING")))
    for _ in range(2):
        station.send(sent)
    after = _figures(station.client.get("/metrics"))
    new = {k: v - before.get(k, 0) for k, v in after.items() if k[0] == "wms_station_events_total"}
    told = {k[1:]: v for k, v in new.items() if v}
    [code] = [code for code, outcome in told if outcome == "refused"]
    assert code
    assert told == {(code, "refused"): 1, ("", "repeated"): 1}


def test_figures_are_for_this_machine_or_for_who_has_the_token(world: World) -> None:
    client = _app(world).test_client()
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", environ_base=ELSEWHERE).status_code == 403
    through_a_proxy = client.get("/metrics", headers={"X-Forwarded-For": "10.0.0.7"})
    assert through_a_proxy.status_code == 403
    client = _app(world, metrics={"token": TOKEN}).test_client()
    assert client.get("/metrics").status_code == 401
    wrong = {"Authorization": "Bearer fedcba9876543210"}
    assert client.get("/metrics", headers=wrong).status_code == 401
    right = {"Authorization": f"Bearer {TOKEN}"}
    assert client.get("/metrics", headers=right, environ_base=ELSEWHERE).status_code == 200


@pytest.mark.parametrize(
    ("trusted", "peer", "forwarded", "seen"),
    [
        ([], "127.0.0.1", "1.2.3.4", ("127.0.0.1", "http", "localhost")),
        (["127.0.0.1"], "127.0.0.1", "1.2.3.4", ("1.2.3.4", "https", "wms.site")),
        (["127.0.0.1"], "10.0.0.9", "1.2.3.4", ("10.0.0.9", "http", "localhost")),
        (["127.0.0.1"], "127.0.0.1", "6.6.6.6, 1.2.3.4", ("1.2.3.4", "https", "wms.site")),
        (
            ["127.0.0.1", "10.0.0.0/8"],
            "127.0.0.1",
            "6.6.6.6, 1.2.3.4, 10.0.0.1",
            ("1.2.3.4", "https", "wms.site"),
        ),
    ],
)
def test_only_trusted_proxies_say_where_a_request_comes_from(
    trusted: list[str], peer: str, forwarded: str, seen: tuple[str, str, str]
) -> None:
    told: list[tuple[str, str, str]] = []

    def app(environ: Any, start_response: Any) -> list[bytes]:
        told.append((environ["REMOTE_ADDR"], environ["wsgi.url_scheme"], environ["HTTP_HOST"]))
        return []

    environ = {"REMOTE_ADDR": peer, "wsgi.url_scheme": "http", "HTTP_HOST": "localhost"}
    environ |= {"HTTP_X_FORWARDED_FOR": forwarded, "HTTP_X_FORWARDED_PROTO": "https"}
    environ |= {"HTTP_X_FORWARDED_HOST": "wms.site"}
    Proxies(app, trusted)(environ, lambda *a: lambda b: None)
    assert told == [seen]


def _streaming(world: World, most: int) -> tuple[Flask, Streams, list[str]]:
    app = _app(world, web={"streams": most})
    streams: Streams = app.extensions[KEY].streams
    words: list[str] = []
    tell = lambda: words.pop(0) if words else ""  # noqa: E731
    app.add_url_rule("/told", "told", lambda: streams.answer(tell, every_seconds=0.01))
    return app, streams, words


def test_streams_are_bounded_and_a_page_that_leaves_makes_room(world: World) -> None:
    app, streams, words = _streaming(world, 1)
    words.append(event("hello\nthere", name="told", number="7"))
    client = app.test_client()
    first = client.get("/told", buffered=False)
    told = first.iter_encoded()
    assert first.mimetype == "text/event-stream"
    assert next(told) == b"retry: 3000\n\n"
    assert next(told) == b"event: told\nid: 7\ndata: hello\ndata: there\n\n"
    full = client.get("/told")
    assert (full.status_code, full.get_json()["code"]) == (503, "streams.full")
    assert full.headers["Retry-After"]
    first.close()
    assert streams.open == 0
    client.get("/told", buffered=False).close()
    assert streams.open == 0


def test_streams_end_when_the_server_drains(world: World) -> None:
    app, streams, _ = _streaming(world, 2)
    answer = app.test_client().get("/told", buffered=False)
    told = answer.iter_encoded()
    next(told)
    streams.drain()
    assert list(told) == []
    answer.close()
    assert streams.open == 0
    assert app.test_client().get("/told").status_code == 503
