"""wms serve."""

from __future__ import annotations

import argparse
import os
import tempfile
from typing import Any

from wms import settings
from wms.cli.reading import read
from wms.errors import Refused
from wms.logs import lines
from wms.text import T

SPARE_THREADS = 16
"""For what is no stream."""

SHARED_FIGURES = "PROMETHEUS_MULTIPROC_DIR"


def serve(args: argparse.Namespace) -> int:
    """Serve until SIGTERM or SIGINT.

    :raises Refused: the port is taken, the database was not migrated, or is one that several
        processes cannot share.
    """
    found = settings.load()
    _check_workers(args.server, args.workers, found.database_url)
    lines.begin(args.log)
    threads = args.threads or int(found.data["web"]["streams"]) + SPARE_THREADS
    if args.server == "waitress":
        return int(read("wms.cli.serve_waitress").serve(args.host, args.port, threads))
    os.environ[lines.VARIABLE] = args.log
    with tempfile.TemporaryDirectory(prefix="wms-figures-") as folder:
        if args.workers > 1:
            os.environ.setdefault(SHARED_FIGURES, folder)
        return int(_several(args.server)(args.host, args.port, threads, args.workers))


def _several(server: str) -> Any:
    """Return what serves by a server that need not be installed.

    :raises Refused: it is not.
    """
    try:
        return read(f"wms.cli.serve_{server}").serve
    except ModuleNotFoundError as error:
        if error.name != server:
            raise
        words = T("{server} is not installed", server=server)
        raise Refused("serve.server", words, T("Run: pip install 'wms[server]'")) from None


def _check_workers(server: str, workers: int, address: str) -> None:
    if workers == 1:
        return
    if address.startswith("sqlite"):
        words = T("SQLite is served by one process")
        remedy = T("Use PostgreSQL (WMS_DATABASE_URL), or --workers 1")
        raise Refused("serve.workers", words, remedy)
    if server == "waitress":
        words = T("waitress is one process")
        raise Refused("serve.workers", words, T("Use --server gunicorn or --server granian"))
