"""Approve what a worker counted beyond the limit, instead of having it counted again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from wms.catalog import queries as catalog
from wms.counting import queries
from wms.counting.claim import locked
from wms.counting.settle import Differences, Outcome, settle
from wms.errors import Refused
from wms.people import rights
from wms.people.actor import Actor
from wms.stock.ledger import Goods
from wms.text import T


def approve(conn: Connection, *, task_id: int, actor: Actor, at: datetime) -> Outcome:
    """Book the differences of the count that `task_id` would count again, and end both.

    :raises Refused: the actor is no supervisor; nothing waits for an approval there.
    """
    rights.check(conn, actor, "APPROVE")
    task = locked(conn, task_id)
    if task.status == "done" or task.recounts_id is None:
        words = T("Nothing waits for approval in {bin}", bin=task.location)
        raise Refused("count.no_dispute", words, T("Scan BACK"))
    found = _found(conn, task.recounts_id)
    return settle(conn, task, lambda: found, actor=actor, at=at)


def _found(conn: Connection, task_id: int) -> Differences:
    stored = queries.differences(conn, task_id)
    items = catalog.items(conn, [item_id for item_id, _ in stored])
    return {
        Goods(item_id, lot_id, items[item_id].merchant_id): n
        for (item_id, lot_id), n in stored.items()
    }
