"""Serve by gunicorn: several processes with threads each; one that dies is started again.

SIGTERM drains: no new connections, streams end, requests that came are answered.
"""

from __future__ import annotations

from typing import Any

from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

from wms.logs import lines
from wms.wsgi import create, drain_on_term

DRAIN_SECONDS = 30
KEPT_SECONDS = 75
CONNECTIONS = 1000


class Served(BaseApplication):  # type: ignore[misc]
    """The site with settings that suit it: threads, kept connections, no files of its own."""

    def __init__(self, **options: Any) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        app = create()
        drain_on_term(app)
        return app


def serve(host: str, port: int, threads: int, workers: int) -> int:
    """Serve until told to stop."""
    Served(
        bind=f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
        workers=workers,
        threads=threads,
        worker_class="gthread",
        worker_connections=CONNECTIONS,
        keepalive=KEPT_SECONDS,
        graceful_timeout=DRAIN_SECONDS,
        timeout=120,
        forwarded_allow_ips="",
        control_socket_disable=True,
        on_starting=_log,
        when_ready=_say,
        child_exit=_forget,
        logconfig_dict=_LOGS,
    ).run()
    return 0


_LOGS = {
    "version": 1,
    "disable_existing_loggers": False,
    "root": {"level": "INFO", "handlers": []},
    "loggers": {
        "gunicorn.error": {"level": "INFO", "propagate": True, "handlers": []},
        "gunicorn.access": {"level": "ERROR", "propagate": False, "handlers": []},
    },
}


def _log(server: Any) -> None:
    """Write as the site does: gunicorn has just set up its own way."""
    lines.begin()


def _say(server: Any) -> None:
    host, port = server.LISTENERS[0].sock.getsockname()[:2]
    print(f"http://{host}:{port}", flush=True)


def _forget(server: Any, worker: Any) -> None:
    """Count no more what a process that ended had open."""
    from prometheus_client.multiprocess import mark_process_dead

    from wms.web.measures import is_shared

    if is_shared():
        mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
