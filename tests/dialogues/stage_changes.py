"""Stage directions of changes and exceptions:

= change O-1 MUG:2 CAP:1 city=Kraków carrier=SWIFT priority=1   what is not said stays as it was
= set packing.ship_short=yes       = later 61   (seconds pass)       = jobs   (all that are due)
= voids?   labels that are void    = notes? O-1   what was noted about an order
= copies? O-1   how often, by whom and when its labels were printed
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from tests.changes import changed
from tests.dialogues.stage import Stage, direction
from wms.errors import Refused
from wms.orders import queries as orders
from wms.orders.recipient import Recipient
from wms.packing import queries as packing
from wms.packing.models import VoidLabel
from wms.people.models import Worker
from wms.terminal.models import Document
from wms.work import work_off


@direction("change")
def _change(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    with stage.world.db.read() as conn:
        order = orders.by_reference(conn, words[0])
    assert order is not None
    stage.world.ids.setdefault(words[0], order.id)
    lines = [(sku, int(n)) for sku, n in (word.split(":") for word in words[1:])]
    said: dict[str, Any] = {}
    if "city" in given:
        plain = {**order.recipient, "street": tuple(order.recipient["street"])}
        said["recipient"] = Recipient(**{**plain, "city": given["city"]})
    if "carrier" in given:
        said["carrier_code"] = given["carrier"]
    if "priority" in given:
        said["priority"] = int(given["priority"])
    try:
        found = changed(stage.world, words[0], lines or None, **said)
    except Refused as refused:
        return [f"refused: {refused.text}. {refused.remedy}"]
    return [f"{found.outcome}: {'. '.join(str(words) for words in found.words)}"]


@direction("later")
def _later(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    stage.world.at += timedelta(seconds=int(words[0]))
    return []


@direction("voids?")
def _voids(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    told = []
    with stage.world.db.read() as conn:
        names = {row.id: row.name for row in conn.execute(select(Worker.id, Worker.name))}
        for row in conn.execute(select(VoidLabel).order_by(VoidLabel.id)):
            order = packing.parcel(conn, row.parcel_id).order
            by = names.get(row.voided_by_id, "the system")
            told.append(f"a label of {order}: {row.reason}, by {by}")
    return told or ["none"]


@direction("notes?")
def _notes(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    with stage.world.db.read() as conn:
        names = {row.id: row.name for row in conn.execute(select(Worker.id, Worker.name))}
        rows = orders.notes(conn, stage.world.ids[words[0]])
    return [
        f"{row.kind} by {names.get(row.worker_id, 'the system')}: "
        + ", ".join(f"{name} {value}" for name, value in sorted(row.about.items()))
        for row in rows
    ] or ["none"]


@direction("copies?")
def _copies(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    with stage.world.db.read() as conn:
        parcels = [p.id for p in packing.parcels_of(conn, [stage.world.ids[words[0]]])]
        asked = select(Document, Worker.name).join(Worker, Worker.id == Document.worker_id)
        mine = asked.where(Document.for_kind == "parcel", Document.for_id.in_(parcels))
        rows = conn.execute(mine.where(Document.kind == "shipping").order_by(Document.id)).all()
    return [f"copy {row.copy_no} by {row.name}, {row.reason or 'first'}" for row in rows]


@direction("jobs")
def _jobs(stage: Stage, words: list[str], given: dict[str, str]) -> list[str]:
    work_off(stage.world.db, lambda: stage.world.at)
    return []
