"""Make all checks, as far as one lets the next be made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from wms import logs, settings
from wms.db import Database, opened
from wms.doctor import database, floor, machine, server
from wms.doctor.check import Check, fault, ok, warning
from wms.errors import Refused


def examine(*, at: datetime, whole_audit: bool = False, url: str = "") -> Iterator[Check]:
    """Yield the checks of the site that the environment names, each as it is made."""
    yield machine.libzbar()
    yield machine.fonts()
    if url:
        yield from server.reached(url)
    try:
        found = settings.load()
    except Refused as refusal:
        yield fault("settings", str(refusal.text), str(refusal.remedy))
        return
    yield _trusted(found.data)
    if _is_missing(found.database_url):
        yield fault("database", f"there is no {found.database_url}", "Make it: wms init")
        return
    try:
        db = opened(found.database_url, pool_size=2)
    except Refused as refusal:
        yield fault("database", str(refusal.text), str(refusal.remedy))
        return
    except SQLAlchemyError as error:
        remedy = "Start the server, and check WMS_DATABASE_URL"
        yield fault("database", f"cannot be reached ({logs.described(error)})", remedy)
        return
    try:
        yield from _inside(db, found.data, at, whole_audit)
    finally:
        db.close()


def _is_missing(url: str) -> bool:
    """Tell whether opening a database would make it: SQLite does."""
    path = url.removeprefix("sqlite:///")
    return path != url and not Path(path).exists()


def _trusted(data: Mapping[str, Any]) -> Check:
    """Say whose word counts on where requests come from."""
    trusted = data["web"]["trusted_proxies"]
    if any(network.endswith("/0") for network in trusted):
        remedy = "Name the proxies' own addresses in [web] trusted_proxies"
        return warning("settings", "everybody is trusted as a proxy", remedy)
    return ok("settings", f"make sense; trusted proxies: {', '.join(trusted) or 'none'}")


def _inside(
    db: Database, data: Mapping[str, Any], at: datetime, whole_audit: bool
) -> Iterator[Check]:
    try:
        with db.read(snapshot=True) as conn:
            yield ok("database", db.engine.url.render_as_string(hide_password=True))
            form = database.migrated(conn)
            yield form
            yield from database.settings_of(conn, db, int(data["web"]["connections"]))
            yield database.clock(conn, at)
            if form.level != "ok":
                return
            yield database.guarded(conn)
            yield from floor.queue(conn, at)
            yield floor.stations(conn, at)
            yield floor.printers(conn, at)
            yield floor.webhooks(conn)
            yield floor.stock(conn, whole=whole_audit)
    except SQLAlchemyError as error:
        remedy = "Look at the database server's own log"
        yield fault("database", f"cannot be used ({logs.described(error)})", remedy)
