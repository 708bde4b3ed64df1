"""A real server process for the pages: started, killed and started again on the same port."""

from __future__ import annotations

import os
import socket
import time
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

from tests.nursery import nursery
from tests.world import World
from wms.people import pairing

WAIT_SECONDS = 60.0
"""For the start of a server, also where the machine has much else to do."""


class Site:
    """`wms serve` on the database of a world."""

    def __init__(self, world: World, config: Path) -> None:
        self.world = world
        self._config = config
        self._process = 0
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Serve; returns when the server answers."""
        url = self.world.db.engine.url.render_as_string(hide_password=False)
        env = os.environ | {"WMS_DATABASE_URL": url, "WMS_CONFIG": str(self._config)}
        self._process = nursery().begin(("serve", "--port", str(self.port)), env)
        deadline = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < deadline:
            assert nursery().is_alive(self._process), "the server ended"
            try:
                with urllib.request.urlopen(f"{self.url}/api/v1/health", timeout=5) as reply:
                    reply.read()
                return
            except OSError:
                time.sleep(0.05)
        self.kill()
        raise TimeoutError("the server did not answer")

    def kill(self) -> None:
        """End the server at once, as a power cut does."""
        if self._process:
            nursery().kill(self._process)
            self._process = 0

    def pairing_code(self, station: str) -> str:
        """Return a code that pairs `station` once; the server's clock is the real one."""
        code = self.world.do(
            lambda conn: pairing.offer(conn, station=station, at=datetime.now(UTC))
        )
        return str(code)
