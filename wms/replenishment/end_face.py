"""An item is no longer picked from a bin: what waited for that face waits no longer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, update

from wms.errors import Refused
from wms.layout import faces
from wms.layout import queries as layout
from wms.layout.models import PickFace
from wms.picking import follow
from wms.replenishment import queries
from wms.replenishment.models import Replenishment
from wms.stock import freed
from wms.text import T

_END = delete(PickFace).where(
    PickFace.item_id == bindparam("item_id"), PickFace.location_id == bindparam("location_id")
)
_CANCEL = (
    update(Replenishment)
    .where(
        Replenishment.item_id == bindparam("of_item_id"),
        Replenishment.face_id == bindparam("of_face_id"),
        Replenishment.status == "open",
    )
    .values(status="cancelled", done_at=bindparam("at"))
)


def end_face(conn: Connection, *, item_id: int, location_id: int, at: datetime) -> bool:
    """Let an item no longer be picked from a bin, and tell whether it was.

    Picks that waited for it go where their pieces lie, or wait for another face of the item.

    :raises Refused: `face.busy` while somebody brings goods there.
    """
    place = layout.location(conn, location_id)
    faces.lock(conn, item_id)
    for task in queries.of_item(conn, place.warehouse_id, item_id):
        if task.face_id == location_id and task.status == "claimed":
            words = T("Somebody is bringing {sku} to {bin}", sku=task.sku, bin=place.code)
            raise Refused("face.busy", words, T("Try again when they are done"), field="bin")
    conn.execute(_CANCEL, {"of_item_id": item_id, "of_face_id": location_id, "at": at})
    given = {"item_id": item_id, "location_id": location_id}
    was_one = conn.execute(_END, given).rowcount > 0
    follow.follow(conn, follow.waiting_for(conn, place.warehouse_id, item_id))
    freed.refill(conn, place.warehouse_id, at=at)
    return was_one
