"""Pages that move by themselves: the day's state as it changes, or asked from time to time."""

from __future__ import annotations

import json
from collections.abc import Callable

from flask import Blueprint, Flask, Response, current_app, jsonify

from wms.web.office import door, here
from wms.web.office.snapshot import Snapshot, Snapshots
from wms.web.site import site
from wms.web.streams import event

EXTENSION = "wms.snapshots"

live = Blueprint("office_live", __name__)


def begin(app: Flask) -> None:
    """Let `app` make its snapshots anew."""
    app.extensions[EXTENSION] = Snapshots()


def snapshot() -> Snapshot:
    """Return how the day stands in the chosen warehouse."""
    with site().db.read() as conn:
        warehouse = here.warehouse_id(conn)
    return _snapshots().latest(site(), warehouse)


@live.get("/live")
@door.let_in("worker")
def once() -> Response:
    """Answer with how the day stands: for pages that get no stream."""
    return jsonify(snapshot().plain())


@live.get("/live/stream")
@door.let_in("worker")
def stream() -> Response:
    """Tell how the day stands whenever that changes."""
    here_now = site()
    with here_now.db.read() as conn:
        warehouse = here.warehouse_id(conn)
    snapshots = _snapshots()
    return here_now.streams.answer(_teller(lambda: snapshots.latest(here_now, warehouse).plain()))


def _teller(ask: Callable[[], dict[str, object]]) -> Callable[[], str]:
    """Return what tells a change once: the moment of asking alone is none."""
    told: list[dict[str, object]] = []

    def tell() -> str:
        plain = ask()
        facts = {name: value for name, value in plain.items() if name != "at"}
        if told and told[0] == facts:
            return ""
        told[:] = [facts]
        return event(json.dumps(plain))

    return tell


def _snapshots() -> Snapshots:
    found = current_app.extensions[EXTENSION]
    assert isinstance(found, Snapshots)
    return found
