"""A site with a slow route and a stream, served by a process that is to be told to end."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from wms.cli.serve_gunicorn import Served
from wms.cli.serve_waitress import run
from wms.db import Database
from wms.demo.serving import free_port
from wms.web.site import KEY
from wms.wsgi import create, drain_on_term

ROOT = Path(__file__).resolve().parents[2]
SLOW_SECONDS = 1.5


@contextmanager
def serving(db: Database, folder: Path, name: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Yield a server process and its port; `folder` gets a file `slow` when that route is asked."""
    url = db.engine.url.render_as_string(hide_password=False)
    port = free_port()
    env = os.environ | {"WMS_DATABASE_URL": url, "WMS_TEST_FOLDER": str(folder)}
    command = [sys.executable, "-m", "tests.races.draining", name, str(port)]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, env=env, cwd=ROOT, stdout=log, stderr=log)
    try:
        for _ in range(300):
            try:
                if asked(port, "/ready").status == 200:
                    break
            except OSError:
                time.sleep(0.1)
        yield server, port
    finally:
        server.kill()
        server.wait()


def asked(port: int, path: str) -> http.client.HTTPResponse:
    """Ask on a connection that ends with its answer."""
    conn = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    conn.request("GET", path, headers={"Connection": "close"})
    return conn.getresponse()


def wait_for(path: Path) -> None:
    """Wait until a file is there."""
    begun = time.monotonic()
    while not path.exists():
        assert time.monotonic() - begun < 20
        time.sleep(0.02)


def _site() -> Flask:
    app = create()
    folder = Path(os.environ["WMS_TEST_FOLDER"])

    def slow() -> str:
        (folder / "slow").touch()
        time.sleep(SLOW_SECONDS)
        return "answered"

    app.add_url_rule("/slow", "slow", slow)
    app.add_url_rule("/told", "told", lambda: app.extensions[KEY].streams.answer(lambda: ""))
    return app


class _Slow(Served):
    def load(self) -> Flask:
        app = _site()
        drain_on_term(app)
        return app


if __name__ == "__main__":
    name, port = sys.argv[1], int(sys.argv[2])
    if name == "waitress":
        run(_site(), "127.0.0.1", port, 4, 0)
    else:
        _Slow(
            bind=f"127.0.0.1:{port}",
            worker_class="gthread",
            threads=4,
            graceful_timeout=30,
            control_socket_disable=True,
        ).run()
