"""`wms serve` with several processes on one database, and desks that speak to it over HTTP."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from tests.world import Desk
from wms.db import Database
from wms.people import renew
from wms.terminal.wire import Answer, Event, Input, Screen, answer_from_json, to_json

PATIENCE_SECONDS = 60.0


@dataclass
class Server:
    """A running server; its log has a JSON object a line."""

    process: subprocess.Popen[str]
    port: int
    log: Path
    killed: list[int] = field(default_factory=list)

    def workers(self) -> list[int]:
        """Return the processes that serve."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in listed.split()]

    def kill_one(self) -> None:
        """End a process that serves, without a word."""
        one = next(pid for pid in self.workers() if pid not in self.killed)
        self.killed.append(one)
        os.kill(one, signal.SIGKILL)

    def answered_by(self) -> set[int]:
        """Return the processes that answered a station's event."""
        told = [json.loads(line) for line in self.log.read_text().splitlines() if line[:1] == "{"]
        return {line["process"] for line in told if line.get("event")}

    def get(self, path: str) -> tuple[int, bytes]:
        conn = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            conn.request("GET", path)
            reply = conn.getresponse()
            return reply.status, reply.read()
        finally:
            conn.close()


@contextmanager
def serving(db: Database, folder: Path, *options: str) -> Iterator[Server]:
    """Yield a server on a port of its own; it ends when told to, with exit code 0."""
    url = db.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "wms.cli", "serve", "--port", "0", "--log", "json", *options]
    log = folder / "serve.log"
    with log.open("w") as errors:
        process = subprocess.Popen(
            command,
            env=os.environ | {"WMS_DATABASE_URL": url},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    try:
        assert process.stdout is not None
        port = int(process.stdout.readline().strip().rpartition(":")[2])
        server = Server(process, port, log)
        _wait(server)
        yield server
        process.terminate()
        assert process.wait(PATIENCE_SECONDS) == 0, log.read_text()[-2000:]
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _wait(server: Server) -> None:
    begun = time.monotonic()
    while time.monotonic() - begun < PATIENCE_SECONDS:
        try:
            if server.get("/ready")[0] == 200:
                return
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
    raise TimeoutError(server.log.read_text()[-2000:])


class Remote(Desk):
    """A desk whose events go over HTTP, on a connection each, and are sent until answered."""

    def __init__(self, desk: Desk, port: int) -> None:
        self.world, self.post, self.engine = desk.world, desk.post, desk.engine
        self.answer = desk.answer
        self.port = port
        self.retries = 0
        self.key_of = self.world.do(lambda conn: renew.station_key(conn, self.post.code))

    def event(self, given: Input) -> Event:
        """Return an event that answers the screen."""
        name, at = str(uuid.uuid4()), datetime.now(UTC)
        return Event(name, self.answer.last_event, self.screen.no, at, given)

    def say(self, given: Input, *, event_id: str = "") -> Screen:
        self.answer = self.send(self.event(given))
        return self.screen

    def send(self, event: Event) -> Answer:
        """Send an event until it is answered."""
        begun = time.monotonic()
        while time.monotonic() - begun < PATIENCE_SECONDS:
            try:
                return self._once(event)
            except (OSError, http.client.HTTPException, ConnectionError):
                self.retries += 1
                time.sleep(0.05)
        raise TimeoutError("no answer")

    def _once(self, event: Event) -> Answer:
        conn = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            head = {"Authorization": f"Bearer {self.key_of}", "Content-Type": "application/json"}
            where = f"/api/v1/stations/{self.post.code}/events"
            conn.request("POST", where, json.dumps(to_json(event)), head)
            reply = conn.getresponse()
            body = reply.read()
            if reply.status == 503:
                raise ConnectionError(body)
            assert reply.status == 200, body
            return answer_from_json(json.loads(body))
        finally:
            conn.close()
