"""What every request needs: the database, the engine, the settings, the clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from flask import current_app, g
from sqlalchemy import Connection

from wms.db import Database
from wms.terminal.engine import Engine
from wms.web.streams import Streams

R = TypeVar("R")
KEY = "wms"


@dataclass(frozen=True, slots=True)
class Site:
    """One warehouse site as the web sees it; `clock` is read once per request. `streams` are those
    of this process, and know whether it is about to end."""

    db: Database
    engine: Engine
    config: Mapping[str, Any]
    clock: Callable[[], datetime]
    streams: Streams


def site() -> Site:
    """Return the site that this application serves."""
    found = current_app.extensions[KEY]
    assert isinstance(found, Site)
    return found


def now() -> datetime:
    """Return when this request came."""
    if "at" not in g:
        g.at = site().clock()
    found = g.at
    assert isinstance(found, datetime)
    return found


def write(work: Callable[[Connection], R]) -> R:
    """Return what `work` returns, committed."""
    return site().db.run(work)
