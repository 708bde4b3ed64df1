"""Note what happened to an order beside its counters: who changed what, what was found too late."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert

from wms.orders.models import OrderNote
from wms.people.actor import Actor

_INSERT = insert(OrderNote)


def note(
    conn: Connection,
    order_id: int,
    kind: str,
    about: Mapping[str, Any],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Note that `kind` happened to an order; `about` says what, as plain data."""
    row = {"order_id": order_id, "kind": kind, "about": dict(about), "noted_at": at}
    conn.execute(_INSERT, row | {"worker_id": actor.worker_id, "station_id": actor.station_id})
