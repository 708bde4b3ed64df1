"""wms serve."""

from __future__ import annotations

import argparse
import logging
import signal
import threading
from importlib import import_module
from types import FrameType

from waitress.server import create_server  # type: ignore[import-untyped]

from wms import settings
from wms.app import create_app
from wms.cli.opened import database
from wms.errors import Refused
from wms.text import T

THREADS = 16
MOST_CONNECTIONS = 1000
"""Each station keeps one open."""

MAX_BODY_BYTES = 2 * 1024 * 1024
"""What is longer is not even buffered; the application itself refuses shorter ones by name."""


def serve(args: argparse.Namespace) -> int:
    """Serve until SIGTERM or SIGINT.

    :raises Refused: the port is taken, or the database was not migrated.
    """
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    with database() as db:
        app = create_app(db, settings.load().data)
        try:
            server = create_server(
                app,
                host=args.host,
                port=args.port,
                threads=THREADS,
                connection_limit=MOST_CONNECTIONS,
                max_request_body_size=MAX_BODY_BYTES,
                ident="wms",
            )
        except OSError as error:
            words = T("{host}:{port} cannot be served", host=args.host, port=args.port)
            remedy = f"{error.strerror or error}. Choose another --port"
            raise Refused("serve.port", words, remedy) from None
        signal.signal(signal.SIGTERM, _stop)
        # what draws labels is slow to load: it is fetched while the first people sign in
        threading.Thread(target=import_module, args=("wms.web.drawing",), daemon=True).start()
        print(f"http://{args.host}:{server.effective_port}", flush=True)
        server.run()
        server.close()
    return 0


def _stop(number: int, frame: FrameType | None) -> None:
    """Waitress ends cleanly on an interrupt: what is under way is answered."""
    raise KeyboardInterrupt
