"""How much there is of items, as other systems ask it: set-based, one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, case, func, select

from wms.layout.models import KEPT, Location
from wms.stock.models import GOOD, Quant


@dataclass(frozen=True, slots=True)
class Level:
    """Pieces inside the building. `available` may be promised now: good, not reserved, in a bin
    where goods are kept; the rest is reserved, held, or on its way through the house."""

    on_hand: int = 0
    reserved: int = 0
    held: int = 0
    available: int = 0


FREE = case(
    (
        (Quant.status == GOOD) & Location.kind.in_(KEPT),
        Quant.on_hand - Quant.reserved,
    ),
    else_=0,
)
"""Of a quant joined with its location: pieces that may be promised now."""

HELD = case((Quant.status != GOOD, Quant.on_hand), else_=0)
SUMS = (func.sum(Quant.on_hand), func.sum(Quant.reserved), func.sum(HELD), func.sum(FREE))
"""Of quants joined with their locations: the fields of a `Level`."""

_LEVELS = (
    select(Quant.item_id, *SUMS)
    .join(Location, Location.id == Quant.location_id)
    .where(Quant.item_id.in_(bindparam("ids", expanding=True)))
    .group_by(Quant.item_id)
)


def levels(conn: Connection, item_ids: Sequence[int]) -> dict[int, Level]:
    """Return the level of each of `item_ids`, nought where there is none."""
    found = {item_id: Level() for item_id in item_ids}
    for row in conn.execute(_LEVELS, {"ids": list(item_ids)}) if item_ids else ():
        found[row[0]] = Level(int(row[1]), int(row[2]), int(row[3]), int(row[4]))
    return found
