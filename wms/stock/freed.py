"""Stock has become free: orders that wait for some may have it now."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from wms import jobs

JOB = "allocate"


def tell(conn: Connection, warehouse_id: int, *, at: datetime) -> None:
    """Let the job worker look over all orders that have no stock promised."""
    payload = {"warehouse_id": warehouse_id}
    jobs.put(conn, JOB, payload, key=f"{JOB}-{warehouse_id}", at=at)
