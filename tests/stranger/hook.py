"""A receiver of webhooks: believes what is signed and new, and takes nothing twice."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TOLERANCE_SECONDS = 300


def is_signed(secret: str, headers: Mapping[str, str], body: bytes, now: float) -> bool:
    """Tell whether a message was signed with `secret`, not long ago."""
    stamp, name = headers["webhook-timestamp"], headers["webhook-id"]
    if abs(now - int(stamp)) > TOLERANCE_SECONDS:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    made = hmac.digest(key, f"{name}.{stamp}.".encode() + body, hashlib.sha256)
    wanted = "v1," + base64.b64encode(made).decode()
    given = headers["webhook-signature"].split(" ")
    return any(hmac.compare_digest(wanted, one) for one in given)


class Inbox:
    """What came, each once. The first `stumbles` messages are answered 500, and come again."""

    def __init__(self, stumbles: int = 0) -> None:
        self.url = ""
        self.secret = ""
        self.stumbles = stumbles
        self.refused = 0
        self.repeated = 0
        self.messages: dict[str, dict[str, Any]] = {}

    def take(self, headers: Mapping[str, str], body: bytes) -> int:
        """Return the status with which a message is answered."""
        if not is_signed(self.secret, headers, body, time.time()):
            self.refused += 1
            return 401
        if self.stumbles:
            self.stumbles -= 1
            return 500
        plain = json.loads(body)
        self.repeated += plain["id"] in self.messages
        self.messages.setdefault(plain["id"], plain)
        return 204

    def types(self, order: str) -> list[str]:
        """Return what was told of an order, in its order."""
        told = self.messages.values()
        return [m["type"] for m in told if m["subject"]["external_ref"] == order]


@contextmanager
def receiving(stumbles: int = 0) -> Iterator[Inbox]:
    """Yield an inbox that listens on a port of this machine."""
    inbox = Inbox(stumbles)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            self.send_response(inbox.take(headers, body))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *given: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    inbox.url = f"http://127.0.0.1:{server.server_address[1]}/warehouse"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield inbox
    finally:
        server.shutdown()
        server.server_close()
