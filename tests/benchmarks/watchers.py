"""People at the office: some open pages, others leave a dashboard open that is told of changes."""

from __future__ import annotations

import http.client
import selectors
import socket
import threading
import time
from collections import Counter
from urllib.parse import urlencode

from tests.benchmarks.station_crowd import Times

PAGES = ("/", "/orders", "/waves")
LOOK_SECONDS = 0.25
"""Between two page loads of one person."""


def signed_in(port: int, login: str, password: str) -> str:
    """Sign in as a browser does and return the cookie."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    body = urlencode({"login": login, "password": password})
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"}
    line.request("POST", "/sign-in", body, headers)
    reply = line.getresponse()
    reply.read()
    line.close()
    assert reply.status == 303, reply.status
    return str(reply.headers["Set-Cookie"]).partition(";")[0]


def look(port: int, cookie: str, times: Times, over: threading.Event) -> None:
    """Open page after page until it is over."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Cookie": cookie, "Accept": "text/html"}
    while not over.is_set():
        for page in PAGES:
            began = time.perf_counter()
            line.request("GET", page, headers=headers)
            reply = line.getresponse()
            reply.read()
            assert reply.status == 200, (page, reply.status)
            times.note(f"page {page}", (time.perf_counter() - began) * 1000)
            over.wait(LOOK_SECONDS)
    line.close()


class Dashboards:
    """Streams of server-sent events, all read by one thread; `told` counts events by stream."""

    def __init__(self, port: int, cookie: str, count: int) -> None:
        self.told: Counter[int] = Counter()
        self.ended: set[int] = set()
        self._over = threading.Event()
        self._selector = selectors.DefaultSelector()
        self._lines = [self._opened(port, cookie, number) for number in range(count)]
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _opened(self, port: int, cookie: str, number: int) -> socket.socket:
        line = socket.create_connection(("127.0.0.1", port), timeout=60)
        head = f"GET /live/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n"
        line.sendall(f"{head}Accept: text/event-stream\r\n\r\n".encode())
        first = line.recv(4096)
        assert first.startswith(b"HTTP/1.1 200"), first
        self.told[number] += first.count(b"\ndata: ")
        line.setblocking(False)
        self._selector.register(line, selectors.EVENT_READ, number)
        return line

    def _read(self) -> None:
        while not self._over.is_set():
            for key, _ in self._selector.select(0.1):
                assert isinstance(key.fileobj, socket.socket)
                content = key.fileobj.recv(65536)
                self.told[key.data] += content.count(b"\ndata: ") + content.startswith(b"data: ")
                if not content:
                    self.ended.add(key.data)
                    self._selector.unregister(key.fileobj)

    def close(self) -> None:
        """Close all of them, as people who go home do."""
        self._over.set()
        self._reader.join()
        self._selector.close()
        for line in self._lines:
            line.close()
