"""Is the demo's server up?"""

from __future__ import annotations

import http.client
import socket
import time

from wms.demo.processes import Processes
from wms.errors import Refused
from wms.text import T

PATIENCE_SECONDS = 30.0


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def usable(port: int) -> int:
    """Return `port` if nobody uses it.

    :raises Refused: somebody does.
    """
    with socket.socket() as found:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind(("127.0.0.1", port))
        except OSError as error:
            words = T("The port {port} cannot be used: {why}", port=port, why=error.strerror or "")
            raise Refused("demo.port", words, T("Choose another --port, or none")) from None
    return port


def wait_for_health(port: int, processes: Processes) -> None:
    """Wait until the server answers.

    :raises Refused: it does not within `PATIENCE_SECONDS`, or it dies again and again.
    """
    begun = time.monotonic()
    while not _is_healthy(port):
        processes.watch()
        if time.monotonic() - begun > PATIENCE_SECONDS:
            words = T("The server does not answer at port {port}", port=port)
            raise Refused("demo.server", words, T("Choose another --port"))
        time.sleep(0.1)


def _is_healthy(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/api/v1/health")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
