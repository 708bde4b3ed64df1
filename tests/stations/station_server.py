"""A small server that speaks the stations' wire, with a script instead of a warehouse.

It counts up: every applied event gives screen number + 1. Tests make it refuse, fail, lose
answers, and read what it was sent.
"""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from wms.terminal.wire import (
    Accepts,
    Answer,
    Document,
    Event,
    Screen,
    Tone,
    event_from_json,
    to_json,
)

KEY = "k3y"
Script = Callable[["World", Event], Answer]


def count_up(world: World, event: Event) -> Answer:
    """Apply every event and show what it was."""
    world.screen = Screen(
        title="Count",
        prompt="Scan anything",
        lines=(("Last", repr(event.input)),),
        keys=("SKIP", "SHORT"),
        accepts=(Accepts.SCAN,),
        message=f"taken {len(world.applied) + 1}",
        tone=Tone.DONE,
        no=world.screen.no + 1,
    )
    return Answer(world.screen, event.id)


@dataclass
class World:
    """What the server knows; `lost_answers` more answers are cut off after being applied."""

    script: Script = count_up
    screen: Screen = field(default_factory=lambda: Screen("Start", "Scan anything", no=1))
    last_event: str = ""
    applied: list[Event] = field(default_factory=list)
    answers: dict[str, Answer] = field(default_factory=dict)
    deliveries: int = 0
    lost_answers: int = 0
    failures: int = 0
    problem: tuple[int, str] | None = None
    documents: dict[int, tuple[int, bytes]] = field(default_factory=dict)
    fetched: list[int] = field(default_factory=list)
    reports: list[tuple[int, str, str]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, event: Event) -> Answer:
        """Apply an event once; its answer is the same ever after."""
        self.deliveries += 1
        if event.id not in self.answers:
            self.answers[event.id] = self.script(self, event)
            self.applied.append(event)
            self.last_event = event.id
        return self.answers[event.id]

    def announce(self, answer: Answer, *documents: Document) -> Answer:
        """Return `answer` with things to print."""
        return Answer(answer.screen, answer.last_event, answer.outcome, documents)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: StationServer

    def do_GET(self) -> None:
        world = self.server.world
        with world.lock:
            if self._stopped_by_problem():
                return
            if self.path.endswith("/screen"):
                self._answer(Answer(world.screen, world.last_event))
                return
            number = int(self.path.rpartition("/")[2])
            world.fetched.append(number)
            copy_no, data = world.documents[number]
            self._send(200, "application/octet-stream", data, {"X-Copy": str(copy_no)})

    def do_POST(self) -> None:
        world = self.server.world
        event = event_from_json(json.loads(self._body()))
        with world.lock:
            if self._stopped_by_problem():
                return
            if world.failures:
                world.failures -= 1
                self._send(503, "text/plain", b"busy")
                return
            answer = world.take(event)
            if world.lost_answers:
                world.lost_answers -= 1
                self.close_connection = True
                return
            self._answer(answer)

    def do_PUT(self) -> None:
        plain = json.loads(self._body())
        number = int(self.path.rpartition("/")[2])
        with self.server.world.lock:
            self.server.world.reports.append((number, plain["state"], plain["detail"]))
        self._send(200, "application/json", b"{}")

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers["Content-Length"]))

    def _stopped_by_problem(self) -> bool:
        problem = self.server.world.problem
        if self.headers["Authorization"] != f"Bearer {KEY}":
            problem = (401, "The key is not known")
        if problem is None:
            return False
        body = json.dumps({"title": problem[1], "detail": "Ask the office"}).encode()
        self._send(problem[0], "application/problem+json", body)
        return True

    def _answer(self, answer: Answer) -> None:
        self._send(200, "application/json", json.dumps(to_json(answer)).encode())

    def _send(
        self, status: int, kind: str, body: bytes, headers: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Be silent."""


class StationServer(ThreadingHTTPServer):
    """Serve `world` on a free port of this machine until `close()`."""

    daemon_threads = True

    def __init__(self, world: World, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.world = world
        self._open: list[socket.socket] = []
        self._thread = threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """Return the address to give to a station."""
        return f"http://127.0.0.1:{self.server_port}"

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        self._open.append(connection)
        return connection, address

    def close(self) -> None:
        """Stop serving, cut kept connections and free the port."""
        self.shutdown()
        for connection in self._open:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self.server_close()
