"""Look over the pick faces: what waits is served, what is missing is asked for as tasks.

Tasks that nobody has claimed are worked out anew each time: they grow with the demand, and end
when an order is cancelled or the goods have come another way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, text, update
from sqlalchemy.dialects import postgresql, sqlite

from wms.layout import faces
from wms.layout.faces import FaceRow
from wms.replenishment import demand, queries, rules
from wms.replenishment.demand import Wanted
from wms.replenishment.models import Replenishment
from wms.replenishment.queries import TaskRow
from wms.replenishment.rules import Bring, Face, Source
from wms.replenishment.serve import serve
from wms.stock import queries as stock
from wms.stock.queries import Pieces

_KEY = ("face_id", "item_id", "lot_id", "source_id", "source_lpn_id")
_INSERT: dict[str, sqlite.Insert | postgresql.Insert] = {
    "sqlite": sqlite.insert(Replenishment),
    "postgresql": postgresql.insert(Replenishment),
}
_ASK = {
    name: new.on_conflict_do_update(
        index_elements=_KEY,
        index_where=text("status = 'open'"),
        set_={c: getattr(new.excluded, c) for c in ("quantity", "why", "priority")},
    )
    for name, new in _INSERT.items()
}
_CANCEL = (
    update(Replenishment)
    .where(Replenishment.id == bindparam("task_id"), Replenishment.status == "open")
    .values(status="cancelled", done_at=bindparam("at"))
)


def job(conn: Connection, payload: Mapping[str, Any], at: datetime) -> None:
    """Look over all faces of a warehouse."""
    warehouse_id = int(payload["warehouse_id"])
    for item_id in faces.items(conn, warehouse_id):
        refill(conn, warehouse_id, item_id, at=at)


def refill(conn: Connection, warehouse_id: int, item_id: int, *, at: datetime) -> None:
    """Serve from an item's faces who waits for it, and ask for what is still to be brought."""
    faces.lock(conn, item_id)
    serve(conn, warehouse_id, item_id, at=at)
    found = faces.of_item(conn, warehouse_id, item_id)
    near = [face.location_id for face in found]
    tasks = queries.of_item(conn, warehouse_id, item_id)
    begun = [task for task in tasks if task.status == "claimed"]
    good = stock.good_in_bins(conn, warehouse_id, [item_id])
    waiting = demand.wanted(conn, warehouse_id, item_id, near)
    wished = rules.bring(
        [_face(face, good, begun) for face in found],
        [_source(p, waiting, begun) for p in good if p.location_id not in near],
        at.date(),
    )
    _ask(conn, warehouse_id, item_id, wished, [t for t in tasks if t.status == "open"], at)


def _face(face: FaceRow, good: Sequence[Pieces], begun: Sequence[TaskRow]) -> Face:
    own = [p for p in good if p.location_id == face.location_id]
    coming = [task for task in begun if task.face_id == face.location_id]
    return Face(
        face.location_id,
        face.sequence,
        face.least,
        face.most,
        sum(p.on_hand for p in own),
        sum(p.reserved for p in own),
        sum(task.quantity - task.brought for task in coming),
        frozenset([*(p.lot_id for p in own), *(task.lot_id for task in coming)]),
    )


def _source(pieces: Pieces, waiting: Sequence[Wanted], begun: Sequence[TaskRow]) -> Source:
    """What somebody is on the way to fetch is taken off: first what orders wait for."""
    here = [w for w in waiting if w.promised.quant_id == pieces.quant_id]
    key = (pieces.location_id, pieces.lpn_id, pieces.lot_id)
    fetched = sum(
        task.quantity
        for task in begun
        if not task.taken and (task.source_id, task.source_lpn_id, task.lot_id) == key
    )
    wanted = sum(w.promised.quantity for w in here)
    return Source(
        *key,
        pieces.location_id,
        max(pieces.free - max(fetched - wanted, 0), 0),
        max(wanted - fetched, 0),
        min((w.priority for w in here), default=rules.LEAST_URGENT),
        pieces.expires_on,
    )


def _ask(
    conn: Connection,
    warehouse_id: int,
    item_id: int,
    wished: Collection[Bring],
    known: Sequence[TaskRow],
    at: datetime,
) -> None:
    """Let the open tasks of an item be those that are wished for."""
    keys = Counter((w.face_id, w.location_id, w.lpn_id, w.lot_id) for w in wished)
    for task in known:
        if (task.face_id, task.source_id, task.source_lpn_id, task.lot_id) not in keys:
            conn.execute(_CANCEL, {"task_id": task.id, "at": at})
    for wish in wished:
        row = {"warehouse_id": warehouse_id, "item_id": item_id, "lot_id": wish.lot_id}
        row |= {"face_id": wish.face_id, "source_id": wish.location_id, "taken": 0, "brought": 0}
        row |= {"source_lpn_id": wish.lpn_id, "quantity": wish.quantity, "priority": wish.priority}
        more = {"status": "open", "why": wish.why, "made_at": at}
        conn.execute(_ASK[conn.dialect.name], row | more)
