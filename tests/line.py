"""A bad line between two systems: what it does to the next writes is said beforehand."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal
from urllib.parse import urlsplit

Fault = Literal["cut", 409, 503]
"""cut: the server did it, and the answer is lost; a status: the server never heard of it."""

_KEPT = ("Authorization", "Idempotency-Key", "Content-Type", "If-Match", "If-None-Match")
_TOLD = ("Content-Type", "ETag", "Retry-After", "Idempotent-Replayed", "RateLimit")


class Line:
    """Passes requests on; each of `faults` happens to one write."""

    def __init__(self) -> None:
        self.url = ""
        self.faults: list[Fault] = []


class _Pass(BaseHTTPRequestHandler):
    """Passes one request on, or does to it what was said."""

    line: Line
    target = ""

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        faults = self.line.faults
        fault = faults.pop(0) if self.command != "GET" and faults else None
        if fault in (409, 503):
            self._refuse(int(fault))
            return
        server = http.client.HTTPConnection(self.target, timeout=30)
        headers = {name: self.headers[name] for name in _KEPT if name in self.headers}
        server.request(self.command, self.path, body or None, headers)
        answer = server.getresponse()
        content = answer.read()
        server.close()
        if fault == "cut":
            self.close_connection = True
            return
        told = {name: answer.headers[name] for name in _TOLD if name in answer.headers}
        self._answer(answer.status, told, content)

    def do_GET(self) -> None:
        self._pass_on()

    def do_POST(self) -> None:
        self._pass_on()

    def do_PUT(self) -> None:
        self._pass_on()

    def _refuse(self, status: int) -> None:
        plain = {"code": "line", "detail": "Busy", "remedy": "Send it again", "errors": []}
        told = {"Content-Type": "application/problem+json", "Retry-After": "1"}
        self._answer(status, told, json.dumps(plain).encode())

    def _answer(self, status: int, headers: dict[str, str], content: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *given: Any) -> None:
        """Say nothing among the tests' words."""


@contextmanager
def bad_line(url: str) -> Iterator[Line]:
    """Yield a line to the server at `url`."""
    line = Line()
    handler = type("Handler", (_Pass,), {"line": line, "target": urlsplit(url).netloc})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    line.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield line
    finally:
        server.shutdown()
        server.server_close()
