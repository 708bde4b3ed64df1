"""The site for any WSGI server: `gunicorn wms.wsgi:app`, or `wms.wsgi:create()` as a factory.

The database and the settings are named by the environment, as for every command; WMS_LOG is "text"
or "json". Each process that serves has an application of its own, made in that process.
"""

from __future__ import annotations

import signal
import threading
from types import FrameType
from typing import Any

from flask import Flask

from wms import migrate, settings
from wms.app import create_app
from wms.db import opened
from wms.errors import Refused
from wms.logs import lines
from wms.text import T
from wms.web.site import KEY, Site


def create() -> Flask:
    """Return the application of this process.

    :raises Refused: the settings or the database are wrong, or it was not migrated.
    """
    lines.begin()
    found = settings.load()
    db = opened(found.database_url, pool_size=found.data["web"]["connections"])
    if not migrate.is_current(db):
        words = T("The database is not of this release's form")
        raise Refused("database.old", words, T("Run: wms migrate (or wms init, when it is new)"))
    return create_app(db, found.data)


def drain_on_term(app: Flask) -> None:
    """Let streams end and /ready say no when this process is told to end; then do what was to be
    done then. Only a main thread can hear: elsewhere the server's own way has to do."""
    if threading.current_thread() is not threading.main_thread():
        return
    before = signal.getsignal(signal.SIGTERM)

    def drain(number: int, frame: FrameType | None) -> None:
        site: Site = app.extensions[KEY]
        site.streams.drain()
        if callable(before):
            before(number, frame)
        elif before == signal.SIG_DFL:
            raise SystemExit(0)

    signal.signal(signal.SIGTERM, drain)


def __getattr__(name: str) -> Any:
    """Make `app` when a server asks for it, not when this module is looked at."""
    if name == "app":
        app = create()
        drain_on_term(app)
        globals()["app"] = app
        return app
    raise AttributeError(name)
