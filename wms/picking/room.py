"""A cart was taken or is done: there may be room on the floor for more lines."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from wms import jobs

JOB = "release"


def tell(conn: Connection, warehouse_id: int, *, at: datetime) -> None:
    """Let the job worker look whether more is to be released."""
    payload = {"warehouse_id": warehouse_id}
    jobs.put(conn, JOB, payload, key=f"{JOB}-{warehouse_id}", at=at)
