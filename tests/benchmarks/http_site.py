"""The site behind HTTP: `wms serve` as its own process, and a client that sends events."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.walk import KEY
from wms.db import Database
from wms.terminal.wire import Answer, Event, answer_from_json, to_json


class Client:
    """A station on one kept-alive connection."""

    def __init__(self, port: int) -> None:
        self.conn = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.headers = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}

    def answer(self, event: Event) -> Answer:
        body = json.dumps(to_json(event))
        self.conn.request("POST", "/api/v1/stations/H1/events", body, self.headers)
        reply = self.conn.getresponse()
        plain = json.loads(reply.read())
        assert reply.status == 200, plain
        return answer_from_json(plain)


@contextmanager
def serving(db: Database, log: Path = Path(os.devnull)) -> Iterator[tuple[Client, int]]:
    """Yield a client of a fresh server process on `db`, and the server's process id."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = db.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "wms.cli", "serve", "--port", str(port)]
    with log.open("w") as said:
        env = os.environ | {"WMS_DATABASE_URL": url}
        server = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=said)
    client = Client(port)
    try:
        _wait(port, server)
        yield client, server.pid
    finally:
        client.conn.close()
        server.terminate()
        server.wait(10)


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        assert server.poll() is None, "the server ended"
        conn = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            conn.request("GET", "/api/v1/health")
            if conn.getresponse().read():
                time.sleep(0.5)
                return
        except OSError:
            time.sleep(0.1)
        finally:
            conn.close()
    raise TimeoutError("the server did not answer")
