"""Note what a piece weighs when the first one is in somebody's hands."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, update

from wms.catalog.models import Item
from wms.catalog.register import MAX_WEIGHT_GRAMS
from wms.errors import Refused
from wms.text import T

_NOTE = (
    update(Item)
    .where(Item.id == bindparam("item_id"), Item.weight_grams == 0)
    .values(weight_grams=bindparam("grams"))
)


def note_weight(conn: Connection, *, item_id: int, grams: int) -> None:
    """Note that one piece of an item weighs `grams`, if nobody knew; a known weight stays.

    :raises Refused: no sensible weight.
    """
    if not 0 < grams <= MAX_WEIGHT_GRAMS:
        words = T("{grams} g is no weight of a piece", grams=grams)
        raise Refused("item.weight", words, T("Put one piece on the scale"), field="weight_grams")
    conn.execute(_NOTE, {"item_id": item_id, "grams": grams})
