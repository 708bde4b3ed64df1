"""Say from which bin an item is picked, and how many pieces shall lie there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from wms.errors import Refused
from wms.layout import queries as layout
from wms.layout.models import PickFace
from wms.stock import freed
from wms.text import T
from wms.units import MAX_QUANTITY

_KNOWN = (
    select(PickFace.id, PickFace.min_pieces, PickFace.max_pieces)
    .where(
        PickFace.item_id == bindparam("item_id"),
        PickFace.location_id == bindparam("location_id"),
    )
    .with_for_update()
)
_INSERT = insert(PickFace).returning(PickFace.id)
_LEVELS = (
    update(PickFace)
    .where(PickFace.id == bindparam("face_id"))
    .values(min_pieces=bindparam("least"), max_pieces=bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class FaceSet:
    """The face, and whether it was new or, known, got other levels; again changes nothing."""

    face_id: int
    is_new: bool
    is_changed: bool = False


def set_face(
    conn: Connection, *, item_id: int, location_id: int, least: int, most: int, at: datetime
) -> FaceSet:
    """Let an item be picked from a bin, which is refilled below `least` up to `most` pieces.

    :raises Refused: it is no bin for picking, or the levels make no sense.
    """
    place = layout.location(conn, location_id)
    if place.kind != "pick":
        words = T("{bin} is no bin to pick from", bin=place.code)
        raise Refused("face.kind", words, T("Name a bin of kind pick"), field="bin")
    if not 0 <= least <= most or not 0 < most <= MAX_QUANTITY:
        words = T("From {least} to {most} is no range of pieces", least=least, most=most)
        raise Refused("face.levels", words, T("max is at least 1, min at most max"), field="max")
    known = conn.execute(_KNOWN, {"item_id": item_id, "location_id": location_id}).first()
    if known is not None and (known.min_pieces, known.max_pieces) == (least, most):
        return FaceSet(known.id, False)
    if known is not None:
        conn.execute(_LEVELS, {"face_id": known.id, "least": least, "most": most})
        number = known.id
    else:
        row = {"item_id": item_id, "location_id": location_id}
        row |= {"min_pieces": least, "max_pieces": most}
        number = conn.execute(_INSERT, row).scalar_one()
    freed.refill(conn, place.warehouse_id, at=at)
    return FaceSet(number, known is None, known is not None)
