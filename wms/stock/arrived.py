"""On which LPNs the pieces of documents came in, and where they are now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, func, select

from wms.layout.models import Location
from wms.stock.models import Lpn, Quant, StockMove


@dataclass(frozen=True, slots=True)
class Arrived:
    """An LPN: `pieces` are on it now at `location`; `went_to` is the place that its pieces left it
    for last, "" while none did."""

    id: int
    code: str
    location: str
    pieces: int
    went_to: str


_CAME_ON = (
    select(StockMove.target_lpn_id)
    .where(
        StockMove.for_kind == bindparam("document"),
        StockMove.for_id.in_(bindparam("document_ids", expanding=True)),
        StockMove.target_lpn_id > 0,
    )
    .distinct()
)
_ON_IT = (
    select(func.coalesce(func.sum(Quant.on_hand), 0))
    .where(Quant.lpn_id == Lpn.id, Quant.on_hand > 0)
    .correlate(Lpn)
    .scalar_subquery()
)
_PLATES = (
    select(Lpn.id, Lpn.code, func.coalesce(Location.code, ""), _ON_IT)
    .outerjoin(Location, Location.id == Lpn.location_id)
    .where(Lpn.id.in_(_CAME_ON))
    .order_by(Lpn.id)
    .limit(bindparam("most"))
)
_LEFT = (
    select(StockMove.source_lpn_id, Location.code)
    .join(Location, Location.id == StockMove.target_location_id)
    .where(
        StockMove.source_lpn_id.in_(bindparam("lpn_ids", expanding=True)),
        StockMove.target_lpn_id != StockMove.source_lpn_id,
    )
    .order_by(StockMove.id)
)


def on_plates(
    conn: Connection, document: str, document_ids: Collection[int], *, most: int = 200
) -> list[Arrived]:
    """Return the LPNs onto which pieces of documents were booked, in the order they were made."""
    if not document_ids:
        return []
    given = {"document": document, "document_ids": list(document_ids), "most": most}
    rows = conn.execute(_PLATES, given).all()
    left: dict[int, str] = {}
    if rows:
        moves = conn.execute(_LEFT, {"lpn_ids": [row[0] for row in rows]})
        left = {row[0]: row[1] for row in moves}
    return [Arrived(row[0], row[1], row[2], int(row[3]), left.get(row[0], "")) for row in rows]
