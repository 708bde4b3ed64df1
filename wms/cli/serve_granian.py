"""Serve by granian: several processes with threads each, the protocol spoken by compiled code."""

from __future__ import annotations

from granian import Granian
from granian.constants import Interfaces

from wms.demo.serving import free_port
from wms.logs import lines


def serve(host: str, port: int, threads: int, workers: int) -> int:
    """Serve until told to stop."""
    port = port or free_port()
    print(f"http://{host}:{port}", flush=True)
    server = Granian(
        "wms.wsgi:create",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        respawn_failed_workers=True,
        workers_kill_timeout=30,
        log_access=False,
        log_dictconfig=_LOGS,
    )
    server.on_startup(lines.begin)
    server.serve()
    return 0


_LOGS = {
    "version": 1,
    "disable_existing_loggers": False,
    "root": {"level": "INFO", "handlers": []},
    "loggers": {"_granian": {"level": "INFO", "propagate": True, "handlers": []}},
}
