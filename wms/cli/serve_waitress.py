"""Serve by waitress, in this process: needs nothing else, on every system.

SIGTERM drains: `/ready` says no, streams end, requests that came are answered, then it ends. A
second one ends it at once.
"""

from __future__ import annotations

import signal
import threading
import time
from importlib import import_module
from types import FrameType
from typing import Any

from flask import Flask
from waitress.server import create_server  # type: ignore[import-untyped]

from wms import settings
from wms.app import create_app
from wms.cli.opened import database
from wms.errors import Refused
from wms.text import T
from wms.web.site import KEY
from wms.web.streams import Streams

MOST_CONNECTIONS = 1000
"""Each station keeps one open."""

MAX_BODY_BYTES = 20 * 1024 * 1024
"""What is longer is not even buffered; the application itself refuses shorter ones by name."""

MOST_DRAIN_SECONDS = 15.0
LOOK_SECONDS = 0.05


def serve(host: str, port: int, threads: int) -> int:
    """Serve until told to stop.

    :raises Refused: the port is taken, or the database was not migrated.
    """
    data = settings.load().data
    with database() as db:
        run(create_app(db, data), host, port, threads, int(data["web"]["drain_seconds"]))
    return 0


def run(app: Flask, host: str, port: int, threads: int, patience_seconds: int) -> None:
    """Serve `app` until told to stop; then first say so for `patience_seconds`.

    :raises Refused: the port is taken.
    """
    server = _server(app, host, port, threads)
    ending = _Ending(server, app.extensions[KEY].streams, patience_seconds)
    signal.signal(signal.SIGTERM, ending.hear)
    # what draws labels is slow to load: it is fetched while the first people sign in
    threading.Thread(target=import_module, args=("wms.web.drawing",), daemon=True).start()
    print(f"http://{host}:{server.effective_port}", flush=True)
    server.run()
    server.close()


def _server(app: Any, host: str, port: int, threads: int) -> Any:
    try:
        return create_server(
            app,
            host=host,
            port=port,
            threads=threads,
            connection_limit=MOST_CONNECTIONS,
            max_request_body_size=MAX_BODY_BYTES,
            clear_untrusted_proxy_headers=False,  # the application knows whom it trusts
            ident="wms",
        )
    except OSError as error:
        words = T("{host}:{port} cannot be served", host=host, port=port)
        remedy = f"{error.strerror or error}. Choose another --port"
        raise Refused("serve.port", words, remedy) from None


class _Ending:
    """Ends the server when all that came is answered."""

    def __init__(self, server: Any, streams: Streams, patience_seconds: int) -> None:
        self.server = server
        self.streams = streams
        self.patience_seconds = patience_seconds
        self.is_over = False

    def hear(self, number: int, frame: FrameType | None) -> None:
        """Begin to drain; a second time, or when all is drained, stop."""
        if self.streams.is_draining or self.is_over:
            raise KeyboardInterrupt
        self.streams.drain()
        threading.Thread(target=self._drain, daemon=True).start()

    def _drain(self) -> None:
        time.sleep(self.patience_seconds)
        latest = time.monotonic() + MOST_DRAIN_SECONDS
        while self._is_busy() and time.monotonic() < latest:
            time.sleep(LOOK_SECONDS)
        self.is_over = True
        # the main thread waits in select(): only a signal of its own wakes it at once
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGTERM)

    def _is_busy(self) -> bool:
        channels = list(self.server.active_channels.values())
        return any(channel.requests or channel.total_outbufs_len for channel in channels)
