"""A count found pieces: orders that went short of them may have them after all."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection

from wms import jobs

JOB = "found"
"""Its handler tells those who wait for stock (`freed.tell`) as well, after the short orders."""


def tell(
    conn: Connection,
    warehouse_id: int,
    *,
    location_id: int,
    item_ids: Collection[int],
    at: datetime,
) -> None:
    """Let the job worker serve the orders that went short of items which a bin holds after all."""
    payload = {"warehouse_id": warehouse_id, "location_id": location_id}
    jobs.put(conn, JOB, payload | {"item_ids": sorted(item_ids)}, at=at)
