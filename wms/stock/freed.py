"""Stock has become free, or lies elsewhere: who waits for some may have it now."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from wms import jobs
from wms.layout import faces

JOB = "allocate"
REFILL = "replenish"


def tell(conn: Connection, warehouse_id: int, *, at: datetime) -> None:
    """Let the job worker look over all orders that have no stock promised, then over the faces."""
    payload = {"warehouse_id": warehouse_id}
    jobs.put(conn, JOB, payload, key=f"{JOB}-{warehouse_id}", at=at)


def refill(conn: Connection, warehouse_id: int, *, at: datetime) -> None:
    """Let the job worker look over the pick faces of a warehouse, if it has any."""
    if faces.are_there(conn, warehouse_id):
        payload = {"warehouse_id": warehouse_id}
        jobs.put(conn, REFILL, payload, key=f"{REFILL}-{warehouse_id}", at=at)
