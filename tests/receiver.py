"""A receiver of webhooks that behaves as it is told: a real HTTP server in a thread, and a
verification of its own, written from the Standard Webhooks specification."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = int | Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Receiver:
    """What came, in its order. `answers` are given one after the other, then 204 for ever."""

    url: str = ""
    answers: list[Answer] = field(default_factory=list)
    came: list[tuple[Mapping[str, str], bytes]] = field(default_factory=list)
    taken: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def types(self) -> list[str]:
        return [plain["type"] for plain in self.taken]

    @property
    def ids(self) -> list[str]:
        """Return the ids of what was taken, each once, in the order in which it first came."""
        return list(dict.fromkeys(plain["id"] for plain in self.taken))

    def hang(self, handler: BaseHTTPRequestHandler) -> None:
        """Say nothing until the test is over."""
        self.over.wait(30)

    def trickle(self, handler: BaseHTTPRequestHandler) -> None:
        """Send a head that never ends, a byte at a time: no single read is ever late."""
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not self.over.wait(0.1):
            try:
                handler.wfile.write(b"a")
                handler.wfile.flush()
            except OSError:
                return

    def slowly(self, handler: BaseHTTPRequestHandler) -> None:
        """Take it, but only after a while."""
        time.sleep(0.3)
        self.take(handler)
        handler.send_response(200)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    def lose_the_answer(self, handler: BaseHTTPRequestHandler) -> None:
        """Take it and close the connection: nobody hears that it was taken."""
        self.take(handler)
        handler.close_connection = True

    def answer_twice(self, handler: BaseHTTPRequestHandler) -> None:
        """Take it and answer twice in one connection, with a body that is longer than it says."""
        self.take(handler)
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokok" * 2)

    def redirect(self, handler: BaseHTTPRequestHandler) -> None:
        """Send it elsewhere: to itself, where it would be taken."""
        handler.send_response(307)
        handler.send_header("Location", f"{self.url}/elsewhere")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    def take(self, handler: BaseHTTPRequestHandler) -> None:
        self.taken.append(json.loads(self.came[-1][1]))


@contextmanager
def receiving(*answers: Answer | str) -> Iterator[Receiver]:
    """Yield a receiver at a port of its own; an answer is a status or the name of a habit."""
    found = Receiver()
    found.answers = [getattr(found, a) if isinstance(a, str) else a for a in answers]

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            found.came.append(({k.lower(): v for k, v in self.headers.items()}, body))
            found.paths.append(self.path)
            answer = found.answers.pop(0) if found.answers else 204
            if not isinstance(answer, int):
                answer(self)
                return
            if 200 <= answer < 300:
                found.take(self)
            self.send_response(answer)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *given: Any) -> None:
            """Say nothing among the tests' words."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    found.url = f"http://127.0.0.1:{server.server_address[1]}/hook"
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    try:
        yield found
    finally:
        found.over.set()
        server.shutdown()
        server.server_close()


def verified(secret: str, headers: Mapping[str, str], body: bytes, now: float) -> dict[str, Any]:
    """Return the message if one of its signatures is of `secret` and it is not five minutes old,
    as the specification has it."""
    stamp = headers["webhook-timestamp"]
    assert abs(now - int(stamp)) < 300
    key = base64.b64decode(secret[len("whsec_") :])
    content = f"{headers['webhook-id']}.{stamp}.".encode() + body
    expected = base64.b64encode(hmac.digest(key, content, hashlib.sha256)).decode()
    given = [s.split(",", 1) for s in headers["webhook-signature"].split(" ")]
    assert any(version == "v1" and hmac.compare_digest(sig, expected) for version, sig in given)
    found: dict[str, Any] = json.loads(body)
    return found
