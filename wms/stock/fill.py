"""How full places are: pieces, kinds and volume, set-based."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import BigInteger, Connection, bindparam, case, cast, func, select

from wms.catalog.models import Item
from wms.stock.models import GOOD, LOOSE, Quant


@dataclass(frozen=True, slots=True)
class Fill:
    """What is in a place; `lpns` carry some of it. Items without sizes have no volume."""

    pieces: int = 0
    items: int = 0
    lpns: int = 0
    held: int = 0
    reserved: int = 0
    volume_mm3: int = 0


_EACH = Item.length_mm * cast(Item.width_mm, BigInteger) * Item.height_mm
_FILLS = (
    select(
        Quant.location_id,
        func.sum(Quant.on_hand),
        func.count(func.distinct(Quant.item_id)),
        func.count(func.distinct(case((Quant.lpn_id != LOOSE, Quant.lpn_id)))),
        func.sum(case((Quant.status != GOOD, Quant.on_hand), else_=0)),
        func.sum(Quant.reserved),
        func.sum(Quant.on_hand * _EACH),
    )
    .join(Item, Item.id == Quant.item_id)
    .where(Quant.location_id.in_(bindparam("ids", expanding=True)), Quant.on_hand > 0)
    .group_by(Quant.location_id)
)


def of_locations(conn: Connection, location_ids: Sequence[int]) -> dict[int, Fill]:
    """Return the fill of those of `location_ids` in which anything is."""
    if not location_ids:
        return {}
    rows = conn.execute(_FILLS, {"ids": list(location_ids)})
    return {row[0]: Fill(*(int(n) for n in row[1:])) for row in rows}
